'use client';

import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import ChevronsLeft from 'lucide-react/icons/chevrons-left';
import ChevronsRight from 'lucide-react/icons/chevrons-right';
import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import {
  addDays,
  addMonths,
  clampDay,
  type DayKey,
  isSameMonth,
  startOfWeek,
  weeksOf,
} from '@/components/ui/calendar/calendar-days';
import { classNames } from '@/components/ui/class-names';
import { useZone } from '@/components/ui/clock';
import { formatCalendar } from '@/components/ui/dates';
import { ICON_BUTTON_CLASS } from '@/components/ui/icon-button';
import { weekStartOf } from '@/lib/client/platform/week-start';

interface CalendarProps {
  /** The first and last day that can be chosen. */
  min: DayKey;
  max: DayKey;
  /** The day it opens at. */
  initial: DayKey;
  today: DayKey;
  onChoose: (day: DayKey) => void;
}

/** A month to choose a day of, by pointer or by key; opens with the focus on its day. */
export function Calendar({ min, max, initial, today, onChoose }: CalendarProps) {
  const words = useAllMessages();
  const zone = useZone();
  const titleId = useId();
  const grid = useRef<HTMLTableElement>(null);
  const [chosen, setChosen] = useState(initial);
  const isByKey = useRef(false);
  const weekStart = weekStartOf(zone.locale);
  // More of the past may become known while it is open.
  const day = clampDay(chosen, { min, max });
  const weeks = weeksOf(day, weekStart);

  const focusChosen = useCallback(() => {
    grid.current?.querySelector<HTMLElement>('button[tabindex="0"]')?.focus();
  }, []);
  useEffect(() => {
    // After the dialog has put the focus on the first thing in it.
    const timer = setTimeout(focusChosen);
    return () => clearTimeout(timer);
  }, [focusChosen]);
  // Before the next key: the day that had the focus may be gone with its month.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each day
  useLayoutEffect(() => {
    if (isByKey.current) focusChosen();
    isByKey.current = false;
  }, [day, focusChosen]);

  const go = (next: DayKey) => setChosen(clampDay(next, { min, max }));
  const onKeyDown = (event: KeyboardEvent) => {
    const next = dayAfterKey(event, { day, weekStart });
    if (next === null) return;
    event.preventDefault();
    isByKey.current = true;
    go(next);
  };
  const hasMonth = (count: number) => {
    const other = addMonths(day, count);
    return isSameMonth(clampDay(other, { min, max }), other);
  };
  const hasYears = min.slice(0, 4) !== max.slice(0, 4);
  const step = (label: string, count: number, icon: ReactNode) => (
    <button
      type="button"
      aria-label={label}
      title={label}
      disabled={Math.abs(count) === 1 ? !hasMonth(count) : count < 0 ? !hasMonth(-1) : !hasMonth(1)}
      onClick={() => go(addMonths(day, count))}
      className={classNames(ICON_BUTTON_CLASS, '[&>svg]:size-5 rtl:[&>svg]:-scale-x-100')}
    >
      {icon}
    </button>
  );

  return (
    <div className="mx-auto w-full max-w-sm p-3">
      <div className="flex items-center">
        {hasYears && step(words.jump.previousYear, -12, <ChevronsLeft aria-hidden="true" />)}
        {step(words.jump.previousMonth, -1, <ChevronLeft aria-hidden="true" />)}
        <h3 id={titleId} aria-live="polite" className="flex-1 text-center font-semibold">
          {formatCalendar(day, zone.locale, 'month')}
        </h3>
        {step(words.jump.nextMonth, 1, <ChevronRight aria-hidden="true" />)}
        {hasYears && step(words.jump.nextYear, 12, <ChevronsRight aria-hidden="true" />)}
      </div>
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a grid of days is this
        role="grid"
        aria-labelledby={titleId}
        onKeyDown={onKeyDown}
        className="mt-1 w-full table-fixed"
      >
        <thead>
          <tr>
            {weeks[0]?.map((each) => (
              <th key={each} scope="col" className="h-9 text-meta font-medium text-muted">
                <abbr title={formatCalendar(each, zone.locale, 'weekday')} className="no-underline">
                  {formatCalendar(each, zone.locale, 'shortWeekday')}
                </abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((each) => (
                <td key={each} className="p-0 text-center">
                  {isSameMonth(each, day) && (
                    <button
                      type="button"
                      data-day={each}
                      tabIndex={each === day ? 0 : -1}
                      disabled={each < min || each > max}
                      aria-current={each === today ? 'date' : undefined}
                      aria-label={formatCalendar(each, zone.locale, 'whole')}
                      onClick={() => onChoose(each)}
                      className={classNames(
                        'inline-flex h-11 w-full max-w-12 items-center justify-center rounded-full tabular-nums transition-colors',
                        'enabled:hover:bg-hover disabled:text-muted disabled:opacity-50',
                        each === day && 'bg-accent-soft font-semibold text-accent',
                        each === today && 'ring-1 ring-accent ring-inset',
                      )}
                    >
                      {Number(each.slice(8))}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Where a key leads from that day; null for other keys. */
function dayAfterKey(
  event: KeyboardEvent,
  { day, weekStart }: { day: DayKey; weekStart: number },
): DayKey | null {
  const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? -1 : 1;
  const months = event.shiftKey ? 12 : 1;
  switch (event.key) {
    case 'ArrowRight':
      return addDays(day, forward);
    case 'ArrowLeft':
      return addDays(day, -forward);
    case 'ArrowDown':
      return addDays(day, 7);
    case 'ArrowUp':
      return addDays(day, -7);
    case 'PageDown':
      return addMonths(day, months);
    case 'PageUp':
      return addMonths(day, -months);
    case 'Home':
      return startOfWeek(day, weekStart);
    case 'End':
      return addDays(startOfWeek(day, weekStart), 6);
    default:
      return null;
  }
}
