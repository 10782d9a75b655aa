import { rmSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { newContext } from './browser';
import { newPerson, type Person } from './person';
import { makeDataDir, startServer, type TestServer } from './server';

export interface Guest {
  person: Person;
  context: BrowserContext;
  page: Page;
}

/** Somebody with an account, signed in in a browser of their own that shows the chat. */
export async function newGuest(
  browser: Browser,
  server: TestServer,
  options: Parameters<typeof newContext>[1] & { fullName?: string } = {},
): Promise<Guest> {
  const { fullName, ...contextOptions } = options;
  const person = await newPerson(server.url, fullName ? { fullName } : {});
  const context = await newContext(browser, contextOptions);
  await context.addCookies([
    {
      name: 'authjs.session-token',
      value: person.token,
      url: server.url,
      httpOnly: true,
      sameSite: 'Lax',
    },
  ]);
  const page = await context.newPage();
  await page.goto(`${server.url}/chat`);
  return { person, context, page };
}

/** A server of the test's own with two people on it, each in a browser profile. */
export async function newPair(
  browser: Browser,
): Promise<{ server: TestServer; ada: Guest; bob: Guest }> {
  const dataDir = makeDataDir();
  const server = await startServer({ dataDir });
  const [ada, bob] = [
    await newGuest(browser, server, { fullName: 'Ada Lovelace' }),
    await newGuest(browser, server, { fullName: 'Bob Byte' }),
  ];
  await ada.page.reload();
  onTestFinished(async () => {
    await Promise.all([ada.context.close(), bob.context.close()]);
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true });
  });
  return { server, ada, bob };
}
