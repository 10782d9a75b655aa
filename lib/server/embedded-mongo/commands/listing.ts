import type { Batches } from '../cursors';

/** A short list, already complete, as a cursor. */
export function listBatches(documents: readonly Buffer[]): Batches {
  let at = 0;
  return {
    next(_operation, count, bytes) {
      const taken: Buffer[] = [];
      let size = 0;
      while (taken.length < count && at < documents.length) {
        const next = documents[at] ?? Buffer.alloc(0);
        if (taken.length > 0 && size + next.length > bytes) break;
        taken.push(next);
        size += next.length;
        at++;
      }
      return Promise.resolve({ documents: taken, done: at >= documents.length });
    },
  };
}
