import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAway } from '../support/attention';
import { hasNotificationsFor, launchWholeBrowser } from '../support/browser';
import { deliverPush } from '../support/deliver-push';
import { type Guest, newGuest } from '../support/pair';
import { expectSuccess, newPerson, type Person } from '../support/person';
import { type PushService, pushServiceForTest, type Subscriber } from '../support/push-service';
import { bubble } from '../support/screen';
import { startServerForTest, type TestServer } from '../support/server';
import { noteNotifications, pressNotification, untilKept } from '../support/service-worker';

let browser: Browser;
beforeAll(async () => {
  browser = await launchWholeBrowser();
});
afterAll(() => browser?.close());

const pushTest = test.skipIf(!hasNotificationsFor('pushes shown by the system'));
const PATIENCE = { timeout: 45_000 };

const section = (page: Page) => page.getByRole('region', { name: 'Notifications' });
const mainSwitch = (page: Page) =>
  section(page).getByRole('switch', { name: 'Show notifications on this device' });

interface Scene extends Guest {
  server: TestServer;
  service: PushService;
  subscriber: Subscriber;
  nora: Person;
}

/**
 * Somebody with notifications on and a subscription at a push service of our own: Chromium's cannot be reached
 * from here, so its part, carrying what comes there to the browser, is done by the test.
 */
async function setUp(): Promise<Scene> {
  const service = await pushServiceForTest();
  const server = await startServerForTest({ env: service.env });
  const guest = await newGuest(browser, server, { fullName: 'Ada Lovelace' });
  const { context, page, person } = guest;
  const nora = await newPerson(server.url, { fullName: 'Nora Byte' });
  await noteNotifications(context);
  await context.grantPermissions(['notifications'], { origin: server.url });
  await page.goto(`${server.url}/settings/notifications`);
  await mainSwitch(page).click();
  await expect.poll(() => mainSwitch(page).isChecked()).toBe(true);
  await untilKept(page);
  const subscriber = service.subscriber('browser');
  const json = subscriber.toJSON();
  expectSuccess(await person.call('/api/push/subscriptions', { method: 'POST', json }));
  return { ...guest, server, service, subscriber, nora };
}

/** What came for the browser since the last call, decrypted, once it is there. */
async function nextPush({ service, subscriber }: Scene, count: number): Promise<string> {
  await expect.poll(() => service.notesFor(subscriber).length, PATIENCE).toBe(count);
  const body = service.received.filter(({ name }) => name === 'browser').at(-1)?.body;
  return subscriber.decrypt(body ?? Buffer.alloc(0));
}

const shown = ({ context }: Scene): Promise<string[] | undefined> | undefined =>
  context.serviceWorkers()[0]?.evaluate(async () => {
    const scope = globalThis as unknown as { registration: ServiceWorkerRegistration };
    const notifications = await scope.registration.getNotifications();
    return notifications.map(({ title, body }) => `${title}: ${body}`);
  });

pushTest('with every page closed a message is told, and pressing it opens it', async () => {
  const scene = await setUp();
  const { context, page, person, nora, server } = scene;
  await page.goto('about:blank');
  await nora.send(person, 'Anybody there?');
  await deliverPush(page, server.url, await nextPush(scene, 1));
  await expect.poll(() => shown(scene), PATIENCE).toEqual(['Nora Byte: Anybody there?']);
  // A service may bring one twice.
  await deliverPush(page, server.url, await nextPush(scene, 1));
  await expect.poll(() => shown(scene), PATIENCE).toEqual(['Nora Byte: Anybody there?']);

  await page.goto(`${server.url}/chat`);
  await untilKept(page);
  await pressNotification(context, 'Nora Byte');
  await page.waitForURL(`**/chat/${nora.id}`);
  await bubble(page, 'Anybody there?').waitFor();
  await expect.poll(() => shown(scene), PATIENCE).toEqual([]);
  await context.close();
});

pushTest('a message that is deleted goes from the screen it was pushed to', async () => {
  const scene = await setUp();
  const { context, page, person, nora, server } = scene;
  await page.goto('about:blank');
  const message = await nora.send(person, 'A slip');
  await deliverPush(page, server.url, await nextPush(scene, 1));
  await expect.poll(() => shown(scene), PATIENCE).toEqual(['Nora Byte: A slip']);
  await nora.call(`/api/messages/${message._id}`, { method: 'DELETE' });
  await deliverPush(page, server.url, await nextPush(scene, 2));
  await expect.poll(() => shown(scene), PATIENCE).toEqual([]);
  await context.close();
});

pushTest(
  'page and push tell of a message once between them, and a page in front alone',
  async () => {
    const scene = await setUp();
    const { context, page, person, nora, server } = scene;
    await page.goto(`${server.url}/chat`);
    await untilKept(page);
    await nora.send(person, 'You look at the page');
    await deliverPush(page, server.url, await nextPush(scene, 1));
    await expect.poll(() => page.title(), PATIENCE).toMatch(/^\(1\)/);
    expect(await shown(scene)).toEqual([]);

    await lookAway(page);
    await nora.send(person, 'You look away');
    const push = await nextPush(scene, 2);
    await expect.poll(() => shown(scene), PATIENCE).toEqual(['Nora Byte (2): You look away']);
    await deliverPush(page, server.url, push);
    // What the worker does next comes after what it did with that.
    await nora.send(person, 'And another');
    await deliverPush(page, server.url, await nextPush(scene, 3));
    await expect
      .poll(async () => (await shown(scene))?.map((each) => each.replace(/ \(\d\)/, '')), PATIENCE)
      .toEqual(['Nora Byte: And another']);
    await context.close();
  },
);

pushTest('what is no push of ours shows nothing', async () => {
  const scene = await setUp();
  const { context, page, person, nora, server } = scene;
  await page.goto('about:blank');
  for (const text of ['', 'hello', '{}', '{"notification":{"title":"You won"}}', '[1]', 'null']) {
    await deliverPush(page, server.url, text);
  }
  await nora.send(person, 'the real one');
  await deliverPush(page, server.url, await nextPush(scene, 1));
  await expect.poll(() => shown(scene), PATIENCE).toEqual(['Nora Byte: the real one']);
  await context.close();
});

pushTest(
  'a browser whose push service cannot be reached says so after a while, and works on',
  async () => {
    const scene = await setUp();
    const { context, page } = scene;
    await page.evaluate(() => {
      // As Chromium has it where its maker's service is out of reach.
      PushManager.prototype.subscribe = () => new Promise(() => {});
    });
    await mainSwitch(page).click();
    await section(page).getByText('also while it is closed where this browser can').waitFor();
    await mainSwitch(page).click();
    await section(page).getByText('Asking this browser to tell you').waitFor();
    await section(page).getByText('which it cannot reach').waitFor();
    await page.evaluate(() => {
      PushManager.prototype.subscribe = () =>
        Promise.resolve({
          toJSON: () => ({
            endpoint: 'https://push.example.org/1',
            keys: {
              p256dh:
                'BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4',
              auth: 'BTBZMqHH6r4Tts7J_aSIgg',
            },
          }),
        } as unknown as PushSubscription);
    });
    await section(page).getByRole('button', { name: 'Try again to be told' }).click();
    await section(page).getByText('Also while Parley is closed.').waitFor();
    await context.close();
  },
);
