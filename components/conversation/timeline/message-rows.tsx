'use client';

import { Fragment, memo, useMemo } from 'react';
import type { MessageActions } from '@/components/conversation/message/message-actions';
import { MessageBubble } from '@/components/conversation/message/message-bubble';
import { messageNameIds } from '@/components/conversation/message-parts/message-name';
import type { Selection } from '@/components/conversation/selection/selection';
import { buildDays } from '@/components/conversation/timeline/build-rows';
import { useMessages } from '@/components/i18n/messages-provider';
import { classNames } from '@/components/ui/class-names';
import { useClock, useZone } from '@/components/ui/clock';
import { formatDay } from '@/components/ui/dates';
import { LocalTime } from '@/components/ui/local-time';
import { useToday } from '@/components/ui/use-today';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

interface MessageRowsProps {
  items: readonly ConversationItem[];
  /** The message above the first one, which is not shown; null if there is none. */
  before: ConversationItem | null;
  senderName: string;
  /** When a message was sent, as far as the clock can be trusted. */
  whenOf?: (item: ConversationItem) => string;
  firstUnseenSeq: number | null;
  /** How many messages the conversation has, which readers of the screen are told. */
  lastSeq: number;
  /** The messages that are selected; null while none can be. */
  selection?: Selection | null;
  /** Asks for the calendar, at the day of that moment. */
  onGoToDate: (at: string) => void;
  actions: MessageActions;
}

/** What was brought in before the first message is not counted with the others. */
const placeOf = ({ seq }: ConversationItem) => (seq !== null && seq > 0 ? seq : undefined);

/** A stretch of a conversation, oldest first. */
export const MessageRows = memo(function MessageRows({
  items,
  before,
  senderName,
  whenOf,
  firstUnseenSeq,
  lastSeq,
  selection = null,
  onGoToDate,
  actions,
}: MessageRowsProps) {
  const zone = useZone();
  const today = useToday();
  const days = useMemo(
    () => buildDays({ items, before, zone, today, whenOf, firstUnseenSeq }),
    [items, before, zone, today, whenOf, firstUnseenSeq],
  );
  // No element around a day: when it grew at its top, browsers would count it and its content as
  // moved, although nothing visible has.
  return days.map((day) => (
    <Fragment key={day.key}>
      {!day.isContinued && <DaySeparator iso={day.iso} onPress={onGoToDate} />}
      {day.rows.map(({ item, album, isFirst, isLast, isFirstUnseen }) => (
        <Fragment key={item.key}>
          {isFirstUnseen && <NewDivider />}
          {/* Not part of the bubble, which is drawn anew only when something of it changes. */}
          <article
            data-key={item.key}
            data-seq={item.seq ?? undefined}
            data-pictures={album?.length}
            data-last-seq={album?.findLast(({ seq }) => seq !== null)?.seq ?? undefined}
            tabIndex={-1}
            aria-labelledby={messageNameIds(item.key)}
            aria-posinset={placeOf(item)}
            aria-setsize={placeOf(item) && lastSeq}
            className={classNames(
              'relative flex flex-col px-3 focus-visible:-outline-offset-2 has-data-select:ps-12 has-data-select:has-checked:bg-accent-soft sm:px-5',
              item.status === null ? 'items-start' : 'items-end',
              isFirst ? 'pt-3' : 'pt-0.5',
            )}
          >
            {selection && item.seq !== null && (
              <selection.Box selection={selection} items={album ?? [item]} />
            )}
            <MessageBubble
              item={item}
              album={album}
              senderName={senderName}
              isFirst={isFirst}
              isLast={isLast}
              actions={actions}
            />
          </article>
        </Fragment>
      ))}
    </Fragment>
  ));
});

interface DaySeparatorProps {
  iso: string;
  onPress: (at: string) => void;
}

function DaySeparator({ iso, onPress }: DaySeparatorProps) {
  const words = useMessages();
  const clock = useClock();
  return (
    <div data-day={iso} className="flex justify-center pt-3 pb-1">
      {/* With the mouse and by touch alone: the keyboard has the menu of the conversation. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: see above */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: see above */}
      <span
        onClick={() => onPress(iso)}
        // Taller to fingers than it looks, into the room around it.
        className="relative cursor-pointer rounded-full bg-surface px-3 py-1 text-meta font-medium text-muted ring-1 ring-line hover:text-ink pointer-coarse:after:absolute pointer-coarse:after:-inset-x-3 pointer-coarse:after:-inset-y-2.5"
      >
        <LocalTime iso={iso}>{formatDay(iso, clock, words)}</LocalTime>
      </span>
    </div>
  );
}

function NewDivider() {
  const words = useMessages();
  return (
    <div
      data-new-divider
      className="flex items-center gap-3 px-5 pt-4 text-meta font-medium text-accent"
    >
      <span className="h-px flex-1 bg-accent/30" />
      <span>{words.chat.newMessages}</span>
      <span className="h-px flex-1 bg-accent/30" />
    </div>
  );
}
