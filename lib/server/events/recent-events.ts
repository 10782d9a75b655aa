import { randomUUID } from 'node:crypto';
import { redis } from '@/lib/server/redis';
import { singleton } from '@/lib/server/singleton';
import type { ServerToClientEvents } from '@/lib/shared/events';

/** A page takes a second or two to connect; on a server where more is told in that time, it asks anew. */
const EVENTS_MAX_COUNT = 1_000;
/** What a new connection is told anyway, or what means nothing a moment later. */
const PASSING = new Set<keyof ServerToClientEvents>(['typing', 'presence:changed']);

export interface RecentEvent {
  rooms: string[];
  event: string;
  payload: unknown[];
}

/** What this process told last. */
const recent = () =>
  singleton('recent-events', () => ({
    processId: randomUUID(),
    count: 0,
    events: [] as RecentEvent[],
  }));

/** Keeps an event for those whose page was made before it and whose socket connects after it. */
export function keepEvent(rooms: string[], event: keyof ServerToClientEvents, payload: unknown[]) {
  if (PASSING.has(event)) return;
  const state = recent();
  state.count++;
  state.events.push({ rooms, event, payload });
  if (state.events.length > EVENTS_MAX_COUNT) state.events.shift();
}

/**
 * Names this moment, for `listEventsSince`. Null where other nodes tell events as well, which this one
 * does not keep.
 */
export function nameMoment(): string | null {
  return redis() ? null : `${recent().processId}:${recent().count}`;
}

/** Every event since that moment; null when this process does not know them all. */
export function listEventsSince(moment: string): RecentEvent[] | null {
  const { processId, count, events } = recent();
  const [namedId, namedCount] = moment.split(':');
  const missed = count - Number(namedCount);
  if (namedId !== processId || !(missed >= 0 && missed <= events.length)) return null;
  return events.slice(events.length - missed);
}
