import { getConfig } from '@/lib/server/config';
import { forgetSessionsOnAllNodes, hearsOtherNodes } from '@/lib/server/events/other-nodes';
import { singleton } from '@/lib/server/singleton';
import type { Hides } from '@/models/user';

/** A session that lives, and what every request needs to know of its person. */
export interface LivingSession {
  userId: string;
  createdAtMs: number;
  lastUsedAtMs: number;
  expiresAtMs: number;
  hides: Hides;
  isBot: boolean;
}

/**
 * How long a session is taken for living without another look. With several nodes the end of a session
 * waits this long for a node that does not answer; alone, nothing can end one unheard, short of a program
 * that writes into the database beside the server, and whoever is connected is looked up more often.
 */
const KEPT_MS = 3_000;
const KEPT_ALONE_MS = 60_000;
const KEPT_MAX_COUNT = 20_000;

interface Kept {
  session: LivingSession;
  lookedUpAtMs: number;
}

/** By session, and how often some were forgotten: a look-up from before that says nothing. */
const kept = () =>
  singleton('kept-sessions', () => ({ bySid: new Map<string, Kept>(), forgottenCount: 0 }));

/** Where the end of a session is heard of: in the one process there is, or while the nodes hear each other. */
function keptMs(): number {
  const { mongodbUri, redisUrl } = getConfig();
  if (redisUrl) return hearsOtherNodes() ? KEPT_MS : 0;
  return mongodbUri ? 0 : KEPT_ALONE_MS;
}

/** A session that was looked up a moment ago and has not ended since; undefined where a look is needed. */
export function findKeptSession(sid: string): LivingSession | undefined {
  const found = kept().bySid.get(sid);
  if (!found) return undefined;
  // Against the wall clock, which goes on while a machine sleeps; set back, it must not keep anything.
  if (Math.abs(Date.now() - found.lookedUpAtMs) < keptMs()) return found.session;
  kept().bySid.delete(sid);
  return undefined;
}

/** To be called before a look-up; what it returns keeps what was found, unless anything was forgotten meanwhile. */
export function beginLookUp(): (sid: string, session: LivingSession) => void {
  const lookedUpAtMs = Date.now();
  const { forgottenCount } = kept();
  return (sid, session) => {
    const { bySid, forgottenCount: count } = kept();
    if (count !== forgottenCount || keptMs() === 0) return;
    if (bySid.size >= KEPT_MAX_COUNT) bySid.clear();
    bySid.set(sid, { session, lookedUpAtMs });
  };
}

/** A session was looked up and lives no more. */
export function dropKeptSession(sid: string): void {
  kept().bySid.delete(sid);
}

/** Forgets what this node knows of somebody's sessions, or of all. */
export function forgetKeptSessions(userId?: string): void {
  const state = kept();
  state.forgottenCount++;
  if (userId === undefined) state.bySid.clear();
  else
    for (const [sid, { session }] of state.bySid)
      if (session.userId === userId) state.bySid.delete(sid);
}

/**
 * To be called once it is stored that sessions of somebody have ended, or that the person is another to
 * them. When it resolves, no node takes an ended one for living. Never rejects.
 */
export async function forgetSessionsOf(userId: string): Promise<void> {
  forgetKeptSessions(userId);
  await forgetSessionsOnAllNodes(userId, KEPT_MS);
}
