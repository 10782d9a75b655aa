import { SHELL_PATH } from '@/lib/shared/service-worker-messages';
import { pages } from '@/lib/shared/urls';
import { ownCacheName } from './builds';

/**
 * A server that has not begun to answer by then counts as away. For the chat only, which shows the
 * last state meanwhile and catches up by itself.
 */
const PATIENCE_MS = 5_000;
/** What a proxy answers in place of a server that is away. */
const AWAY_STATUS = new Set([502, 503, 504]);
/** Says which language and theme the kept shell has. */
const LOOK_PATH = `${SHELL_PATH}?look`;

/** The page from the server; the shell when the server cannot be reached. */
export async function answerPage(request: Request): Promise<Response> {
  const network = fetch(request);
  // An error is handled below, or does not matter once the shell was chosen.
  network.catch(() => undefined);
  const answer = await Promise.race([network.catch(() => null), patienceFor(request)]);
  if (answer && !AWAY_STATUS.has(answer.status)) return answer;
  const cache = await caches.open(ownCacheName);
  return (await cache.match(SHELL_PATH)) ?? answer ?? network;
}

function patienceFor({ url }: Request): Promise<null> {
  const isChat = new URL(url).pathname.startsWith(pages.chat);
  return new Promise((resolve) => {
    if (isChat) setTimeout(() => resolve(null), PATIENCE_MS);
  });
}

/** Fetches the shell anew when pages have come to look otherwise. */
export async function keepShell(look: string): Promise<void> {
  const cache = await caches.open(ownCacheName);
  const held = await cache.match(LOOK_PATH);
  if (held && (await held.text()) === look) return;
  const shell = await fetch(SHELL_PATH, { cache: 'reload' });
  if (!shell.ok || shell.redirected) return;
  await cache.put(SHELL_PATH, shell);
  await cache.put(LOOK_PATH, new Response(look));
}
