import { Int32, Long, type Timestamp } from 'bson';
import { failure, notSupported } from '../../bson/mongo-error';
import { countValue } from '../../bson/numbers';
import { asInteger, bsonType, type Document, isDocument, isNullish } from '../../bson/values';
import type { NamedOperator, Operator, Zones } from '../types';
import {
  DAY,
  dayOfYear,
  fromLocal,
  HOUR,
  instantOf,
  isoDay,
  isoWeek,
  localClock,
  MINUTE,
  offsetAt,
  SECOND,
  utc,
  WEEK,
  week,
} from './calendar';
import { dateToString, parseDate } from './date-text';

/** `{ $year: date }` or `{ $year: { date, timezone } }`. */
function part(name: string, read: (clock: Date) => number, long = false): Operator {
  return {
    min: 1,
    max: 1,
    run: ([operand], { zones }) => {
      const named = isDocument(operand);
      if (named && Object.keys(operand).some((key) => key !== 'date' && key !== 'timezone')) {
        throw failure(40535, `unrecognized option to ${name}`);
      }
      const date = named ? operand.date : operand;
      const zone = named ? operand.timezone : undefined;
      if (isNullish(date) || (named && 'timezone' in operand && isNullish(zone))) return null;
      const value = read(localClock(instantOf(name, date), zone, zones));
      return long ? Long.fromNumber(value) : new Int32(value);
    },
  };
}

const TIME_PARTS = ['hour', 'minute', 'second', 'millisecond'];

const DATE_PARTS = ['year', 'month', 'day'];

const ISO_PARTS = ['isoWeekYear', 'isoWeek', 'isoDayOfWeek'];

