import { CHOSEN_IMAGES_MAX_COUNT } from '@/lib/shared/limits';
import {
  isShareCurrent,
  type LeftOutReason,
  SHARE_CACHE_PREFIX,
  SHARE_MAX_BYTES,
  SHARE_NOTE_PATH,
  SHARE_TEXT_MAX_CHARACTERS,
  SHARES_MAX_COUNT,
  type ShareNote,
  shareFilePath,
} from '@/lib/shared/sharing/kept-share';
import { chatWith, shareIdOf } from '@/lib/shared/sharing/share-address';
import { joinShared } from '@/lib/shared/sharing/shared-text';
import { pages } from '@/lib/shared/urls';

/** Whether another app hands something over. */
export function isShare(url: URL, { method }: Request): boolean {
  return method === 'POST' && url.pathname === pages.share;
}

/**
 * Keeps what was shared, and goes on to the page that asks for whom it is. Nothing is sent, and the
 * server hears nothing of it.
 */
export async function answerShare(request: Request): Promise<Response> {
  const path = await takeIn(request).catch(() =>
    chatWith({ isTextLost: true, areFilesLost: true }),
  );
  return Response.redirect(new URL(path, request.url), 303);
}

async function takeIn(request: Request): Promise<string> {
  const form = await request.formData();
  const field = (name: string) => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const text = joinShared({ title: field('title'), text: field('text'), url: field('url') });
  // A form whose file was left empty has one without a name.
  const files = [...form.values()].filter(
    (value) => value instanceof File && (value.size > 0 || value.name !== ''),
  ) as File[];
  if (text === '' && files.length === 0) return pages.chat;
  try {
    return chatWith({ shareId: await keep(text.slice(0, SHARE_TEXT_MAX_CHARACTERS), files) });
  } catch {
    // Nothing can be stored, or no more.
    return chatWith({ text, areFilesLost: files.length > 0 });
  }
}

/** Rejects where nothing can be kept; then nothing of it is. */
async function keep(text: string, files: readonly File[]): Promise<string> {
  const shareId = newShareId(Date.now());
  const name = SHARE_CACHE_PREFIX + shareId;
  const { kept, leftOut } = sortOut(files);
  const note: ShareNote = { text, files: kept.map(({ name, type }) => ({ name, type })), leftOut };
  try {
    const cache = await caches.open(name);
    for (const [position, file] of kept.entries()) {
      await cache.put(shareFilePath(position), new Response(file));
    }
    await cache.put(SHARE_NOTE_PATH, new Response(JSON.stringify(note)));
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
  await removeOldShares();
  return shareId;
}

function sortOut(files: readonly File[]): { kept: File[]; leftOut: ShareNote['leftOut'] } {
  const kept: File[] = [];
  const leftOut: ShareNote['leftOut'] = [];
  let bytes = 0;
  const refusalOf = ({ size }: File): LeftOutReason | null => {
    if (kept.length === CHOSEN_IMAGES_MAX_COUNT) return 'too_many';
    return bytes + size > SHARE_MAX_BYTES ? 'too_large' : null;
  };
  for (const file of files) {
    const reason = refusalOf(file);
    if (reason) {
      leftOut.push({ name: file.name, reason });
    } else {
      kept.push(file);
      bytes += file.size;
    }
  }
  return { kept, leftOut };
}

/** Deletes what nobody wanted for a day, and the oldest of too many. */
export async function removeOldShares(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(SHARE_CACHE_PREFIX));
  // Ids begin with their time.
  const newestFirst = names.toSorted().reverse();
  const now = Date.now();
  for (const [position, name] of newestFirst.entries()) {
    const shareId = shareIdOf(name.slice(SHARE_CACHE_PREFIX.length));
    const isWanted = shareId !== null && isShareCurrent(shareId, now);
    if (!isWanted || position >= SHARES_MAX_COUNT) await caches.delete(name);
  }
}

function newShareId(now: number): string {
  const random = crypto.getRandomValues(new Uint8Array(16));
  const hex = Array.from(random, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${String(now).padStart(13, '0')}-${hex}`;
}
