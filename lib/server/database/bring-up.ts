import { setTimeout as wait } from 'node:timers/promises';
import { buildIndexes, indexesDigest } from '@/lib/server/database/indexes';
import { withLease } from '@/lib/server/database/lease';
import { STEPS } from '@/lib/server/database/steps';
import { log } from '@/lib/server/log';
import { productVersion } from '@/lib/server/version';
import { SchemaState, type SchemaStateRecord } from '@/models/schema-state';

const LEASE = 'schema';
/** How long after the death of a node another goes on with what it was doing. */
const LEASE_TTL_MS = 10_000;
const LOOK_AGAIN_MS = 250;

/** The version of the contents that this version of the product knows. */
const knownVersion = (): number => STEPS.length;

/** Its message is for the operator. */
class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError';
}

/** How far the contents are; null where nobody has noted it yet. Throws NewerSchemaError. */
async function readState(): Promise<SchemaStateRecord | null> {
  const state = await SchemaState.findById('schema').lean();
  if (state && state.version > knownVersion()) {
    throw new NewerSchemaError(
      `this is Parley ${productVersion()}, which knows version ${knownVersion()} of what is in the database, and Parley ${state.raisedBy} has brought it to version ${state.version}: start that version or a newer one, or restore a backup from before`,
    );
  }
  return state;
}

const stepsLeft = (state: SchemaStateRecord | null) => {
  const done = new Set(state?.steps.map(({ name }) => name));
  return STEPS.filter(({ name }) => !done.has(name));
};

const isUp = (state: SchemaStateRecord | null): boolean =>
  state?.version === knownVersion() &&
  state.indexes === indexesDigest() &&
  stepsLeft(state).length === 0;

async function noteVersion(state: SchemaStateRecord | null): Promise<void> {
  if (state?.version === knownVersion()) return;
  await SchemaState.updateOne(
    { _id: 'schema' },
    {
      $set: { version: knownVersion(), raisedBy: productVersion(), raisedAt: new Date() },
      $setOnInsert: { steps: [] },
    },
    { upsert: true },
  );
}

/** Does what is left to do, and notes each step once it is done. False where the lease was lost. */
async function doWhatIsLeft(isOver: () => boolean): Promise<boolean> {
  const state = await readState();
  // Before anything is changed: an older node that is started from now on says why it cannot.
  await noteVersion(state);
  await buildIndexes();
  for (const { name, run } of stepsLeft(state)) {
    if (isOver()) return false;
    await run(isOver);
    if (isOver()) return false;
    const step = { name, at: new Date(), by: productVersion() };
    await SchemaState.updateOne(
      { _id: 'schema', 'steps.name': { $ne: name } },
      { $push: { steps: step } },
    );
    log().info({ step: name }, 'schema.step_done');
  }
  await SchemaState.updateOne({ _id: 'schema' }, { $set: { indexes: indexesDigest() } });
  return true;
}

/**
 * Brings the contents of the database up to this version: indexes, then every step that was not done yet.
 * Of nodes that start together one does it, under a lease, and the others wait; one that ends in the
 * middle leaves the rest to the next. Idempotent. Throws NewerSchemaError where a newer version was here.
 */
export async function bringUp(): Promise<void> {
  for (let isWaiting = false; ; ) {
    if (isUp(await readState())) {
      // Nothing, unless somebody has dropped one.
      await buildIndexes();
      return;
    }
    const isDone = await withLease(LEASE, { ttlMs: LEASE_TTL_MS }, doWhatIsLeft);
    if (isDone) return;
    if (!isWaiting) log().info('schema.waiting');
    isWaiting = true;
    await wait(LOOK_AGAIN_MS);
  }
}
