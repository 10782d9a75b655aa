import { findLocks, findServiceWorkers } from '@/lib/client/platform/secure-context';
import {
  BUILD_LOCK_PREFIX,
  isMessage,
  type OpenMessage,
  SERVICE_WORKER_PATH,
  type ShellMessage,
} from '@/lib/shared/service-worker-messages';

/** Put in by the build; "" where the build made no service worker, as in development. */
declare const PARLEY_BUILD: string;

let isBuildHeld = false;

/**
 * Registers the service worker and hears from it. Returns a function that stops listening; the
 * service worker stays registered.
 */
export function startServiceWorker({ onOpen }: { onOpen(url: string): void }): () => void {
  const container = findServiceWorkers();
  if (!container) return () => undefined;
  if (typeof PARLEY_BUILD === 'undefined' || PARLEY_BUILD === '') {
    void removeServiceWorkers(container).catch(() => undefined);
    return () => undefined;
  }
  holdBuild(PARLEY_BUILD);
  const onMessage = ({ data }: MessageEvent<unknown>) => {
    if (isMessage<OpenMessage>(data, 'open')) onOpen(data.url);
  };
  container.addEventListener('message', onMessage);
  void register(container).catch(() => undefined);
  return () => container.removeEventListener('message', onMessage);
}

async function register(container: ServiceWorkerContainer): Promise<void> {
  await container.register(SERVICE_WORKER_PATH, { updateViaCache: 'none' });
  const { active } = await container.ready;
  const { lang, dataset } = document.documentElement;
  const message: ShellMessage = { type: 'shell', look: `${lang} ${dataset.theme ?? ''}` };
  active?.postMessage(message);
}

/** The lock says that a page of this build is open, so its files are kept. */
function holdBuild(build: string): void {
  const locks = findLocks();
  if (isBuildHeld || !locks) return;
  isBuildHeld = true;
  const forever = () => new Promise<never>(() => undefined);
  locks.request(BUILD_LOCK_PREFIX + build, { mode: 'shared' }, forever).catch(() => undefined);
}

/** One left by an earlier build on the same address would answer with that build's pages. */
async function removeServiceWorkers(container: ServiceWorkerContainer): Promise<void> {
  for (const registration of await container.getRegistrations()) await registration.unregister();
}
