import { randomUUID } from 'node:crypto';
import type { QueryFilter } from 'mongoose';
import { inBatches } from '@/lib/server/batch';
import { failFor } from '@/lib/server/errors';
import { endSockets } from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';
import type { Actor } from '@/lib/server/services/actor';
import { endSubscriptions } from '@/lib/server/services/push/subscription';
import {
  beginLookUp,
  dropKeptSession,
  findKeptSession,
  forgetSessionsOf,
  type LivingSession,
} from '@/lib/server/services/sessions/kept-sessions';
import { singleton } from '@/lib/server/singleton';
import type { SessionDto } from '@/lib/shared/dto';
import type { SessionEndReason } from '@/lib/shared/events';
import { DAY_MS, SESSION_IDLE_DAYS, SESSION_MAX_DAYS } from '@/lib/shared/limits';
import { Session, type SessionRecord, toSessionDto } from '@/models/session';
import { User, type UserRecord } from '@/models/user';

/** "Last used" is shown in minutes, so it is not written at every request. */
const TOUCH_INTERVAL_MS = 5 * 60_000;

/** So long after signing in somebody need not show again who they are. */
const FRESH_MS = 10 * 60_000;

/** Each use gives a session another thirty days, up to a year after it was made. */
function expiryOf(createdAt: Date, usedAtMs: number): Date {
  const limit = createdAt.getTime() + SESSION_MAX_DAYS * DAY_MS;
  return new Date(Math.min(limit, usedAtMs + SESSION_IDLE_DAYS * DAY_MS));
}

/** Starts a session and returns its id. Not idempotent. */
export async function createSession(input: { userId: string; device: string }): Promise<string> {
  const now = new Date();
  const sid = randomUUID();
  await Session.create({
    _id: sid,
    userId: input.userId,
    device: input.device,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: expiryOf(now, now.getTime()),
  });
  log().info({ userId: input.userId, device: input.device }, 'session.started');
  return sid;
}

/** When this process last wrote "last used" for a session; bounded by being cleared when large. */
const touched = (): Map<string, number> => singleton('session-touched', () => new Map());

interface SessionWithPerson extends SessionRecord {
  /** Whose it is; empty once that person is removed. */
  people: Pick<UserRecord, 'disabledAt' | 'hides' | 'botOwnerId'>[];
}

/** Reads sessions together with whether their people exist; many with one command. */
const findSession = () =>
  singleton('session-reads', () =>
    inBatches(async (sids) => {
      const rows = await Session.aggregate<SessionWithPerson>([
        { $match: { _id: { $in: sids } } },
        {
          $lookup: {
            from: User.collection.name,
            localField: 'userId',
            foreignField: '_id',
            pipeline: [{ $project: { disabledAt: 1, hides: 1, botOwnerId: 1 } }],
            as: 'people',
          },
        },
      ]);
      return new Map(rows.map((row) => [row._id, row]));
    }),
  );

/** Looks a session up, and keeps it while it lives. Null for one that does not, or whose person may not sign in. */
async function lookUpSession(sid: string): Promise<LivingSession | null> {
  const keep = beginLookUp();
  const row = await findSession()(sid);
  const person = row?.people[0];
  if (!row || row.expiresAt.getTime() <= Date.now() || !person || person.disabledAt) {
    dropKeptSession(sid);
    return null;
  }
  const session = {
    userId: row.userId.toString(),
    createdAtMs: row.createdAt.getTime(),
    lastUsedAtMs: row.lastUsedAt.getTime(),
    expiresAtMs: row.expiresAt.getTime(),
    hides: person.hides ?? {},
    isBot: person.botOwnerId !== undefined,
  };
  keep(sid, session);
  return session;
}

