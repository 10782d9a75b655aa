import type { Connection } from 'mongoose';
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
