import { toDayPeriod, toHour } from '@/lib/client/import/whatsapp/day-periods';

/** The beginning of a message: when it was written, and the rest of its line. */
export interface Header {
  /** The three fields of the date, in the order of the file; digits are ASCII. */
  date: readonly [string, string, string];
  /** What stands between them. */
  separator: string;
  /** The date as it can be shown to a person. */
  dateText: string;
  /** The time of day, in milliseconds. */
  time: number;
  /** Headers of one file are alike: what is not is a part of a text. */
  shape: string;
  isBracketed: boolean;
  rest: string;
}

const MARKS = /[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069\uFEFF]/g;
const BRACKETED = /^\[([^\]]{8,70})\](?:\s(.*))?$/s;
const DASHED = /^(\p{Nd}.{7,70}?)\s[-–](?:\s(.*))?$/su;
/**
 * A date, words such as `klo` or a half of the day, a time, and a half of the day. The marks of the
 * date are also followed by spaces, and its end by one of them.
 */
const STAMP =
  /^(\d{1,4}) ?([./-]) ?(\d{1,2}) ?\2 ?(\d{1,4})\.?(\D{1,24}?)(\d{1,2}) ?[:.h] ?(\d{2})(?:(?: ?[:.] ?| min )(\d{2})(?: s)?)?(\D{0,24})$/;

/** Each script with digits has ten of them in a row. */
function asciiDigits(text: string): string {
  return text.replace(/(?![0-9])\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0;
    let value = 0;
    while (value < 10 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
    return String(value % 10);
  });
}

const normalized = (stamp: string): string =>
  asciiDigits(stamp.replace(MARKS, ''))
    .replace(/[\p{Z}\t]+/gu, ' ')
    .replaceAll('：', ':')
    .trim();

/** Reads the beginning of a line of either system; null for a line that begins no message. */
export function readHeader(line: string): Header | null {
  // iOS puts a mark of direction before the bracket of some lines.
  const start = line.replace(/^[\u200E\u200F\u202A-\u202E\uFEFF]+/, '');
  const isBracketed = start.startsWith('[');
  const [, stamp, rest = ''] = (isBracketed ? BRACKETED : DASHED).exec(start) ?? [];
  if (stamp === undefined) return null;
  const found = STAMP.exec(normalized(stamp));
  if (!found) return null;
  const [, first = '', separator = '', second = '', third = ''] = found;
  const [, , , , , before = '', hour = '', minute = '', seconds, after = ''] = found;
  const period = toDayPeriod(before) ?? toDayPeriod(after);
  const isTime = +hour <= 24 && +minute < 60 && +(seconds ?? 0) < 60;
  if (!isTime || first.length === 3 || third.length === 3) return null;
  const isYearFirst = first.length === 4;
  return {
    date: [first, second, third],
    separator,
    dateText: [first, second, third].join(separator),
    time: ((toHour(+hour, period) * 60 + +minute) * 60 + +(seconds ?? 0)) * 1_000,
    shape: [isBracketed, separator, isYearFirst, seconds !== undefined, period !== null].join(),
    isBracketed,
    rest,
  };
}
