import { singleton } from '@/lib/server/singleton';

/** One service that is away among several must not look like all of them. */
const FAILING_FROM_COUNT = 10;

const inARow = (): { count: number } => singleton('push-failures', () => ({ count: 0 }));

/** Notes whether a push service answered at all, whatever it said. */
export function notePushAnswer(isAnswered: boolean): void {
  inARow().count = isAnswered ? 0 : inARow().count + 1;
}

/** Whether the last pushes all failed: mostly a server that cannot reach the internet. */
export const isPushFailing = (): boolean => inARow().count >= FAILING_FROM_COUNT;
