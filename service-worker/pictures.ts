import { PICTURES_CACHE_PREFIX } from '@/lib/shared/service-worker-messages';
import { apiUrls } from '@/lib/shared/urls';

/** Pictures kept for being offline; the one kept longest goes first. */
const PICTURES_MAX_COUNT = 150;
const UPLOADS_PATH = apiUrls.upload('');

/** Whether an image on a page is one that people have sent or chosen. */
export function isPicture(url: URL, request: Request): boolean {
  return request.destination === 'image' && url.pathname.startsWith(UPLOADS_PATH);
}

/**
 * Kept pictures first, as they never change. They are kept only while somebody is signed in: their
 * page has made a cache with their id, which is deleted at sign-out.
 */
export async function answerPicture(event: FetchEvent): Promise<Response> {
  const { request } = event;
  const name = await findCacheName();
  if (!name) return fetch(request);
  const held = await (await caches.open(name)).match(request.url);
  if (held) return held;
  const answer = await fetch(request);
  if (answer.status === 200) event.waitUntil(keep(name, request.url, answer.clone()));
  return answer;
}

async function keep(name: string, url: string, picture: Response): Promise<void> {
  const bytes = await picture.blob();
  // Signed out while it came: opening the cache would make it again.
  if (!(await caches.has(name))) return;
  const cache = await caches.open(name);
  await cache.put(url, new Response(bytes, { headers: picture.headers }));
  const kept = await cache.keys();
  const tooMany = kept.slice(0, Math.max(0, kept.length - PICTURES_MAX_COUNT));
  for (const oldest of tooMany) await cache.delete(oldest);
}

async function findCacheName(): Promise<string | null> {
  const names = await caches.keys();
  return names.find((name) => name.startsWith(PICTURES_CACHE_PREFIX)) ?? null;
}
