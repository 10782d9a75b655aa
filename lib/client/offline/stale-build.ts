import { pages } from '@/lib/shared/urls';

const STATIC_PATH = '/_next/static/';
const NOT_FOUND = 404;
/** How often to look for a harmless moment once one is needed. */
const LOOK_EVERY_MS = 5_000;
const RELOADED_KEY = 'parley-reloaded-for';

/**
 * Watches for parts of this page that a newer version on the server no longer has, and loads the
 * page anew at a moment when nothing is lost by it. Returns a function that stops it.
 */
export function watchForStaleBuild(reload: () => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const onError = (event: Event) => {
    const url = partOf(event.target);
    if (!url || timer) return;
    void isGone(url).then((gone) => {
      if (!gone || timer || !isFirstTime(url)) return;
      const look = () => {
        if (isReloadHarmless(document)) reload();
      };
      timer = setInterval(look, LOOK_EVERY_MS);
      look();
    });
  };
  // Failures of single files do not bubble.
  window.addEventListener('error', onError, { capture: true });
  return () => {
    window.removeEventListener('error', onError, { capture: true });
    clearInterval(timer);
  };
}

/**
 * Nothing would be lost: what is typed and chosen for somebody is kept as a draft, but open dialogs
 * and the forms of other pages are not.
 */
function isReloadHarmless(page: Document): boolean {
  const isInChat = page.location.pathname.startsWith(pages.chat);
  return isInChat && page.querySelector('[role="dialog"]') === null;
}

/** The address of the part that could not be loaded, if it is one. */
function partOf(target: EventTarget | null): string | null {
  const url =
    target instanceof HTMLScriptElement
      ? target.src
      : target instanceof HTMLLinkElement
        ? target.href
        : '';
  return url.includes(STATIC_PATH) ? url : null;
}

/** If the server cannot be reached, the file may still exist. */
async function isGone(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { cache: 'no-store' })).status === NOT_FOUND;
  } catch {
    return false;
  }
}

/** If the same file is still missing after a reload, more reloads would not help and never end. */
function isFirstTime(url: string): boolean {
  try {
    if (sessionStorage.getItem(RELOADED_KEY) === url) return false;
    sessionStorage.setItem(RELOADED_KEY, url);
    return true;
  } catch {
    return false;
  }
}
