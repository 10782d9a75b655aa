import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import type { MessageDto, OwnUserDto } from '@/lib/shared/dto';
import { launchBrowser, newContext } from '../support/browser';
import { run } from '../support/command';
import { fetchAs, sendForm, WEBM } from '../support/files';
import { documentedCommands } from '../support/hosting';
import { expectSuccess, newPerson, PASSWORD, Person, request } from '../support/person';
import { sendPicture } from '../support/photos';
import { findFreePort } from '../support/redis';
import { releaseArchive, withRelease } from '../support/release';
import { bubble, composer, openConversation, signUpOnScreen, write } from '../support/screen';
import { makeDataDir, startServer, type TestServer } from '../support/server';

withRelease();

/** Sends one message after the other until told to stop; keeps what was acknowledged. */
function startWriting(from: Person, to: Person, acknowledged: MessageDto[]) {
  let isWriting = true;
  const written = (async () => {
    for (let count = 0; isWriting; count++) {
      if (count % 9 === 4) await sendPicture(from, to, { text: `picture ${count}` });
      else acknowledged.push(await from.send(to, `number ${count} of ${from.id}`));
    }
  })();
  return async () => {
    isWriting = false;
    await written;
  };
}

async function signIn(url: string, email: string): Promise<Person> {
  const answer = await request<{ user: OwnUserDto; token: string }>(`${url}/api/auth/login`, {
    method: 'POST',
    json: { email, password: PASSWORD },
  });
  return new Person(url, expectSuccess(answer));
}

/** Everything somebody can see of themselves and of a conversation, but what time alone changes. */
async function everythingOf(person: Person, other: Person) {
  const ask = async (target: string) => {
    const { status, body } = await person.call<Record<string, unknown>>(target);
    expect([target, status]).toEqual([target, 200]);
    return body;
  };
  const history = await person.wholeHistory(other);
  const { users } = await person.people('limit=100');
  const row = users.find(({ _id }) => _id === other.id);
  if (!row) throw new Error('the other is not in the list');
  const { online, lastSeenAt, ...known } = row;
  const { sessions } = expectSuccess(
    await person.call<{ sessions: { sid: string; createdAt: string }[] }>('/api/auth/sessions'),
  );
  const urls = history
    .flatMap(({ image, file }) => [image?.url, file?.url])
    .concat(person.user.profilePic, other.user.profilePic)
    .filter((url): url is string => Boolean(url));
  const files: Record<string, string> = {};
  for (const url of urls) {
    const answer = await fetchAs(person, url);
    expect(answer.status).toBe(200);
    files[url] = Buffer.from(await answer.arrayBuffer()).toString('base64');
  }
  return {
    account: await ask('/api/auth/check'),
    privacy: await ask('/api/auth/privacy'),
    blocks: await ask('/api/blocks'),
    invitations: await ask('/api/invitations'),
    changes: await ask(`/api/messages/${other.id}/changes?after=0`),
    found: await ask('/api/search?q=harbour'),
    sessions: sessions.map(({ sid, createdAt }) => [sid, createdAt]),
    history,
    known,
    files,
  };
}

