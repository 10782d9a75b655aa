import { isMessage, type ShellMessage } from '@/lib/shared/service-worker-messages';
import {
  answerIcon,
  answerStatic,
  installBuild,
  isIcon,
  isStatic,
  removeUnneededBuilds,
} from './builds';
import { openFromNotification } from './notifications';
import { answerPage, keepShell } from './pages';
import { answerPicture, isPicture } from './pictures';
import { onPush } from './push';
import { answerShare, isShare, removeOldShares } from './shares';

declare const self: ServiceWorkerGlobalScope;

/**
 * Makes the product open without a server. Files of a build never change, so the copy kept here
 * comes first; pages come from the server as long as it answers; answers of the API are never
 * touched.
 */
self.addEventListener('install', (event) => {
  // At once: files of earlier builds stay for the tabs that still run them.
  event.waitUntil(installBuild().then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => {
  // Earlier versions had pages asked for while this begins to run. Where that fails, Firefox shows its own
  // error page in place of any answer given here.
  const noPreload = self.registration.navigationPreload?.disable();
  event.waitUntil(Promise.all([noPreload, self.clients.claim(), removeUnneededBuilds()]));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (isShare(url, request)) event.respondWith(answerShare(request));
  if (request.method !== 'GET') return;
  if (isStatic(url)) event.respondWith(answerStatic(request));
  else if (isIcon(url)) event.respondWith(answerIcon(url));
  else if (isPicture(url, request)) event.respondWith(answerPicture(event));
  else if (request.mode === 'navigate' && !url.pathname.startsWith('/api/')) {
    event.respondWith(answerPage(request));
  }
});

self.addEventListener('message', (event) => {
  const message: unknown = event.data;
  if (isMessage<ShellMessage>(message, 'shell')) {
    // Pages opened while this worker was being activated were not claimed then.
    const claim = self.clients.claim();
    const tidied = [removeUnneededBuilds(), removeOldShares()];
    event.waitUntil(Promise.all([claim, keepShell(message.look), ...tidied]));
  }
});

self.addEventListener('push', (event) => {
  event.waitUntil(onPush(event.data));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(openFromNotification(event.notification.data));
});
