/** The thread is in the middle of a transaction. */
const BUSY = 0;
/** The process is about to end, and the thread with it. */
const ENDING = 1;
/** Longer than a commit takes on a slow disk. */
const WAIT_MAX_MS = 5_000;

/** Shared by the thread that serves a database and the one that ends the process. */
export type ExitGate = Int32Array<SharedArrayBuffer>;

export function makeExitGate(): ExitGate {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

let own: ExitGate | undefined;

/** From now on this thread passes through that gate, see `holdExit`. */
export function passExitGate(gate: ExitGate): void {
  own = gate;
}

/**
 * Does work that must not be cut off half-way: LMDB keeps a lock while a transaction calls back, and waits for it
 * itself when the thread ends, for ever if it was ended in between.
 */
export function holdExit<T>(work: () => T): T {
  const gate = own;
  if (!gate) return work();
  Atomics.store(gate, BUSY, 1);
  try {
    if (Atomics.load(gate, ENDING) === 1) {
      leave(gate);
      // Never passed: the thread is ended here.
      Atomics.wait(gate, ENDING, 1);
    }
    return work();
  } finally {
    leave(gate);
  }
}

function leave(gate: ExitGate): void {
  Atomics.store(gate, BUSY, 0);
  Atomics.notify(gate, BUSY);
}

/** Waits, in the thread that ends the process, until the other one can be ended. */
export function awaitExit(gate: ExitGate): void {
  Atomics.store(gate, ENDING, 1);
  Atomics.wait(gate, BUSY, 1, WAIT_MAX_MS);
}
