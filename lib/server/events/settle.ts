import { setTimeout as sleep } from 'node:timers/promises';
import { realtimeServer } from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';
import { redis } from '@/lib/server/redis';

const SETTLE_TIMEOUT_MS = 5_000;

async function failAfter(timeoutMs: number): Promise<never> {
  await sleep(timeoutMs, undefined, { ref: false });
  throw new Error(`no answer within ${timeoutMs} ms`);
}

/**
 * Resolves when every other node has answered the writes to that conversation that it had taken in.
 * A node that does not answer within five seconds, or that Redis does not reach, is logged and not waited for:
 * what it takes in from now on it refuses by itself.
 */
export async function settleOnAllNodes(conversationId: string): Promise<void> {
  const io = realtimeServer();
  if (!io || !redis()?.commands.isReady) return;
  try {
    // The adapter never answers where it cannot ask Redis how many nodes there are.
    const settled = io.serverSideEmitWithAck('settle', conversationId);
    await Promise.race([settled, failAfter(SETTLE_TIMEOUT_MS)]);
  } catch (error) {
    log().warn({ err: error }, 'settle.not_answered');
  }
}
