// A clock on which a week passes in minutes, for a server under test: NODE_OPTIONS=--import=… loads it into every
// thread, LEAPING_CLOCK=<began>,<hourMs> says that since that time (ms) each stretch of that length ends an hour.
// It stands still no longer than a real one between leaps, so answers, heartbeats and timeouts take what they take;
// work that is done every half minute or less often goes by the leaping clock. As all of it is calculated from the
// real time, all threads agree, and what the file system says of a file's age is translated in the same way.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const HOUR_MS = 3_600_000;
const RARE_MS = 30_000;
const LOOKS_PER_HOUR = 4;

const [began = 0, hourMs = HOUR_MS] = (process.env.LEAPING_CLOCK ?? '').split(',').map(Number);
const RealDate = Date;
const realNow = Date.now;
const realInterval = setInterval;
/** @param {number} ms */
const translate = (ms) => ms + Math.max(0, Math.floor((ms - began) / hourMs)) * HOUR_MS;
const now = () => translate(realNow());

Date.now = now;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, values, type) =>
    Reflect.construct(target, values.length === 0 ? [now()] : values, type),
  apply: () => new RealDate(now()).toString(),
});

// @ts-expect-error -- the same for whoever calls it, without what Node hangs on to its own function
globalThis.setInterval = (
  /** @type {(...values: unknown[]) => void} */ work,
  /** @type {number} */ ms,
  /** @type {unknown[]} */ ...values
) => {
  if (!(ms >= RARE_MS)) return realInterval(work, ms, ...values);
  let due = now() + ms;
  return realInterval(() => {
    if (now() < due) return;
    due = now() + ms;
    work(...values);
  }, hourMs / LOOKS_PER_HOUR);
};

const { stat } = fs.promises;
// @ts-expect-error -- the form without big numbers, which is the one that is used
fs.promises.stat = async (/** @type {[import('node:fs').PathLike]} */ ...values) => {
  const stats = await stat(...values);
  stats.mtimeMs = translate(Number(stats.mtimeMs));
  return stats;
};
syncBuiltinESMExports();

// At four each night what is held no more is collected: what is left in the morning is what is kept.
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const COLLECTED_AT_HOUR = 4;
let collectedOn = -1;
realInterval(() => {
  const hours = Math.floor((realNow() - began) / hourMs);
  const [day, hour] = [Math.floor(hours / 24), hours % 24];
  if (hour < COLLECTED_AT_HOUR || day === collectedOn) return;
  collectedOn = day;
  collect();
  collect();
}, hourMs / LOOKS_PER_HOUR).unref();
