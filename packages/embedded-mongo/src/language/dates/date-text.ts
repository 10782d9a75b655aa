import { failure, notSupported } from '../../bson/mongo-error';
import { bsonType, isNullish } from '../../bson/values';
import type { Zones } from '../types';
import {
  dayOfYear,
  fromLocal,
  instantOf,
  isoDay,
  isoWeek,
  localClock,
  MINUTE,
  utc,
  week,
} from './calendar';

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );

function formatDate(instant: number, format: string, zone: unknown, zones: Zones): string {
  const clock = localClock(instant, zone, zones);
  const offset = clock.getTime() - instant;
  const minutes = Math.abs(offset) / MINUTE;
  const month = MONTHS[clock.getUTCMonth()] ?? '';
  const fields: Record<string, () => string> = {
    d: () => pad(clock.getUTCDate(), 2),
    G: () => pad(isoWeek(clock).year, 4),
    H: () => pad(clock.getUTCHours(), 2),
    j: () => pad(dayOfYear(clock), 3),
    L: () => pad(clock.getUTCMilliseconds(), 3),
    m: () => pad(clock.getUTCMonth() + 1, 2),
    b: () => month.slice(0, 3),
    B: () => month,
    M: () => pad(clock.getUTCMinutes(), 2),
    S: () => pad(clock.getUTCSeconds(), 2),
    u: () => String(isoDay(clock) + 1),
    U: () => pad(week(clock), 2),
    V: () => pad(isoWeek(clock).week, 2),
    w: () => String(clock.getUTCDay() + 1),
    Y: () => pad(clock.getUTCFullYear(), 4),
    z: () => `${offset < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60), 2)}${pad(minutes % 60, 2)}`,
    Z: () => String(offset / MINUTE),
    '%': () => '%',
  };
  return format.replace(/%(.?)/gs, (_, letter: string) => {
    const field = fields[letter];
    if (!field) throw failure(18536, `Invalid format character '%${letter}' in format string`);
    return field();
  });
}

export function dateToString(args: Record<string, unknown>, zones: Zones): unknown {
  const { date, format, timezone, onNull } = args;
  if (isNullish(date)) return Object.hasOwn(args, 'onNull') ? onNull : null;
  if (['format', 'timezone'].some((key) => Object.hasOwn(args, key) && isNullish(args[key]))) {
    return null;
  }
  if (format !== undefined && typeof format !== 'string') {
    throw failure(
      18533,
      `$dateToString requires that 'format' be a string, found: ${bsonType(format)}`,
    );
  }
  const instant = instantOf('$dateToString', date);
  const isUtc = timezone === undefined || timezone === 'UTC' || timezone === 'GMT';
  return formatDate(instant, format ?? `%Y-%m-%dT%H:%M:%S.%L${isUtc ? 'Z' : ''}`, timezone, zones);
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/i;

/** Parses an ISO 8601 date. mongod reads many other forms, which are refused rather than guessed. */
export function parseDate(text: string, timezone: unknown, zones: Zones): Date {
  const match = ISO.exec(text.trim());
  if (!match) throw notSupported('A date string that is not ISO 8601');
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone] = match;
  const local = utc(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Math.floor(Number(`0.${fraction}`) * 1000),
  );
  const valid =
    Number(month) <= 12 &&
    new Date(local).getUTCDate() === Number(day) &&
    Number(hour) < 24 &&
    Number(minute) < 60 &&
    Number(second) < 60;
  if (!valid) throw failure(241, `Error parsing date string '${text}'`);
  if (zone && timezone !== undefined) {
    throw failure(
      241,
      `you cannot pass in a date/time string with GMT offset together with a timezone argument: '${text}'`,
    );
  }
  return fromLocal(local, zone ? zone.toUpperCase() : timezone, zones);
}
