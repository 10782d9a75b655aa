import type { Document } from '../bson/values';
import { batchSizeOf, type Context, ownerOf } from './context';
import type { Batches } from './cursors';
import { cursorBody } from './wire';

/** Answers a command with a complete list, through a cursor when it is long. */
export async function listAnswer(
  context: Context,
  ns: string,
  documents: readonly Buffer[],
  options: { batchSize?: number; more?: Document } = {},
): Promise<Buffer> {
  const { args, engine, operation } = context;
  const cursor = await engine.cursors.start(
    ns,
    ownerOf(context),
    operation,
    listBatches(documents),
    batchSizeOf(args, options.batchSize),
  );
  return cursorBody('firstBatch', cursor, options.more);
}

function listBatches(documents: readonly Buffer[]): Batches {
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
