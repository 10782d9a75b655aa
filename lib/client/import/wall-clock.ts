import { createDateFormat } from '@/lib/client/platform/locale';
import { DAY_MS } from '@/lib/shared/limits';

/** Turns what a clock on the wall showed into a time. */
export interface WallClock {
  /**
   * `local` is the wall's time as if it were UTC, in milliseconds. Where the clock was set back and an
   * hour came twice, the first one is meant unless that lay before `notBefore`.
   */
  toTime(local: number, notBefore?: number): number;
}

/** Of a zone by its IANA name; one that this machine does not know counts as UTC. */
export function createWallClock(zone: string): WallClock {
  const format = createDateFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });

  const offsetAt = (time: number): number => {
    const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, +value]));
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const shown = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    return shown - Math.floor(time / 1_000) * 1_000;
  };

  /** The beginning of a day in UTC: asking for every message would take seconds. */
  const offsets = new Map<number, number>();
  const offsetOfDay = (day: number): number => {
    const known = offsets.get(day) ?? offsetAt(day * DAY_MS);
    offsets.set(day, known);
    return known;
  };

  return {
    toTime(local, notBefore = Number.NEGATIVE_INFINITY) {
      const day = Math.floor(local / DAY_MS);
      const before = offsetOfDay(day - 1);
      const after = offsetOfDay(day + 2);
      if (before === after) return local - before;
      const isShown = (time: number) => time + offsetAt(time) === local;
      const times = [local - before, local - after].filter(isShown).sort((a, b) => a - b);
      const [first, second = first] = times;
      // The clock was set ahead and never showed this: it is as long after the change.
      if (first === undefined || second === undefined) return local - before;
      return first < notBefore ? second : first;
    },
  };
}
