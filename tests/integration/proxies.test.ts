import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { MessageDto } from '@/lib/shared/dto';
import { IMAGE_MAX_BYTES } from '@/lib/shared/limits';
import { launchBrowser, newContext } from '../support/browser';
import { PlainBrowser } from '../support/browser-like';
import { newPerson, nextEvent, PASSWORD, type Person, type TestSocket } from '../support/person';
import {
  ADDRESS,
  type Certificate,
  HOST,
  hasPrograms,
  makeCertificate,
  PLAIN_RECIPES,
  RECIPES,
  type Recipe,
  startProxy,
  type TestProxy,
} from '../support/proxies';
import { bubble, openConversation, signUpOnScreen, write } from '../support/screen';
import type { TestServer } from '../support/server';
import { serverForFile } from '../support/shared-server';

/** Longer than the minute after which most proxies give a silent connection up. */
const IDLE_MS = 70_000;
const PICTURE_BYTES = Math.min(12_000_000, IMAGE_MAX_BYTES - 500_000);

/** As the page advises. */
const server = serverForFile({
  env: { PUBLIC_URL: ADDRESS, TRUST_PROXY: '1', LOG_LEVEL: 'info' },
});
/** Before anybody has read it. */
const unaware = serverForFile({});

const canSign = hasPrograms('every proxy', ['openssl']);
const runnable = (recipe: Recipe) =>
  canSign && hasPrograms(`Parley behind ${recipe.name}`, recipe.programs);
const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-certificate-'));
let certificate: Certificate;

