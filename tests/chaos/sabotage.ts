import type { Connection } from 'mongoose';
import type { FileReader } from 'tus-js-client';
import { blobReader } from '@/lib/client/programs/blob-reader';
import type { FaultKind, Sabotage } from './options';

/** A node that starts makes missing indexes anew, so with them dropped none may start again. */
const STARTS_NODES: readonly FaultKind[] = ['kill', 'restart'];

/** The faults that can run beside a sabotage. */
export function faultsBeside(
  sabotage: Sabotage | null,
  faults: readonly FaultKind[],
): readonly FaultKind[] {
  if (sabotage !== 'drop-unique-index') return faults;
  return faults.filter((kind) => !STARTS_NODES.includes(kind));
}

/** Drops the indexes that keep a number and a send from being stored twice. */
export async function dropUniqueIndexes(database: Connection): Promise<void> {
  const messages = database.collection('messages');
  for (const index of await messages.indexes()) {
    if (index.unique && index.name) await messages.dropIndex(index.name);
  }
}

/** Turns over the last byte of everything that is uploaded. */
export const spoilingReader: FileReader = {
  async openFile(input, chunkSize) {
    const source = await blobReader.openFile(input, chunkSize);
    return {
      ...source,
      slice: async (start, end) => {
        const part = await source.slice(start, end);
        const { value } = part;
        if (value instanceof Uint8Array) value[value.length - 1] = 255 - (value.at(-1) ?? 0);
        return part;
      },
    };
  },
};
