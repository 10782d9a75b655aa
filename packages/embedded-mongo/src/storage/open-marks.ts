import { randomBytes } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import path from 'node:path';
import { isAlive } from './catalog';

const HEARTBEAT_MS = 10_000;
/** A mark that was not renewed for so long is one of a process that ended without removing it. */
const LAPSED_MS = 60_000;
const WAIT_STEP_MS = 50;
const REWRITING = 'rewriting';

/** Process ids mean something within one of these alone; containers have their own. */
function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/\D/g, '');
  } catch {
    return '0';
  }
}

const marksDir = (dir: string) => path.join(dir, 'open');

/** Says that a program uses a folder, for as long as it runs. */
export interface Mark {
  remove(): void;
}

function putMark(dir: string, kind: string): Mark {
  mkdirSync(marksDir(dir), { recursive: true, mode: 0o700 });
  const name = [kind, processNamespace(), process.pid, randomBytes(4).toString('hex')].join('-');
  const file = path.join(marksDir(dir), name);
  closeSync(openSync(file, 'wx', 0o600));
  const timer = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(file, now, now);
    } catch {
      // The folder is gone: so is what it marked.
    }
  }, HEARTBEAT_MS);
  timer.unref();
  return {
    remove() {
      clearInterval(timer);
      rmSync(file, { force: true });
    },
  };
}

/** The marks of a kind that belong to a program still running; those of others are cleared away. */
function liveMarks(dir: string, kind: string): string[] {
  return readdirSync(marksDir(dir)).filter((name) => {
    const [of, namespace, pid] = name.split('-');
    if (of !== kind) return false;
    const file = path.join(marksDir(dir), name);
    const modified = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (modified === undefined) return false;
    const isHere = namespace === processNamespace();
    const isLive = isHere ? isAlive(Number(pid)) : Date.now() - modified < LAPSED_MS;
    if (!isLive) rmSync(file, { force: true });
    return isLive;
  });
}

const pause = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_STEP_MS);

/**
 * Says that a program has the file of a folder open, once nobody is putting a new one in its place.
 * Waits for that, blocking the thread.
 */
export function markOpen(dir: string): Mark {
  mkdirSync(marksDir(dir), { recursive: true, mode: 0o700 });
  liveMarks(dir, 'open');
  for (;;) {
    // First the mark, then the look: whoever rewrites does it the other way round, so one of the two
    // always sees the other.
    const mark = putMark(dir, 'open');
    if (liveMarks(dir, REWRITING).length === 0) return mark;
    mark.remove();
    pause();
  }
}

/** Says that a new file is being put in its place; null when a program has the present one open. */
export function markRewriting(dir: string): Mark | null {
  const mark = putMark(dir, REWRITING);
  if (liveMarks(dir, 'open').length === 0 && liveMarks(dir, REWRITING).length === 1) return mark;
  mark.remove();
  return null;
}
