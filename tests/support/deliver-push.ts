import type { Page } from 'playwright-core';

interface Registration {
  registrationId: string;
  scopeURL: string;
}

/** Hands a push to the service worker of an address, as the browser does once it has decrypted it. */
export async function deliverPush(page: Page, origin: string, data: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const found = new Promise<Registration>((resolve) => {
    session.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const own = registrations.find(({ scopeURL }) => scopeURL.startsWith(origin));
      if (own) resolve(own);
    });
  });
  await session.send('ServiceWorker.enable');
  const { registrationId } = await found;
  await session.send('ServiceWorker.deliverPushMessage', { origin, registrationId, data });
  await session.detach();
}