test('README alone leads from an empty folder to people who chat, to a backup under load, and to all of it on another machine', async () => {
  const folder = makeDataDir();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const archive = releaseArchive();
  copyFileSync(archive, path.join(folder, path.basename(archive)));
  const [install = [], use = [], back = []] = documentedCommands(
    'README.md',
    'Without npm and a build',
  );
  const port = await findFreePort();
  // The only thing that the document does not say: another port, as this machine has other servers.
  const env = { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: '', HOME: folder };
  const type = async (line: string) => {
    const ended = await run(['/bin/sh', '-c', line], { cwd: folder, env });
    expect([line, ended.code, ended.stderr]).toEqual([line, 0, '']);
    return ended.stdout;
  };
  let server: TestServer | undefined;
  onTestFinished(() => server?.kill());
  /** Types what a block says, the last line of which is the server. */
  const typeAndServe = async (lines: string[]): Promise<string> => {
    for (const line of lines.slice(0, -1)) await type(line);
    // The shell becomes the server, as it does in a terminal for whoever presses Ctrl+C there.
    const wrapper = ['/bin/sh', '-c', `exec ${lines.at(-1)}`, 'sh'] as const;
    server = await startServer({ cwd: folder, wrapper, args: [], dataDir: '', env });
    return server.url;
  };

  const url = await typeAndServe(install);
  const browser = await launchBrowser();
  const fresh = async (): Promise<BrowserContext> => {
    const context = await newContext(browser);
    onTestFinished(() => context.close());
    return context;
  };
  const adaPage: Page = await (await fresh()).newPage();
  await adaPage.goto(url);
  await adaPage.getByText('will be its administrator').waitFor();
  await adaPage.getByRole('textbox', { name: 'Full name' }).fill('Ada Lovelace');
  await adaPage.getByRole('textbox', { name: 'E-mail' }).fill('ada@example.org');
  await adaPage.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await adaPage.getByRole('button', { name: 'Create account' }).click();
  await adaPage.waitForURL('**/chat');

  const [invite = '', ...backup] = use;
  const [invitation = ''] = /http:\S+\/join\/\S+/.exec(await type(invite)) ?? [];
  const bobContext = await fresh();
  const joining = await bobContext.newPage();
  await joining.goto(invitation.replace('localhost', '127.0.0.1'));
  await joining.getByText('Ada Lovelace').first().waitFor();
  await joining.close();
  const bobPage = await signUpOnScreen(bobContext, url, {
    fullName: 'Bob Byte',
    email: 'bob@example.org',
  });
  await openConversation(adaPage, 'Bob Byte');
  await write(adaPage, 'a quiet *harbour*');
  await openConversation(bobPage, 'Ada Lovelace');
  await bubble(bobPage, 'quiet').waitFor();
  await write(bobPage, 'with a lighthouse');
  await bubble(adaPage, 'with a lighthouse').waitFor();

  const [ada, bob] = [await signIn(url, 'ada@example.org'), await signIn(url, 'bob@example.org')];
  await sendPicture(ada, bob, { text: 'the harbour' });
  expect((await sendForm(bob, ada, { bytes: Buffer.from('some notes\n') })).status).toBe(201);
  const waveform = JSON.stringify(Array.from({ length: 64 }, (_, index) => index * 4));
  const voice = { field: 'voice', bytes: WEBM, name: 'blob', type: 'audio/webm' } as const;
  const spoken = await sendForm(ada, bob, voice, { durationMs: '2000', waveform });
  const { newMessage } = expectSuccess(spoken);
  const change = (person: Person, target: string, method: string, json: object) =>
    person.call(target, { method, json }).then(({ status }) => expect(status).toBe(200));
  await change(bob, `/api/messages/${newMessage._id}/reaction`, 'PUT', { emoji: '👍' });
  const edited = await bob.send(ada, 'to be put rihgt');
  await change(bob, `/api/messages/${edited._id}`, 'PATCH', { text: 'put right' });
  await change(ada, `/api/conversations/${bob.id}`, 'PUT', { pinned: true, mutedUntil: 'always' });
  await change(bob, '/api/auth/update-profile', 'PUT', { bio: 'I keep the lighthouse.' });
  const [carl, dora] = [await newPerson(url), await newPerson(url)];

  const acknowledged: MessageDto[] = [];
  const stops = [startWriting(carl, dora, acknowledged), startWriting(dora, carl, acknowledged)];
  await expect.poll(() => acknowledged.length, { timeout: 60_000 }).toBeGreaterThan(40);
  const before = [...acknowledged];
  const states = [await everythingOf(ada, bob), await everythingOf(bob, ada)];
  const [make = '', ...rest] = backup;
  await type(make);
  const during = acknowledged.length;
  for (const line of rest) expect(await type(line)).toMatch(/^Whole: made /);
  await Promise.all(stops.map((stop) => stop()));
  expect(during, 'people went on writing meanwhile').toBeGreaterThan(before.length);

  const secret = readFileSync(path.join(folder, 'parley/.data/jwt-secret'), 'utf8');
  await server?.kill();
  rmSync(path.join(folder, 'parley'), { recursive: true });

  await typeAndServe(back);
  expect(readFileSync(path.join(folder, 'parley/.data/jwt-secret'), 'utf8')).toBe(secret);
  // By the sessions of before.
  expect(await everythingOf(ada, bob)).toEqual(states[0]);
  expect(await everythingOf(bob, ada)).toEqual(states[1]);
  const history = await carl.wholeHistory(dora);
  expect(history.map(({ seq }) => seq)).toEqual(history.map((_, place) => place + 1));
  const ids = new Map(history.map((message) => [message._id, message.text]));
  for (const { _id, text } of before) expect(ids.get(_id)).toBe(text);
  for (const { image } of history) {
    if (image) expect((await fetchAs(dora, image.url)).status).toBe(200);
  }
  // The pages, which were open all the while, are where they were.
  await composer(adaPage).waitFor();
  await write(adaPage, 'still here');
  await bubble(bobPage, 'still here').waitFor();
});