beforeAll(() => {
  if (canSign) certificate = makeCertificate(dir);
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const account = () => ({
  fullName: 'Ada Lovelace',
  email: `ada-${randomUUID()}@example.org`,
  password: PASSWORD,
});

const browse = (proxy: TestProxy): PlainBrowser =>
  new PlainBrowser(ADDRESS, { connectTo: proxy.url, ca: proxy.ca });

/** A socket as the pages open it, by cookie, that may only ever be a WebSocket. */
async function connect(proxy: TestProxy, cookie: string): Promise<TestSocket> {
  const agent = new https.Agent({ ca: proxy.ca, servername: HOST });
  const socket: TestSocket = io(proxy.url, {
    transports: ['websocket'],
    forceNew: true,
    reconnectionDelay: 100,
    reconnectionDelayMax: 500,
    // The types know only the agent of a browser's requests.
    agent: agent as unknown as string,
    extraHeaders: { host: HOST, origin: ADDRESS, cookie },
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

/** Noise, which no compression makes smaller. */
async function makeLargePicture(): Promise<Buffer> {
  const side = Math.floor(Math.sqrt(PICTURE_BYTES / 3));
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return sharp({ create: { width: side, height: side, channels: 3, background: '#777', noise } })
    .png({ compressionLevel: 0 })
    .toBuffer();
}

interface Guest {
  proxy: TestProxy;
  browser: PlainBrowser;
  id: string;
  /** Opened at the beginning, and told nothing until the idle time is over. */
  idle: TestSocket;
  drops: string[];
}

async function signUp(proxy: TestProxy): Promise<Guest> {
  const browser = browse(proxy);
  const forged = { 'x-forwarded-for': '203.0.113.66' };
  const answer = await browser.submit('/signup', account(), forged);
  expect([proxy.name, answer.status, answer.headers.location]).toEqual([proxy.name, 303, '/chat']);
  const check = await browser.request('/api/auth/check');
  const { user } = JSON.parse(check.text) as { user: { _id: string } };
  const idle = await connect(proxy, browser.cookie);
  const drops: string[] = [];
  idle.on('disconnect', (reason) => drops.push(reason));
  return { proxy, browser, id: user._id, idle, drops };
}

describe('as docs/hosting.md says', () => {
  const recipes = RECIPES.filter(runnable);
  const guests = new Map<string, Guest>();
  let friend: Person;
  let picture: Buffer;
  let idleSince = 0;

  const guest = (name: string): Guest => {
    const found = guests.get(name);
    if (!found) throw new Error(`nobody came through ${name}`);
    return found;
  };

  beforeAll(async () => {
    [friend, picture] = await Promise.all([newPerson(server().url), makeLargePicture()]);
    const proxies = await Promise.all(
      recipes.map((recipe) => startProxy(recipe, server().port, certificate)),
    );
    for (const proxy of proxies) guests.set(proxy.name, await signUp(proxy));
    idleSince = Date.now();
  }, 120_000);
  afterAll(async () => {
    for (const { idle } of guests.values()) idle.disconnect();
    await Promise.all([...guests.values()].map(({ proxy }) => proxy.stop()));
  });

  describe.each(recipes.map((recipe) => [recipe.name]))('%s', (name) => {
    test('a picture of many megabytes arrives whole', async () => {
      const { browser } = guest(name);
      const form = new FormData();
      form.set('image', new Blob([new Uint8Array(picture)]), 'noise.png');
      const encoded = new Response(form);
      const answer = await browser.request(`/api/messages/send/${friend.id}`, {
        method: 'POST',
        headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
        body: Buffer.from(await encoded.arrayBuffer()),
      });
      expect([answer.status, answer.text.slice(0, 300)]).toEqual([
        201,
        expect.stringContaining('"image":{'),
      ]);
    });

    test('the server sees the caller’s own address, whatever the caller writes', async () => {
      const from = `127.0.7.${7 + recipes.findIndex((recipe) => recipe.name === name)}`;
      const { browser } = guest(name);
      const refused = await browser.request('/api/auth/login', {
        method: 'POST',
        localAddress: from,
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': '203.0.113.66',
          'x-real-ip': '203.0.113.66',
          forwarded: 'for=203.0.113.66',
        },
        body: JSON.stringify({ email: 'nobody@example.org', password: 'wrong wrong' }),
      });
      expect(refused.status).toBe(401);
      await vi.waitFor(() =>
        expect(server().output()).toContain(`"address":"${from}","msg":"log_in.refused"`),
      );
    });
  });

  test('a socket on which nobody says anything for more than a minute stays, behind each of them', async () => {
    await new Promise((resolve) => setTimeout(resolve, idleSince + IDLE_MS - Date.now()));
    for (const { proxy, id, idle, drops } of guests.values()) {
      const text = `after the silence, ${proxy.name}`;
      const arrived = nextEvent(idle, 'message:created', (message) => message.text === text);
      await friend.send(id, text);
      await arrived;
      expect([proxy.name, drops]).toEqual([proxy.name, []]);
    }
  }, 180_000);

  test('after a restart of the proxy people are back by themselves, and nothing is lost', async () => {
    await Promise.all(
      [...guests.values()].map(async ({ proxy, browser, id, idle }) => {
        const back = new Promise<void>((resolve) => idle.once('connect', resolve));
        const gone = new Promise((resolve) => idle.once('disconnect', resolve));
        const restarted = proxy.restart();
        await gone;
        const { seq } = await friend.send(id, `meanwhile, ${proxy.name}`);
        await restarted;
        await back;
        const path = `/api/messages/${friend.id}?after=${seq - 1}`;
        const { messages } = JSON.parse((await browser.request(path)).text) as {
          messages: MessageDto[];
        };
        expect(messages.map(({ text }) => text)).toContain(`meanwhile, ${proxy.name}`);
        const arrived = nextEvent(idle, 'message:created');
        await friend.send(id, 'and now');
        expect((await arrived).text).toBe('and now');
      }),
    );
  });

  test.runIf(recipes.some((recipe) => recipe.name === 'nginx'))(
    'in a real browser: sign-up over https, a live socket, a restart of the proxy in mid-conversation',
    async () => {
      const { proxy } = guest('nginx');
      const chromium = await launchBrowser([
        `--host-resolver-rules=MAP ${HOST}:443 127.0.0.1:${proxy.port}`,
      ]);
      try {
        const context = await newContext(chromium, { ignoreHTTPSErrors: true });
        const sockets: string[] = [];
        context.on('page', (page) => page.on('websocket', (each) => sockets.push(each.url())));
        const page = await signUpOnScreen(context, ADDRESS, {
          fullName: 'Grace Hopper',
          email: `grace-${randomUUID()}@example.org`,
        });
        await openConversation(page, friend.user.fullName);
        await write(page, 'through the box');
        await vi.waitFor(() =>
          expect(sockets).toContainEqual(expect.stringContaining(`wss://${HOST}/socket.io/`)),
        );
        const cookies = await context.cookies();
        expect(cookies.find(({ name }) => name.includes('session'))).toMatchObject({
          secure: true,
          httpOnly: true,
        });
        const { users } = await friend.people('q=grace');
        const graceId = users[0]?._id ?? '';
        const restarted = proxy.restart();
        await friend.send(graceId, 'said during the restart');
        await restarted;
        await bubble(page, 'said during the restart').waitFor();
        await write(page, 'said after it');
        await vi.waitFor(async () => {
          const page = await friend.call<{ messages: MessageDto[] }>(
            `/api/messages/${graceId}?peek=1`,
          );
          expect(JSON.stringify(page.body)).toContain('said after it');
        });
      } finally {
        await chromium.close();
      }
    },
  );

  test('the server had nothing to complain of', () => {
    expect(server().output()).not.toMatch(
      /proxy\.not_trusted|origin\.|failed to get redirect response|Invalid Server Actions/,
    );
  });
});

describe('as people begin', () => {
  test.for(PLAIN_RECIPES.filter(runnable).map((recipe) => [recipe.name, recipe] as const))(
    '%s: signing in works with PUBLIC_URL, and without it the page says that it is missing',
    async ([, recipe]) => {
      const attempt = async ({ port }: TestServer) => {
        const proxy = await startProxy(recipe, port, certificate);
        try {
          const address = recipe.name.includes('another port') ? `${ADDRESS}:8443` : ADDRESS;
          const browser = new PlainBrowser(address, { connectTo: proxy.url, ca: proxy.ca });
          return await browser.submit('/signup', account(), {
            origin: port === server().port ? ADDRESS : address,
          });
        } finally {
          await proxy.stop();
        }
      };
      const told = await attempt(server());
      expect([told.status, told.headers.location]).toEqual([303, '/chat']);
      const untold = await attempt(unaware());
      expect(untold.status).toBe(200);
      expect(untold.text).toContain('has to set PUBLIC_URL to that address');
    },
  );
});
