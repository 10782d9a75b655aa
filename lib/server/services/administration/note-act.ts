import { log } from '@/lib/server/log';
import type { Actor } from '@/lib/server/services/actor';

/** Writes into the log who did what to whom; ids alone. */
export function noteAct(
  actor: Actor,
  act: string,
  on: { person?: string; invitation?: string; report?: string },
): void {
  log().info({ command: act, by: actor.userId, ...on }, 'admin.done');
}
