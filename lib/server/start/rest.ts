import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const LOOK_INTERVAL_MS = 30_000;
/** Of the time: what timers and pings of open connections take. */
const QUIET_UTILIZATION_MAX = 0.02;
/** Of the heap, since it was last tidied: below that there is nothing to be had. */
const GROWTH_MIN_BYTES = 4 * 1024 * 1024;

/** V8's own collector, which Node hands out to programs started with a flag only. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/**
 * Gives memory back to the system once nothing has been asked for half a minute. V8 collects when memory is
 * asked for, so a server that nobody uses would keep what its busiest minute took. It holds the thread up
 * for about a tenth of a second, when nobody waits for it. The returned function ends that.
 */
export function startResting(): () => void {
  const collect = collector();
  let since = performance.eventLoopUtilization();
  let tidied = 0;
  const timer = setInterval(() => {
    const { utilization } = performance.eventLoopUtilization(since);
    since = performance.eventLoopUtilization();
    if (utilization > QUIET_UTILIZATION_MAX) return;
    if (process.memoryUsage().heapUsed - tidied < GROWTH_MIN_BYTES) return;
    collect();
    // The first one lets code go that has not run for a while, and what it held goes with the second.
    collect();
    tidied = process.memoryUsage().heapUsed;
  }, LOOK_INTERVAL_MS);
  timer.unref();
  return () => clearInterval(timer);
}
