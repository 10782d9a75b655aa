import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { ClientStorage } from './types';

const VALUE_ENDING = '.json';
const BLOB_ENDING = '.blob';
const PART_ENDING = '.part';

/** In a value's JSON, in place of the Blob that lies in a file beside it. */
interface StoredBlob {
  $blob: { type: string; name?: string };
}

const isStoredBlob = (value: unknown): value is StoredBlob =>
  typeof value === 'object' && value !== null && '$blob' in value;

/**
 * Keeps each value in a file of its own, in a folder that belongs to one running program: written
 * aside, synced and put in place in one step, readable by this user alone. The folder is made when absent.
 */
export function fileStorage(dir: string): ClientStorage {
  /** One write after the other of each key. */
  const tails = new Map<string, Promise<void>>();
  const fileOf = (key: string) => path.join(dir, encodeURIComponent(key));

  async function write(file: string, bytes: Uint8Array | string): Promise<void> {
    const part = `${file}.${randomUUID()}${PART_ENDING}`;
    try {
      const handle = await open(part, 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  function inTurn(key: string, work: () => Promise<void>): Promise<void> {
    const turn = (tails.get(key) ?? Promise.resolve()).then(work, work);
    tails.set(key, turn);
    const end = () => {
      if (tails.get(key) === turn) tails.delete(key);
    };
    turn.then(end, end);
    return turn;
  }

  async function set(key: string, value: unknown): Promise<void> {
    const blobs: Blob[] = [];
    const text = JSON.stringify(value, (_, each: unknown) => {
      if (!(each instanceof Blob)) return each;
      blobs.push(each);
      const name = 'name' in each && typeof each.name === 'string' ? { name: each.name } : {};
      return { $blob: { type: each.type, ...name } } satisfies StoredBlob;
    });
    const [blob, ...more] = blobs;
    if (more.length > 0) throw new TypeError('a value holds at most one Blob');
    // A key's Blob never changes: it is there already when other parts of the value change.
    const names = blob ? await readdir(dir) : [];
    const blobFile = fileOf(key) + BLOB_ENDING;
    if (blob && !names.includes(path.basename(blobFile))) {
      await write(blobFile, new Uint8Array(await blob.arrayBuffer()));
    }
    await write(fileOf(key) + VALUE_ENDING, text);
  }

  return {
    async entries() {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      await chmod(dir, 0o700);
      const names = await readdir(dir);
      const entries: [string, unknown][] = [];
      for (const name of names) {
        const file = path.join(dir, name);
        const isOrphan =
          name.endsWith(BLOB_ENDING) &&
          !names.includes(name.slice(0, -BLOB_ENDING.length) + VALUE_ENDING);
        // Left by a program that was ended while it wrote.
        if (name.endsWith(PART_ENDING) || isOrphan) await rm(file, { force: true });
        if (!name.endsWith(VALUE_ENDING)) continue;
        const base = name.slice(0, -VALUE_ENDING.length);
        const text = await readFile(file, 'utf8');
        const bytes = text.includes('"$blob"')
          ? await readFile(path.join(dir, base + BLOB_ENDING))
          : null;
        const value: unknown = JSON.parse(text, (_, each: unknown) =>
          isStoredBlob(each) ? toBlob(bytes, each) : each,
        );
        entries.push([decodeURIComponent(base), value]);
      }
      return entries;
    },
    set: (key, value) => inTurn(key, () => set(key, value)),
    delete: (key) =>
      inTurn(key, async () => {
        await rm(fileOf(key) + VALUE_ENDING, { force: true });
        await rm(fileOf(key) + BLOB_ENDING, { force: true });
      }),
  };
}

function toBlob(bytes: Buffer | null, { $blob: { type, name } }: StoredBlob): Blob {
  const parts = bytes ? [new Uint8Array(bytes)] : [];
  return name === undefined ? new Blob(parts, { type }) : new File(parts, name, { type });
}