function dateFromParts(args: Record<string, unknown>, zones: Zones): unknown {
  const given = (names: string[]) => names.some((name) => Object.hasOwn(args, name));
  const iso = given(ISO_PARTS);
  if (iso && given(DATE_PARTS)) {
    throw failure(40489, '$dateFromParts does not allow mixing natural dates with ISO dates');
  }
  const [main = ''] = iso ? ISO_PARTS : DATE_PARTS;
  if (!Object.hasOwn(args, main)) {
    throw failure(40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
  }
  if (Object.values(args).some(isNullish)) return null;
  const numbers = [...(iso ? ISO_PARTS : DATE_PARTS), ...TIME_PARTS].map((name, i) => {
    const value = asInteger(args[name] ?? (i < 3 ? 1 : 0));
    if (value !== undefined) return value;
    throw failure(40515, `'${name}' must evaluate to an integer, found ${bsonType(args[name])}`);
  });
  const [year = 0, second = 1, third = 1, ...time] = numbers;
  if (year < 1 || year > 9999) {
    throw failure(
      iso ? 31095 : 40523,
      `'${main}' must evaluate to an integer in the range 1 to 9999, found ${year}`,
    );
  }
  if (!iso) return fromLocal(utc(year, second - 1, third, ...time), args.timezone, zones);
  // The fourth of January is in the first ISO week.
  const week = 4 - isoDay(new Date(utc(year, 0, 4)));
  const day = week + (second - 1) * 7 + third - 1;
  return fromLocal(utc(year, 0, day, ...time), args.timezone, zones);
}

function dateToParts(args: Record<string, unknown>, zones: Zones): unknown {
  const { date, timezone, iso8601 = false } = args;
  if (isNullish(date) || (Object.hasOwn(args, 'timezone') && isNullish(timezone))) return null;
  const clock = localClock(instantOf('$dateToParts', date), timezone, zones);
  const { week: isoWeekNumber, year: isoYear } = isoWeek(clock);
  const day: Record<string, number> =
    iso8601 === true
      ? { isoWeekYear: isoYear, isoWeek: isoWeekNumber, isoDayOfWeek: isoDay(clock) + 1 }
      : { year: clock.getUTCFullYear(), month: clock.getUTCMonth() + 1, day: clock.getUTCDate() };
  const time = {
    hour: clock.getUTCHours(),
    minute: clock.getUTCMinutes(),
    second: clock.getUTCSeconds(),
    millisecond: clock.getUTCMilliseconds(),
  };
  return Object.fromEntries(
    Object.entries({ ...day, ...time }).map(([name, value]) => [name, countValue(value)]),
  );
}

const FIXED: Record<string, number> = {
  week: WEEK,
  day: DAY,
  hour: HOUR,
  minute: MINUTE,
  second: SECOND,
  millisecond: 1,
};

const MONTHLY: Record<string, number> = { year: 12, quarter: 3, month: 1 };

function unitOf(name: string, value: unknown): string {
  if (typeof value === 'string' && (value in FIXED || value in MONTHLY)) return value;
  throw failure(
    typeof value === 'string' ? 5439014 : 5439013,
    `${name} parameter 'unit' value cannot be recognized as a time unit: ${String(value)}`,
  );
}

const monthIndex = (clock: Date): number => clock.getUTCFullYear() * 12 + clock.getUTCMonth();

function shiftDate(name: string, sign: 1 | -1): NamedOperator {
  return {
    named: ['startDate', 'unit', 'amount', 'timezone'],
    required: ['startDate', 'unit', 'amount'],
    run: (args, { zones }) => {
      if (Object.values(args).some(isNullish)) return null;
      const unit = unitOf(name, args.unit);
      const amount = asInteger(args.amount);
      if (amount === undefined) {
        throw failure(5166405, `${name} expects integer amount of time units`);
      }
      const instant = instantOf(name, args.startDate);
      const fixed = FIXED[unit];
      // Hours and less are added as durations; a day is the next date, which can be 23 or 25 hours.
      if (fixed !== undefined && fixed < DAY) return new Date(instant + sign * amount * fixed);
      const clock = localClock(instant, args.timezone, zones);
      if (fixed !== undefined) {
        return fromLocal(clock.getTime() + sign * amount * fixed, args.timezone, zones);
      }
      const month = monthIndex(clock) + sign * amount * (MONTHLY[unit] ?? 1);
      const lastDay = new Date(utc(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
      const time = ((clock.getTime() % DAY) + DAY) % DAY;
      return fromLocal(
        utc(
          Math.floor(month / 12),
          ((month % 12) + 12) % 12,
          Math.min(clock.getUTCDate(), lastDay),
        ) + time,
        args.timezone,
        zones,
      );
    },
  };
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** The first day of a week; the argument is ignored for other units. */
function weekStart(name: string, unit: string, value: unknown): number {
  if (value === undefined || unit !== 'week') return 0;
  const text = typeof value === 'string' ? value.toLowerCase() : '';
  const found = WEEKDAYS.findIndex(
    (day) => day === text || (text.length === 3 && day.startsWith(text)),
  );
  if (found !== -1) return found;
  throw failure(
    typeof value === 'string' ? 5439016 : 5439015,
    `${name} parameter 'startOfWeek' value cannot be recognized as a day of a week: ${String(value)}`,
  );
}

/** Whether an argument is null; `startOfWeek` is looked at for weeks only. */
function isAnyNullish(args: Record<string, unknown>): boolean {
  return Object.entries(args).some(
    ([name, value]) => isNullish(value) && (name !== 'startOfWeek' || args.unit === 'week'),
  );
}

/** Milliseconds from the epoch, a Thursday, to the first given weekday after it. */
const weekOffset = (start: number): number => ((start - 4 + 7) % 7) * DAY;

function dateDiff(args: Record<string, unknown>, zones: Zones): unknown {
  if (isAnyNullish(args)) return null;
  const unit = unitOf('$dateDiff', args.unit);
  const start = weekStart('$dateDiff', unit, args.startOfWeek);
  const [from, to] = [args.startDate, args.endDate].map((date) => {
    const instant = instantOf('$dateDiff', date);
    const fixed = FIXED[unit];
    const offset = offsetAt(instant, args.timezone, zones);
    // Hours and less have one length everywhere, but begin at full units of the zone's local time.
    if (fixed !== undefined && fixed < DAY) return Math.floor((instant + (offset % HOUR)) / fixed);
    const clock = new Date(instant + offset);
    if (fixed !== undefined) {
      return Math.floor((clock.getTime() - (unit === 'week' ? weekOffset(start) : 0)) / fixed);
    }
    return Math.floor(monthIndex(clock) / (MONTHLY[unit] ?? 1));
  });
  return Long.fromNumber((to ?? 0) - (from ?? 0));
}

function dateTrunc(args: Record<string, unknown>, zones: Zones): unknown {
  if (isAnyNullish(args)) return null;
  const unit = unitOf('$dateTrunc', args.unit);
  const bin = asInteger(args.binSize ?? 1);
  if (bin === undefined) throw failure(5439017, '$dateTrunc requires an integral binSize');
  if (bin <= 0) throw failure(5439018, '$dateTrunc requires binSize to be greater than 0');
  const start = weekStart('$dateTrunc', unit, args.startOfWeek);
  const clock = localClock(instantOf('$dateTrunc', args.date), args.timezone, zones);
  const reference = utc(2000, 0, 1);
  const fixed = FIXED[unit];
  if (fixed === undefined) {
    const size = bin * (MONTHLY[unit] ?? 1);
    const month = 24_000 + Math.floor((monthIndex(clock) - 24_000) / size) * size;
    return fromLocal(utc(Math.floor(month / 12), month % 12, 1), args.timezone, zones);
  }
  // Bins are counted from 2000-01-01, a Saturday, or the first start of a week from then on.
  const origin = unit === 'week' ? reference + ((start - 6 + 7) % 7) * DAY : reference;
  const size = bin * fixed;
  return fromLocal(
    origin + Math.floor((clock.getTime() - origin) / size) * size,
    args.timezone,
    zones,
  );
}

function timestampPart(name: string, read: (timestamp: Timestamp) => number): Operator {
  return {
    min: 1,
    max: 1,
    run: ([value]) => {
      if (isNullish(value)) return null;
      if (bsonType(value) !== 'timestamp') {
        throw failure(5687301, `${name} requires a timestamp argument, found: ${bsonType(value)}`);
      }
      return Long.fromNumber(read(value as Timestamp));
    },
  };
}

function named(
  names: readonly string[],
  required: readonly string[],
  run: NamedOperator['run'],
): NamedOperator {
  return { named: names, required, run };
}

/** Dates, with time zones by offset or by Olson name. */
export const DATES: Record<string, Operator | NamedOperator> = {
  $year: part('$year', (clock) => clock.getUTCFullYear()),
  $month: part('$month', (clock) => clock.getUTCMonth() + 1),
  $dayOfMonth: part('$dayOfMonth', (clock) => clock.getUTCDate()),
  $dayOfWeek: part('$dayOfWeek', (clock) => clock.getUTCDay() + 1),
  $dayOfYear: part('$dayOfYear', dayOfYear),
  $hour: part('$hour', (clock) => clock.getUTCHours()),
  $minute: part('$minute', (clock) => clock.getUTCMinutes()),
  $second: part('$second', (clock) => clock.getUTCSeconds()),
  $millisecond: part('$millisecond', (clock) => clock.getUTCMilliseconds()),
  $week: part('$week', week),
  $isoWeek: part('$isoWeek', (clock) => isoWeek(clock).week),
  $isoWeekYear: part('$isoWeekYear', (clock) => isoWeek(clock).year, true),
  $isoDayOfWeek: part('$isoDayOfWeek', (clock) => isoDay(clock) + 1),
  $dateToString: named(['date', 'format', 'timezone', 'onNull'], ['date'], (args, { zones }) =>
    dateToString(args, zones),
  ),
  $dateFromString: named(
    ['dateString', 'timezone', 'onNull', 'format', 'onError'],
    ['dateString'],
    (args, { zones }) => {
      if (Object.hasOwn(args, 'format')) throw notSupported('`$dateFromString` with `format`');
      if (isNullish(args.dateString)) return Object.hasOwn(args, 'onNull') ? args.onNull : null;
      try {
        if (typeof args.dateString !== 'string') {
          throw failure(
            241,
            `$dateFromString requires that 'dateString' be a string, found: ${bsonType(args.dateString)}`,
          );
        }
        return parseDate(args.dateString, args.timezone, zones);
      } catch (error) {
        if (Object.hasOwn(args, 'onError') && (error as Document).code === 241) return args.onError;
        throw error;
      }
    },
  ),
  $dateFromParts: named(
    [...DATE_PARTS, ...ISO_PARTS, ...TIME_PARTS, 'timezone'],
    [],
    (args, { zones }) => dateFromParts(args, zones),
  ),
  $dateToParts: named(['date', 'timezone', 'iso8601'], ['date'], (args, { zones }) =>
    dateToParts(args, zones),
  ),
  $dateAdd: shiftDate('$dateAdd', 1),
  $dateSubtract: shiftDate('$dateSubtract', -1),
  $dateDiff: named(
    ['startDate', 'endDate', 'unit', 'timezone', 'startOfWeek'],
    ['startDate', 'endDate', 'unit'],
    (args, { zones }) => dateDiff(args, zones),
  ),
  $dateTrunc: named(
    ['date', 'unit', 'binSize', 'timezone', 'startOfWeek'],
    ['date', 'unit'],
    (args, { zones }) => dateTrunc(args, zones),
  ),
  $tsSecond: timestampPart('$tsSecond', (timestamp) => timestamp.getHighBitsUnsigned()),
  $tsIncrement: timestampPart('$tsIncrement', (timestamp) => timestamp.getLowBitsUnsigned()),
};
