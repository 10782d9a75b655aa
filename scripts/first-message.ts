// `npm run first-message`: how long it takes from the sign-up page to a first message, with a passkey and no
// e-mail address, in a real browser that answers as fast as a person who does not hesitate. Fails from 15 s on.
import { rmSync } from 'node:fs';
import { pages } from '@/lib/shared/urls';
import { launchBrowser, newContext } from '../tests/support/browser';
import { setup as buildOnce } from '../tests/support/build';
import { newPerson } from '../tests/support/person';
import { bubble, openConversation, write } from '../tests/support/screen';
import { startServer } from '../tests/support/server';
import { addAuthenticator } from '../tests/support/virtual-authenticator';

const LIMIT_SECONDS = 15;

buildOnce();
const server = await startServer();
const browser = await launchBrowser();
try {
  const bob = await newPerson(server.url, { fullName: 'Bob' });
  const page = await (await newContext(browser)).newPage();
  await addAuthenticator(page, 'platform');

  const startedAt = performance.now();
  await page.goto(`http://localhost:${server.port}${pages.signUp}`);
  await page.getByRole('textbox', { name: 'Full name' }).fill('Ada');
  await page.getByRole('button', { name: 'Create account with a passkey' }).click();
  await page.waitForURL(`**${pages.chat}`);
  await openConversation(page, 'Bob');
  await write(page, 'hello');
  await bubble(page, 'hello').waitFor();
  while ((await bob.people()).users.every(({ lastMessage }) => lastMessage?.text !== 'hello'));
  const seconds = (performance.now() - startedAt) / 1_000;

  console.log(
    `Passkey sign-up to first message: ${seconds.toFixed(1)} s (limit ${LIMIT_SECONDS} s)`,
  );
  if (seconds >= LIMIT_SECONDS) process.exitCode = 1;
} finally {
  await browser.close();
  await server.kill();
  rmSync(server.dataDir, { recursive: true, force: true });
}
