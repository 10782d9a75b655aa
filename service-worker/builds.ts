import {
  BUILD_CACHE_PREFIX,
  BUILD_LOCK_PREFIX,
  SHELL_PATH,
} from '@/lib/shared/service-worker-messages';

/** Put in by the build: its name, and the address of every file of it. */
declare const PARLEY_BUILD: string;
declare const PARLEY_FILES: readonly string[];

const STATIC_PATH = '/_next/static/';
/** The tab's icon, which is also drawn upon; with another address in each build. */
const ICONS = ['/icon.svg', '/favicon.ico'];
/** Caches hold files uncompressed, so the encodings that a request accepts do not matter. */
const ANY_ENCODING = { ignoreVary: true };

/** The cache of this build. */
export const ownCacheName = BUILD_CACHE_PREFIX + PARLEY_BUILD;

/** Whether it is a file of some build, whose content its address stands for. */
export function isStatic(url: URL): boolean {
  return url.pathname.startsWith(STATIC_PATH);
}

/** Whether it is the icon of a tab. */
export function isIcon(url: URL): boolean {
  return ICONS.includes(url.pathname);
}

/** From this build's cache, whichever build has asked; else from the server. */
export async function answerIcon(url: URL): Promise<Response> {
  const held = await (await caches.open(ownCacheName)).match(url.pathname, ANY_ENCODING);
  return held ?? fetch(url);
}

/** Keeps the shell, the icons and every file of this build. Fails as a whole, and is then tried again. */
export async function installBuild(): Promise<void> {
  const cache = await caches.open(ownCacheName);
  await cache.add(new Request(SHELL_PATH, { cache: 'reload' }));
  await cache.addAll(ICONS.map((icon) => new Request(icon, { cache: 'reload' })));
  const missing: string[] = [];
  for (const file of PARLEY_FILES) {
    // Most files stay the same from one build to the next.
    const held = await caches.match(file, ANY_ENCODING);
    if (held) await cache.put(file, held);
    else missing.push(file);
  }
  await cache.addAll(missing);
}

/** From any build kept here, because a tab may run an earlier one; else from the server. */
export async function answerStatic(request: Request): Promise<Response> {
  const held = await caches.match(request.url, ANY_ENCODING);
  return held ?? fetch(request);
}

/** Deletes earlier builds that no open page runs: each page holds a lock named after its build. */
export async function removeUnneededBuilds(): Promise<void> {
  const { held = [], pending = [] } = await navigator.locks.query();
  const locked = new Set([...held, ...pending].map(({ name }) => name));
  for (const name of await caches.keys()) {
    if (!name.startsWith(BUILD_CACHE_PREFIX) || name === ownCacheName) continue;
    const lock = BUILD_LOCK_PREFIX + name.slice(BUILD_CACHE_PREFIX.length);
    if (!locked.has(lock)) await caches.delete(name);
  }
}
