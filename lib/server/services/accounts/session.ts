import { randomUUID } from 'node:crypto';
import type { QueryFilter } from 'mongoose';
import { inBatches } from '@/lib/server/batch';
import { failFor } from '@/lib/server/errors';
import { endSockets } from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';
import type { Actor } from '@/lib/server/services/actor';
import { endSubscriptions } from '@/lib/server/services/push/subscription';
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

/**
 * The actor if their session lives and they exist and may sign in, else null; notes the use at most every five minutes,
 * which also puts off the session's end. One read.
 */
export async function touchSession({ userId, sid }: Actor): Promise<Required<Actor> | null> {
  const session = await findSession()(sid);
  const now = Date.now();
  if (!session || session.userId.toString() !== userId) return null;
  const [person] = session.people;
  if (session.expiresAt.getTime() <= now || !person || person.disabledAt) return null;
  const last = Math.max(session.lastUsedAt.getTime(), touched().get(sid) ?? 0);
  if (now - last > TOUCH_INTERVAL_MS) {
    if (touched().size > 10_000) touched().clear();
    touched().set(sid, now);
    await Session.updateOne(
      { _id: sid },
      { $max: { lastUsedAt: new Date(now), expiresAt: expiryOf(session.createdAt, now) } },
    );
  }
  return { userId, sid, hides: person.hides ?? {}, isBot: person.botOwnerId !== undefined };
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
  await endSubscriptions([input.sid]);
  const reason = input.reason ?? 'revoked';
  log().info({ userId: actor.userId, reason, count: 1 }, 'session.ended');
  endSockets(input.sid, reason);
}

async function endSessions(
  filter: QueryFilter<SessionRecord>,
  { userId, reason }: { userId: string; reason: SessionEndReason },
): Promise<void> {
  const ended = await Session.find(filter).select('_id').lean();
  await Session.deleteMany(filter);
  await endSubscriptions(ended.map(({ _id }) => _id));
  log().info({ userId, reason, count: ended.length }, 'session.ended');
  for (const { _id } of ended) endSockets(_id, reason);
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
