import type { Browser, BrowserContext, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { newContext } from './browser';
import { newPerson, type Person } from './person';
import { emptySharedServer, type SharedServer } from './shared-server';

export interface Guest {
  person: Person;
  context: BrowserContext;
  page: Page;
}

/** Somebody with an account, signed in in a browser of their own that shows the chat. */
export async function newGuest(
  browser: Browser,
  server: SharedServer,
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

/** Two people who are alone on a server, each in a browser profile. */
export async function newPair(
  browser: Browser,
): Promise<{ server: SharedServer; ada: Guest; bob: Guest }> {
  const server = await emptySharedServer();
  const [ada, bob] = [
    await newGuest(browser, server, { fullName: 'Ada Lovelace' }),
    await newGuest(browser, server, { fullName: 'Bob Byte' }),
  ];
  await ada.page.reload();
  onTestFinished(async () => {
    await Promise.all([ada.context.close(), bob.context.close()]);
  });
  return { server, ada, bob };
}
