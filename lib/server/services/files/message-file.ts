import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { failFor, isAppError } from '@/lib/server/errors';
import { processImage } from '@/lib/server/images/process';
import { imageStore } from '@/lib/server/images/store';
import { requireWithinRate } from '@/lib/server/rate-limit/rate-limit';
import type { Actor } from '@/lib/server/services/actor';
import { requireRoom } from '@/lib/server/services/files/room';
import type { FileDto } from '@/lib/shared/dto';
import { cleanFileName } from '@/lib/shared/files/file-name';
import { AUDIO_HEAD_BYTES, cleanFileType, detectAudioType } from '@/lib/shared/files/file-type';

/** A file that has come in, as whoever sends it describes it. */
export interface SentFile {
  path: string;
  sizeBytes: number;
  name: string;
  type: string | undefined;
  /** Of a film: a small picture of it, as a data URL. */
  poster?: string | undefined;
  /** Of a voice note. */
  voice?: { durationMs: number; waveform: number[] } | undefined;
}

const NAMELESS = 'file';

/** Which message it belongs to stands in the name, as with images. */
const fileName = (message: { senderId: string; clientId: string }): string =>
  `message-${message.senderId}-${message.clientId}-${randomUUID()}.bin`;

/** What a recording is. Throws `unsupported_type` for what is none. */
async function readAudioType(path: string): Promise<string> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(AUDIO_HEAD_BYTES));
    const type = detectAudioType(buffer.subarray(0, bytesRead));
    if (type === null) throw failFor('unsupported_type', 'not_a_recording');
    return type;
  } finally {
    await handle.close();
  }
}

/** The box of a film, by a picture in its proportions; nothing where that is no picture. */
async function readVideo(actor: Actor, poster: string): Promise<Pick<FileDto, 'video'>> {
  const bytes = Buffer.from(poster.slice(poster.indexOf(',') + 1), 'base64');
  try {
    const { width, height, placeholder } = await processImage({ bytes }, actor.userId);
    return { video: { width, height, placeholder } };
  } catch (error) {
    if (isAppError(error, 'unsupported_type') || isAppError(error, 'too_large')) return {};
    throw error;
  }
}

/**
 * Stores the file of a message of the actor's as it is. Throws `too_large`
 * (the file, or all of theirs together), `unsupported_type` for a voice note that is none,
 * `rate_limited`, `unavailable`.
 */
export async function storeMessageFile(
  actor: Actor,
  { file, clientId }: { file: SentFile; clientId: string },
): Promise<FileDto> {
  await requireWithinRate('upload', actor.userId);
  await requireRoom(actor, file.sizeBytes);
  const type = file.voice ? await readAudioType(file.path) : cleanFileType(file.type);
  const name = fileName({ senderId: actor.userId, clientId });
  const { poster } = file;
  const video = poster && type.startsWith('video/') ? await readVideo(actor, poster) : {};
  return {
    url: await imageStore().putFile({ name, path: file.path }),
    name: cleanFileName(file.name) ?? NAMELESS,
    type,
    bytes: file.sizeBytes,
    ...file.voice,
    ...video,
  };
}

/** The same file for another message, of the actor's. Throws `not_found`, `too_large`, `unavailable`. */
export async function copyMessageFile(
  actor: Actor,
  { file, clientId }: { file: FileDto; clientId: string },
): Promise<FileDto> {
  await requireRoom(actor, file.bytes);
  const name = fileName({ senderId: actor.userId, clientId });
  return { ...file, url: await imageStore().copy({ url: file.url, name }) };
}
