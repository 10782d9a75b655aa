import { closeSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'lmdb';
import { holdExit } from './exit-gate';
import { markRewriting } from './open-marks';
import { checkPages } from './page-check';
import { wantedFile } from './rewrite-wanted';
import { databaseFile } from './store';
import type { KeyValueStore } from './types';

/** Entries that are written in one transaction. */
const BATCH_COUNT = 10_000;

const openFile = (file: string): KeyValueStore =>
  open({
    path: file,
    noSubdir: true,
    keyEncoding: 'binary',
    encoding: 'binary',
    cache: false,
    overlappingSync: false,
  });

function syncDir(dir: string): void {
  const handle = openSync(dir, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

async function copyEntries(from: KeyValueStore, to: KeyValueStore): Promise<number> {
  let count = 0;
  let after: Buffer | undefined;
  for (;;) {
    const batch = [
      ...from.getRange({
        ...(after && { start: after, exclusiveStart: true }),
        limit: BATCH_COUNT,
      }),
    ];
    holdExit(() =>
      to.transactionSync(() => {
        for (const { key, value } of batch) to.putSync(key, value, { append: true });
      }),
    );
    count += batch.length;
    if (batch.length < BATCH_COUNT) return count;
    after = batch.at(-1)?.key as Buffer;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * Writes every entry into a new file and puts that in place of the present one, so that nothing of
 * what was deleted or replaced is left in it, and nothing of the room it took. LMDB's compacting copy
 * would keep removed keys that part the pages of others. A crash leaves either
 * file, whole. Returns false, and changes nothing, when a program has the file open or it is larger
 * than `maxBytes`.
 * @throws Error when the new file cannot be written; the present one stays.
 */
export async function rewriteStore(dir: string, { maxBytes = Infinity } = {}): Promise<boolean> {
  const file = databaseFile(dir);
  if (statSync(file).size > maxBytes) return false;
  const mark = markRewriting(dir);
  if (!mark) return false;
  const fresh = `${file}.rewrite`;
  const removeFresh = () => {
    for (const each of [fresh, `${fresh}-lock`]) rmSync(each, { force: true });
  };
  removeFresh();
  try {
    const from = openFile(file);
    const to = openFile(fresh);
    try {
      const copied = await copyEntries(from, to);
      const present = to.getKeysCount({});
      if (present !== copied)
        throw new Error(`${copied} entries were copied, ${present} are there`);
    } finally {
      await to.close();
      await from.close();
    }
    const [damage] = checkPages(fresh).damage;
    if (damage !== undefined) throw new Error(`the new file is damaged: ${damage}`);
    renameSync(fresh, file);
    syncDir(dir);
    rmSync(wantedFile(dir), { force: true });
    return true;
  } finally {
    removeFresh();
    mark.remove();
  }
}
