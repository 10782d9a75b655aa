import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { getConfig } from '@/lib/server/config';
import { requireDiskRoom } from '@/lib/server/data-dir/disk-space';
import { AppError, failFor, isMissingFile } from '@/lib/server/errors';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import type { SentFile } from '@/lib/server/services/files/message-file';
import { requireRoom } from '@/lib/server/services/files/room';
import { DAY_MS, RESUMABLE_PER_PERSON_MAX_COUNT } from '@/lib/shared/limits';

/** Whose it is stands in the name. Beside the bytes lies what was said of them, in a file that ends so. */
const NAME = /^[0-9a-f]{24}-[0-9a-f-]{36}$/;
const FACTS_ENDING = '.json';
/** An upload in which nothing has come for so long is given up. */
const KEPT_MS = DAY_MS;

const facts = z.object({
  size: z.number(),
  metadata: z.object({ filename: z.string().nullish(), filetype: z.string().nullish() }).optional(),
});

const dirOf = () => path.join(/* turbopackIgnore: true */ getConfig().dataDir, 'resumable');

/** The folder of unfinished uploads, which is made if need be. Throws `unavailable`. */
export async function resumableDir(): Promise<string> {
  const dir = dirOf();
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw failFor('unavailable', 'file_store_away', error);
  }
  return dir;
}

async function listNames(): Promise<string[]> {
  const names = await readdir(dirOf()).catch((error: unknown) => {
    if (isMissingFile(error)) return [];
    throw error;
  });
  return names.filter((name) => NAME.test(name));
}

async function readFacts(id: string): Promise<z.infer<typeof facts>> {
  return facts.parse(JSON.parse(await readFile(path.join(dirOf(), id + FACTS_ENDING), 'utf8')));
}

/** Throws `not_found` unless that is the id of an upload of the actor's. */
export function requireOwnUpload(actor: Actor, id: string): void {
  if (!NAME.test(id) || !id.startsWith(`${actor.userId}-`)) {
    throw failFor('not_found', 'upload_gone');
  }
}

/**
 * The id of a new upload: `<user>-<clientId>`, so that whoever sends the message knows it after a reload,
 * too. What a person has begun counts as if it were all there. Throws `conflict` for one that was begun
 * already, `too_large`, `rate_limited`, `unavailable`.
 */
export async function beginUpload(
  actor: Actor,
  { bytes, clientId = randomUUID() }: { bytes: number; clientId: string | undefined },
): Promise<string> {
  await requireWithinRate('upload', actor.userId);
  const id = `${actor.userId}-${clientId}`;
  const own = (await listNames()).filter((name) => name.startsWith(`${actor.userId}-`));
  if (own.length >= RESUMABLE_PER_PERSON_MAX_COUNT) {
    throw new AppError('rate_limited', 'Too many unfinished uploads.', { retryAfterSeconds: 60 });
  }
  if (own.includes(id)) throw new AppError('conflict', 'That upload was begun already.');
  let begun = 0;
  for (const name of own)
    begun += await readFacts(name).then(
      ({ size }) => size,
      () => 0,
    );
  await requireRoom(actor, bytes, begun);
  await requireDiskRoom(bytes);
  return id;
}

/**
 * A finished upload of the actor's, as a file to be sent; it stays where it is. Throws `not_found` with a
 * reason for one that is not there any more, `conflict` for one that is not finished.
 */
export async function getUploadedFile(actor: Actor, id: string): Promise<Omit<SentFile, 'voice'>> {
  requireOwnUpload(actor, id);
  const file = path.join(dirOf(), id);
  try {
    const [{ size, metadata }, stats] = await Promise.all([readFacts(id), stat(file)]);
    if (stats.size !== size) throw failFor('conflict', 'upload_unfinished');
    const { filename, filetype } = metadata ?? {};
    return { path: file, sizeBytes: size, name: filename ?? '', type: filetype ?? undefined };
  } catch (error) {
    if (isMissingFile(error)) throw failFor('not_found', 'upload_gone', error);
    throw error;
  }
}

/** Removes an upload, finished or not; one that is gone already is no error. */
export async function removeUpload(id: string): Promise<void> {
  await rm(path.join(dirOf(), id), { force: true });
  await rm(path.join(dirOf(), id + FACTS_ENDING), { force: true });
}

/** Removes the uploads in which nothing has come for a day. Returns how many those were. */
export async function sweepResumable(): Promise<number> {
  let removed = 0;
  for (const name of await listNames()) {
    const stats = await stat(path.join(dirOf(), name)).catch(() => null);
    if (stats && stats.mtimeMs > Date.now() - KEPT_MS) continue;
    await removeUpload(name);
    removed++;
  }
  return removed;
}
