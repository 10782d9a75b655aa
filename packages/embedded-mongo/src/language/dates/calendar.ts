import type { ObjectId, Timestamp } from 'bson';
import { failure } from '../../bson/mongo-error';
import { bsonType } from '../../bson/values';
import type { Zones } from '../types';

export const SECOND = 1000;

export const MINUTE = 60 * SECOND;

export const HOUR = 60 * MINUTE;

export const DAY = 24 * HOUR;

export const WEEK = 7 * DAY;

/** The instant a value stands for: a date, a timestamp or the time in an object id. */
export function instantOf(name: string, value: unknown): number {
  if (value instanceof Date) return value.getTime();
  const type = bsonType(value);
  if (type === 'objectId') return (value as ObjectId).getTimestamp().getTime();
  if (type === 'timestamp') return (value as Timestamp).getHighBitsUnsigned() * SECOND;
  const code = {
    $dateTrunc: 5439012,
    $dateDiff: 5166307,
    $dateAdd: 5166403,
    $dateSubtract: 5166403,
  }[name];
  throw failure(code ?? 16006, `can't convert from BSON type ${type} to Date in ${name}`);
}

/** Milliseconds a zone is ahead of UTC at an instant. */
export function offsetAt(instant: number, zone: unknown, zones: Zones): number {
  if (zone === undefined) return 0;
  if (typeof zone !== 'string') {
    throw failure(40517, `timezone must evaluate to a string, found ${bsonType(zone)}`);
  }
  if (zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0;
  const fixed = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(zone);
  if (fixed) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0);
    return (fixed[1] === '-' ? -minutes : minutes) * MINUTE;
  }
  const parts = Object.fromEntries(
    formatter(zone, zones)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const local = utc(year, month - 1, day, hour, minute, second);
  return local - Math.floor(instant / SECOND) * SECOND;
}

function formatter(zone: string, zones: Zones): Intl.DateTimeFormat {
  let known = zones.get(zone);
  if (!known) {
    try {
      known = new Intl.DateTimeFormat('en-u-ca-iso8601-hc-h23', {
        timeZone: zone,
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      });
    } catch {
      throw failure(40485, `unrecognized time zone identifier: "${zone}"`);
    }
    zones.set(zone, known);
  }
  return known;
}

/** Like Date.UTC, but a year below 100 is not moved to the twentieth century. */
export function utc(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  second = 0,
  ms = 0,
): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.setUTCHours(hour, minute, second, ms);
}

/** The local time of a zone at an instant, as a date whose UTC fields hold it. */
export function localClock(instant: number, zone: unknown, zones: Zones): Date {
  return new Date(instant + offsetAt(instant, zone, zones));
}

export function fromLocal(local: number, zone: unknown, zones: Zones): Date {
  const guess = local - offsetAt(local, zone, zones);
  return new Date(local - offsetAt(guess, zone, zones));
}

/** Days since Monday (0) of the ISO week. */
export const isoDay = (clock: Date): number => (clock.getUTCDay() + 6) % 7;

export const dayOfYear = (clock: Date): number =>
  Math.floor((clock.getTime() - utc(clock.getUTCFullYear(), 0, 1)) / DAY) + 1;

export function isoWeek(clock: Date): { week: number; year: number } {
  // A week belongs to the year its Thursday is in.
  const thursday = new Date(clock.getTime() + (3 - isoDay(clock)) * DAY);
  return { week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1, year: thursday.getUTCFullYear() };
}

export const week = (clock: Date): number =>
  Math.floor((dayOfYear(clock) + 6 - clock.getUTCDay()) / 7);
