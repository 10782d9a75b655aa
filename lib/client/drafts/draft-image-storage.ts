import type { DBSchema } from 'idb';
import { createDatabaseOpener } from '@/lib/client/platform/open-database';

const DATABASE_NAME = 'parley-drafts';
const DATABASE_VERSION = 1;

/** A picture chosen and not sent yet. */
export interface StoredDraftImage {
  id: string;
  /** Who chose it: nobody else signed in on this device may send or see it. */
  ownerId: string;
  /** For whom. */
  userId: string;
  file: File;
  /** It is no picture. */
  isFile?: true;
  /** What a picture was made smaller of. */
  original?: File;
}

/** Where they are kept. Shared by all tabs of one browser. */
export interface DraftImageStorage {
  /** In the order of choosing. */
  list(ownerId: string, userId: string): Promise<StoredDraftImage[]>;
  add(images: readonly StoredDraftImage[]): Promise<void>;
  /** One takes the place of another; where that is gone, it comes last. */
  replace(id: string, image: StoredDraftImage): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Every image that person has chosen, for whomever. */
  removeAllOf(ownerId: string): Promise<void>;
}

/** A file as its parts, which every browser can store. */
interface Row extends Omit<StoredDraftImage, 'file' | 'original'> {
  blob: Blob;
  name: string;
  original?: Blob;
  originalName?: string;
  /** The database adds it on writing. */
  position?: number;
}

interface DraftDatabase extends DBSchema {
  images: {
    key: number;
    value: Row;
    indexes: { id: string; conversation: [string, string] };
  };
}

const toFile = (blob: Blob, name: string) => new File([blob], name, { type: blob.type });

function toRow({ file, original, ...rest }: StoredDraftImage): Row {
  return {
    ...rest,
    blob: file,
    name: file.name,
    ...(original && { original, originalName: original.name }),
  };
}

/** In IndexedDB, which keeps the bytes as they are. */
export function createIdbDraftImageStorage(): DraftImageStorage {
  const open = createDatabaseOpener<DraftDatabase>(DATABASE_NAME, DATABASE_VERSION, (db) => {
    const images = db.createObjectStore('images', { keyPath: 'position', autoIncrement: true });
    images.createIndex('id', 'id', { unique: true });
    images.createIndex('conversation', ['ownerId', 'userId']);
  });

  return {
    async list(ownerId, userId) {
      const db = await open();
      const rows = await db.getAllFromIndex('images', 'conversation', [ownerId, userId]);
      return rows.map(({ id, blob, name, isFile, original, originalName = name }) => ({
        id,
        ownerId,
        userId,
        file: toFile(blob, name),
        ...(isFile && { isFile }),
        ...(original && { original: toFile(original, originalName) }),
      }));
    },
    async add(images) {
      const db = await open();
      const transaction = db.transaction('images', 'readwrite');
      await Promise.all([
        ...images.map((image) => transaction.store.add(toRow(image))),
        transaction.done,
      ]);
    },
    async replace(id, image) {
      const db = await open();
      const transaction = db.transaction('images', 'readwrite');
      const position = await transaction.store.index('id').getKey(id);
      const row = toRow(image);
      await transaction.store.put(position === undefined ? row : { ...row, position });
      await transaction.done;
    },
    async remove(ids) {
      const db = await open();
      const transaction = db.transaction('images', 'readwrite');
      for (const id of ids) {
        const position = await transaction.store.index('id').getKey(id);
        if (position !== undefined) await transaction.store.delete(position);
      }
      await transaction.done;
    },
    async removeAllOf(ownerId) {
      const db = await open();
      const transaction = db.transaction('images', 'readwrite');
      const everyone = IDBKeyRange.bound([ownerId], [ownerId, []]);
      for (const position of await transaction.store.index('conversation').getAllKeys(everyone)) {
        await transaction.store.delete(position);
      }
      await transaction.done;
    },
  };
}
