import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { getConfig } from '@/lib/server/config';
import { AppError } from '@/lib/server/errors';
import { singleton } from '@/lib/server/singleton';

/** Where in a request a file stands, and what is said of it there. */
export interface FilePart {
  field: string;
  fileName?: string | undefined;
  type?: string | undefined;
}

/** A file that was uploaded, on disk. It is removed when the request has been answered. */
export interface ReceivedFile extends FilePart {
  path: string;
  sizeBytes: number;
}

/** The most it may have, and what is said of more. */
interface FileLimit {
  maxBytes: number;
  tooLarge: () => AppError;
}

/**
 * Where files lie while they come in: in the data folder, where nobody else can read and where the
 * finished ones will stay; where another store keeps images, in a new folder of this process's own.
 */
function incomingDir(): string {
  return singleton('incoming-dir', () => {
    const { dataDir, cloudinary } = getConfig();
    return cloudinary
      ? mkdtempSync(path.join(os.tmpdir(), 'parley-incoming-'))
      : path.join(/* turbopackIgnore: true */ dataDir, 'incoming');
  });
}

/** Removes what a process that died has left. For the start, before anything comes in. */
export async function clearIncoming(): Promise<void> {
  const dir = incomingDir();
  for (const name of await readdir(dir).catch(() => [])) {
    await rm(path.join(dir, name), { force: true });
  }
}

const cannotKeep = (cause: unknown) => new AppError('unavailable', undefined, { cause });

/** An upload that is written to disk as it comes in. Throws `too_large`, `unavailable`. */
export class IncomingFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #part: FilePart;
  readonly #limit: FileLimit;
  #sizeBytes = 0;

  private constructor(
    file: string,
    handle: FileHandle,
    { part, limit }: { part: FilePart; limit: FileLimit },
  ) {
    this.#path = file;
    this.#handle = handle;
    this.#part = part;
    this.#limit = limit;
  }

  static async create(part: FilePart, limit: FileLimit): Promise<IncomingFile> {
    const dir = incomingDir();
    const file = path.join(dir, randomUUID());
    try {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      // 'wx' follows no link that somebody else has put there.
      return new IncomingFile(file, await open(file, 'wx', 0o600), { part, limit });
    } catch (error) {
      throw cannotKeep(error);
    }
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#sizeBytes += chunk.length;
    if (this.#sizeBytes > this.#limit.maxBytes) throw this.#limit.tooLarge();
    try {
      await this.#handle.writeFile(chunk);
    } catch (error) {
      throw cannotKeep(error);
    }
  }

  async finish(): Promise<ReceivedFile> {
    await this.#handle.close();
    return { ...this.#part, path: this.#path, sizeBytes: this.#sizeBytes };
  }

  async discard(): Promise<void> {
    await this.#handle.close();
    await rm(this.#path, { force: true });
  }
}
