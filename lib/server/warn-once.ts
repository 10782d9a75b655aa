import { log } from '@/lib/server/log';
import { singleton } from '@/lib/server/singleton';

const warned = (): Set<string> => singleton('warned', () => new Set());

/**
 * Warns of something that is wrong with the whole set-up, and so with every request: the first time
 * it is seen in this process, never again. `event` names it.
 */
export function warnOnce(event: string, fields: Record<string, unknown>): void {
  if (warned().has(event)) return;
  warned().add(event);
  log().warn(fields, event);
}
