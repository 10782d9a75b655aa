import type { DateOrder } from '@/lib/client/import/history-types';
import { readCalendarDay } from '@/lib/client/import/whatsapp/calendar-day';
import type { Header } from '@/lib/client/import/whatsapp/header';
import { DAY_MS } from '@/lib/shared/limits';

interface DatedLine {
  header: Header;
  /** What follows on the line: names of pictures tell dates as well. */
  rest: string;
}

/** In the names that both systems give to pictures: IMG-20240304-WA0001, 00000012-PHOTO-2024-03-04. */
const NAMED_DAY =
  /(?:^|[^\d])(?:[A-Z]{3}-(\d{4})(\d{2})(\d{2})-WA|\d{8}-[A-Z]+-(\d{4})-(\d{2})-(\d{2}))/;

function namedDay(text: string): number | null {
  const found = NAMED_DAY.exec(text);
  if (!found) return null;
  const [year = 0, month = 1, day = 1] = found.slice(1).filter(Boolean).map(Number);
  return Date.UTC(year, month - 1, day);
}

/** Those of the orders that speak least against themselves. */
function leastOf(orders: readonly DateOrder[], count: (order: DateOrder) => number): DateOrder[] {
  const counts = orders.map(count);
  const least = Math.min(...counts);
  return orders.filter((_, index) => counts[index] === least);
}

/**
 * In which order all dates of a file are written: the one order that it can be, or those between which
 * only a person can decide.
 */
export function findDateOrders(lines: readonly DatedLine[]): DateOrder[] {
  const [first] = lines;
  if (!first) return [];
  if (first.header.date[0].length === 4) return ['ymd'];
  const timeOf = ({ header }: DatedLine, order: DateOrder) => {
    const day = readCalendarDay(header.date, order);
    return day === null ? null : day + header.time;
  };
  const impossible = (order: DateOrder) =>
    lines.filter((line) => timeOf(line, order) === null).length;
  const contradicted = (order: DateOrder) =>
    lines.filter((line) => {
      const named = namedDay(line.rest);
      const day = readCalendarDay(line.header.date, order);
      return named !== null && day !== null && Math.abs(day - named) > DAY_MS;
    }).length;
  const backward = (order: DateOrder) => {
    let latest = Number.NEGATIVE_INFINITY;
    let steps = 0;
    for (const line of lines) {
      const time = timeOf(line, order) ?? latest;
      // Messages that came late stand a little out of order, whichever order is right.
      if (time < latest - DAY_MS) steps++;
      latest = time;
    }
    return steps;
  };
  const years = (order: DateOrder) =>
    new Set(lines.map(({ header }) => header.date[order === 'ymd' ? 0 : 2])).size;
  const isFull = first.header.date[2].length === 4;
  let orders: DateOrder[] = isFull ? ['dmy', 'mdy'] : ['dmy', 'mdy', 'ymd'];
  for (const count of [impossible, contradicted, backward, years]) orders = leastOf(orders, count);
  const readings = orders.map((order) => lines.map((line) => timeOf(line, order)).join());
  const [only] = orders;
  if (only && new Set(readings).size === 1) return [only];
  const isDayFirst = first.header.separator !== '/' && orders.includes('dmy');
  return isDayFirst ? ['dmy'] : orders;
}