/** Notes a use at most every five minutes, which also puts off the session's end. */
async function noteUse(sid: string, session: LivingSession): Promise<void> {
  const now = Date.now();
  const last = Math.max(session.lastUsedAtMs, touched().get(sid) ?? 0);
  if (now - last <= TOUCH_INTERVAL_MS) return;
  if (touched().size > 10_000) touched().clear();
  touched().set(sid, now);
  const expiresAt = expiryOf(new Date(session.createdAtMs), now);
  await Session.updateOne({ _id: sid }, { $max: { lastUsedAt: new Date(now), expiresAt } });
  Object.assign(session, {
    lastUsedAtMs: now,
    expiresAtMs: Math.max(session.expiresAtMs, expiresAt.getTime()),
  });
}

/**
 * The actor if their session lives and they exist and may sign in, else null; notes the use. One read, and
 * none where the session was looked up a moment ago, unless `isLookedUp` asks for it.
 */
export async function touchSession(
  { userId, sid }: Actor,
  { isLookedUp = false } = {},
): Promise<Required<Actor> | null> {
  const kept = isLookedUp ? undefined : findKeptSession(sid);
  const isRunning = kept !== undefined && kept.expiresAtMs > Date.now();
  const session = isRunning ? kept : await lookUpSession(sid);
  if (session?.userId !== userId) return null;
  await noteUse(sid, session);
  return { userId, sid, hides: session.hides, isBot: session.isBot };
}

/** The places the actor is signed in, the most recently used first. */
export async function listSessions(actor: Actor): Promise<{ sessions: SessionDto[] }> {
  const rows = await Session.find({ userId: actor.userId, expiresAt: { $gt: new Date() } }).lean();
  rows.sort((a, b) => b.lastUsedAt.getTime() - a.lastUsedAt.getTime());
  return { sessions: rows.map((row) => toSessionDto(row, actor.sid)) };
}

/** Throws `forbidden` unless the actor signed in within the last ten minutes. */
export async function requireFreshSession(actor: Actor): Promise<void> {
  const session = await Session.findById(actor.sid).select('createdAt').lean();
  if (session && Date.now() - session.createdAt.getTime() < FRESH_MS) return;
  throw failFor('forbidden', 'sign_in_again');
}

/**
 * Ends one of the actor's sessions: its token is refused from now on and its sockets close.
 * Throws `not_found` for a session that is not the actor's.
 */
export async function endSession(
  actor: Actor,
  input: { sid: string; reason?: SessionEndReason },
): Promise<void> {
  const { deletedCount } = await Session.deleteOne({ _id: input.sid, userId: actor.userId });
  if (deletedCount === 0) throw failFor('not_found', 'session_over');
  const reason = input.reason ?? 'revoked';
  await leaveSessions([input.sid], { userId: actor.userId, reason });
}

/** To be called once the rows of a person's sessions are gone: when it resolves, nothing of them is left on any node. */
async function leaveSessions(
  sids: readonly string[],
  { userId, reason }: { userId: string; reason: SessionEndReason },
): Promise<void> {
  const forgotten = forgetSessionsOf(userId);
  log().info({ userId, reason, count: sids.length }, 'session.ended');
  for (const sid of sids) endSockets(sid, reason);
  await Promise.all([forgotten, endSubscriptions(sids)]);
  // One that was just connecting to another node may have joined after the first call.
  for (const sid of sids) endSockets(sid, reason);
}

async function endSessions(
  filter: QueryFilter<SessionRecord>,
  { userId, reason }: { userId: string; reason: SessionEndReason },
): Promise<void> {
  const ended = await Session.find(filter).select('_id').lean();
  await Session.deleteMany(filter);
  await leaveSessions(
    ended.map(({ _id }) => _id),
    { userId, reason },
  );
}

/** Ends every session of a person. */
export function endAllSessions(userId: string, reason: SessionEndReason): Promise<void> {
  return endSessions({ userId }, { userId, reason });
}

/** Ends every session of the actor but the present one. */
export function endOtherSessions(actor: Actor, reason: SessionEndReason): Promise<void> {
  const { userId, sid } = actor;
  return endSessions({ userId, _id: { $ne: sid } }, { userId, reason });
}
