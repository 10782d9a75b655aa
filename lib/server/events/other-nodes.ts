import { setTimeout as sleep } from 'node:timers/promises';
import { realtimeEmitter, realtimeServer } from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';
import { areChannelsRefused, isRedisAway, redis } from '@/lib/server/redis';
import { singleton } from '@/lib/server/singleton';

/** Whether this process has subscribed to what the other nodes say. */
const state = () => singleton('other-nodes', () => ({ isListening: false }));

/** To be told by whoever subscribes; see `hearsOtherNodes`. */
export function noteListening(isListening: boolean): void {
  state().isListening = isListening;
}

/**
 * Whether what the other nodes say arrives here right now. Where the line is cut without either end
 * knowing, it takes a moment until this says so.
 */
export function hearsOtherNodes(): boolean {
  const subscriber = redis()?.subscriber;
  return (
    state().isListening && subscriber?.isReady === true && !isRedisAway() && !areChannelsRefused()
  );
}

/**
 * Tells the other nodes that what they know of somebody's sessions holds no longer, and resolves once all
 * have said that they forgot it; or after `forgottenAfterMs`, when they have by themselves. Never rejects;
 * does nothing without REDIS_URL.
 */
export async function forgetSessionsOnAllNodes(
  userId: string,
  forgottenAfterMs: number,
): Promise<void> {
  if (!redis()) return;
  const isForgotten = new AbortController();
  const waited = sleep(forgottenAfterMs, undefined, { signal: isForgotten.signal }).catch(() => {});
  const io = realtimeServer();
  // Who is not subscribed counts one node too few, and a process without sockets gets no answers.
  if (io && hearsOtherNodes()) {
    void io.serverSideEmitWithAck('sessions', userId).then(
      () => isForgotten.abort(),
      (error: unknown) => log().warn({ err: error }, 'sessions.not_answered'),
    );
  } else {
    try {
      if (io) io.serverSideEmit('sessions', userId, () => {});
      else realtimeEmitter()?.serverSideEmit('sessions', userId);
    } catch (error) {
      log().warn({ err: error }, 'sessions.not_told');
    }
  }
  await waited;
}
