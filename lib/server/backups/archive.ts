import { createReadStream, createWriteStream } from 'node:fs';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { create, extract } from 'tar';
import {
  isSealed,
  otherSealOf,
  SealError,
  sealBytes,
  unsealBytes,
} from '@/lib/server/backups/seal';
import { productVersion } from '@/lib/server/version';

const HEAD_BYTES = 8;
/** How gzip begins. */
const GZIP_MAGIC = Buffer.from([0x1f, 0x8b]);

/** A file that cannot be used; the message says why, in one line. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Packs a folder into one file, a tar archive with gzip, for its owner alone; with a passphrase it is
 * encrypted. The file appears when it is whole and on disk.
 */
export async function packFolder(
  folder: string,
  { file, passphrase }: { file: string; passphrase: string | null },
): Promise<void> {
  const partial = `${file}.partial`;
  const packed = create({ gzip: true, cwd: folder, portable: true }, await readdir(folder));
  const bytes = Readable.from(packed) as AsyncIterable<Buffer>;
  try {
    await pipeline(
      passphrase === null ? bytes : sealBytes(bytes, passphrase),
      createWriteStream(partial, { mode: 0o600 }),
    );
    await syncFile(partial);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true });
    throw error;
  }
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Unpacks what `packFolder` made into a folder that is there. Throws BackupError. */
export async function unpackFolder(
  file: string,
  { folder, passphrase }: { folder: string; passphrase: string | null },
): Promise<void> {
  const head = await readHead(file);
  const otherSeal = otherSealOf(head);
  if (otherSeal !== null) {
    throw new BackupError(
      `${file} is encrypted in format ${otherSeal}; this Parley, ${productVersion()}, reads format 1: use the Parley that made it, or a newer one`,
    );
  }
  const sealed = isSealed(head);
  if (!sealed && !head.subarray(0, GZIP_MAGIC.length).equals(GZIP_MAGIC)) {
    throw new BackupError(`${file} is no backup of Parley`);
  }
  if (sealed && passphrase === null) {
    throw new BackupError(`${file} is encrypted: add --passphrase-file`);
  }
  const bytes = createReadStream(file) as AsyncIterable<Buffer>;
  const plain = sealed ? unsealBytes(bytes, passphrase ?? '') : bytes;
  const unpack = extract({ cwd: folder, strict: true, preserveOwner: false });
  const done = new Promise<void>((resolve, reject) => {
    unpack.once('error', reject);
    unpack.once('close', () => resolve());
  });
  // It may fail while the next bytes are still being waited for.
  done.catch(() => {});
  try {
    for await (const chunk of plain) {
      if (!unpack.write(chunk))
        await Promise.race([done, new Promise((go) => unpack.once('drain', () => go(null)))]);
    }
    unpack.end();
    await done;
  } catch (error) {
    if (error instanceof SealError)
      throw new BackupError(`${file} cannot be read: ${error.message}`);
    const reason = error instanceof Error ? error.message : String(error);
    throw new BackupError(`${file} is damaged or not whole (${reason})`, { cause: error });
  }
}
