import { readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { api, type Endpoint } from '@/lib/shared/api';
import { UPLOADS_PER_PERSON_MAX_COUNT } from '@/lib/shared/limits';
import { noisePng } from '../support/noise';
import { expectFailure, expectSuccess, newPerson, type Person, request } from '../support/person';
import { beginUpload, postRaw } from '../support/raw-http';
import { serverForFile } from '../support/shared-server';

/** Far less memory than anybody has: what is kept for callers must not grow with what they send. */
const server = serverForFile({ args: ['--max-old-space-size=192', 'dist/server.js'] });
const MEGABYTE = 1024 * 1024;
const PATIENT = { timeout: 30_000 };
const TEN_MEGABYTES = Buffer.alloc(10 * MEGABYTE, 'x');
const SMALL = Buffer.alloc(65 * 1024, 'x');
/** How many times as much as a small answer a refused body may cost, in CPU time of the process. */
const REFUSAL_COST_MAX_RATIO = 20;
/** How many times as much as a flat body of its length a nested one may cost. */
const NESTED_COST_MAX_RATIO = 3;
const REFERENCE_COUNT = 50;

let ada: Person;
let bob: Person;

beforeAll(async () => {
  [ada, bob] = await Promise.all([newPerson(server().url), newPerson(server().url)]);
});

/** Everything under /api that takes a POST, and some that does not. */
const POSTS = [
  ...Object.values<Endpoint>(api)
    .filter(({ method }) => method === 'POST')
    .map(({ path: address }) => address),
  '/api/auth/callback/credentials',
  '/api/auth/signin',
  '/api/auth/signin/credentials',
  '/api/auth/signout',
  '/api/auth/session',
  '/api/auth/csrf',
  '/api/auth/_log',
  '/api/auth/nothing',
  '/api/nothing',
  '/api',
  '/api/metrics',
  '/api/health/ready',
];
const TYPES = ['application/json', 'application/x-www-form-urlencoded', 'text/plain'];

async function cpuSeconds(): Promise<number> {
  const text = await (await fetch(`${server().url}/api/metrics`)).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(text)?.[1]);
}

/** What a small answer costs now, in CPU seconds: on a busy machine everything costs more. */
async function referenceCost(): Promise<number> {
  const before = await cpuSeconds();
  for (let count = 0; count < REFERENCE_COUNT; count++) await bob.call('/api/auth/check');
  return ((await cpuSeconds()) - before) / REFERENCE_COUNT;
}

const files = (folder: string): string[] => {
  try {
    return readdirSync(path.join(server().dataDir, folder));
  } catch {
    return [];
  }
};

test('every POST of the API refuses 65 KB and 10 MB, whoever answers it, at little cost', async () => {
  const before = await cpuSeconds();
  let count = 0;
  for (const address of POSTS) {
    for (const body of [SMALL, TEN_MEGABYTES]) {
      for (const type of TYPES) {
        for (const chunked of [false, true]) {
          const answer = await postRaw(server().url + address.replace(':userId', bob.id), {
            body,
            chunked,
            headers: { 'content-type': type, authorization: `Bearer ${ada.token}` },
          });
          count++;
          // Where a file may come, something that is no JSON is told so instead.
          const allowed = address.includes(':userId') ? [400, 413] : [413];
          expect([address, type, body.length, answer.status]).toEqual([
            address,
            type,
            body.length,
            allowed.includes(answer.status) ? answer.status : allowed,
          ]);
          expect(JSON.parse(answer.text)).toMatchObject({ success: false });
        }
      }
    }
  }
  const cost = ((await cpuSeconds()) - before) / count;
  expect(cost / (await referenceCost())).toBeLessThan(REFUSAL_COST_MAX_RATIO);
});

test('pages and their actions take no more than the API does', async () => {
  for (const body of [SMALL, TEN_MEGABYTES]) {
    for (const chunked of [false, true]) {
      const answer = await postRaw(`${server().url}/login`, {
        body,
        chunked,
        headers: { 'next-action': 'x'.repeat(42), 'content-type': 'text/plain;charset=UTF-8' },
      });
      expect(answer.status).toBe(413);
    }
  }
});

test('a small body without a length is taken by every door', async () => {
  const body = Buffer.from(JSON.stringify({ email: ada.user.email, password: 'not it' }));
  const json = { 'content-type': 'application/json' };
  const logIn = await postRaw(`${server().url}/api/auth/login`, {
    body,
    chunked: true,
    headers: json,
  });
  expect(logIn.status).toBe(401);
  const form = await postRaw(`${server().url}/api/auth/callback/credentials`, {
    body: Buffer.from('email=a&password=b'),
    chunked: true,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  // Without the token of its own form next-auth sends the caller back.
  expect(form.status).toBe(302);
});

test('next-auth takes forms alone', async () => {
  for (const type of ['application/json', 'multipart/form-data; boundary=x', 'text/plain']) {
    const failure = expectFailure(
      await request(`${server().url}/api/auth/callback/credentials`, {
        method: 'POST',
        body: '{"email":"a","password":"b"}',
        headers: { 'content-type': type },
      }),
    );
    expect(failure).toMatchObject({ status: 415, code: 'unsupported_type' });
  }
});

test('next-auth shows no pages of its own', async () => {
  for (const page of ['signin', 'signout', 'error', 'verify-request']) {
    const answer = await request(`${server().url}/api/auth/${page}`);
    expect(expectFailure(answer)).toMatchObject({ status: 404, code: 'not_found' });
  }
  // Nor sends anybody to one: our own page for signing in does not come by this.
  for (const address of ['signin', 'signin/credentials']) {
    const answer = await fetch(`${server().url}/api/auth/${address}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      redirect: 'manual',
    });
    expect([address, answer.status]).toEqual([address, 404]);
    expect(await answer.json()).toMatchObject({ success: false, code: 'not_found' });
  }
});

test('megabytes of nested JSON from an account are refused while others are answered', async () => {
  const nested = [
    `{"image":${'['.repeat(5 * MEGABYTE)}${']'.repeat(5 * MEGABYTE)}}`,
    `{"a":{"image":${'{"a":'.repeat(2 * MEGABYTE)}`,
    `{"text":[${'[],'.repeat(3 * MEGABYTE)}[]]}`,
    `{"image":"${'\\u0041'.repeat(MEGABYTE)}"}`,
  ].map((text) => Buffer.from(text));
  const flat = nested.map(({ length }) => Buffer.from(`{"image":"${'x'.repeat(length - 12)}"}`));
  const addresses = [
    { method: 'POST', address: `/api/messages/send/${bob.id}` },
    { method: 'PUT', address: '/api/auth/update-profile' },
  ];
  /** Posts all of them at once; what they cost together, in CPU seconds. */
  const flood = async (bodies: Buffer[]) => {
    const before = await cpuSeconds();
    const sent = addresses.flatMap(({ method, address }) =>
      bodies.map((body) =>
        postRaw(server().url + address, {
          method,
          body,
          headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
        }),
      ),
    );
    expect((await bob.call('/api/auth/check')).status).toBe(200);
    for (const answer of await Promise.all(sent)) expect([400, 413]).toContain(answer.status);
    return (await cpuSeconds()) - before;
  };
  const reference = await flood(flat);
  expect((await flood(nested)) / reference).toBeLessThan(NESTED_COST_MAX_RATIO);
  for (const depth of [33, 30_000]) {
    const body = `{"text":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    const answer = await ada.call(`/api/messages/send/${bob.id}`, { method: 'POST', body });
    expect(expectFailure(answer)).toMatchObject({ status: 400, code: 'bad_request' });
  }
});

test('a picture of many megabytes is taken as a data URL and as a file, and leaves nothing behind', async () => {
  const png = await noisePng({ width: 1_600, height: 2_400 });
  expect(png.length).toBeGreaterThan(10 * MEGABYTE);
  const image = `data:image/png;base64,${png.toString('base64')}`;
  const send = { method: 'POST' };
  const asJson = await ada.call<{ newMessage: { image: { width: number } | null } }>(
    `/api/messages/send/${bob.id}`,
    { ...send, json: { text: 'as text', image } },
  );
  expect(expectSuccess(asJson).newMessage.image?.width).toBeGreaterThan(1_000);
  const body = new FormData();
  body.set('text', 'as a file');
  body.set('image', new Blob([new Uint8Array(png)]), 'a.png');
  const asForm = await ada.call<{ newMessage: { text: string; image: object | null } }>(
    `/api/messages/send/${bob.id}`,
    { ...send, body },
  );
  expect(expectSuccess(asForm).newMessage).toMatchObject({ text: 'as a file' });
  expect(expectSuccess(asForm).newMessage.image).not.toBeNull();
  expect(files('incoming')).toEqual([]);
});

test('a data URL whose header never ends is refused as what it is', async () => {
  for (const image of [
    `data:${';a=b'.repeat(2 * MEGABYTE)}`,
    `data:image/png;${'a'.repeat(MEGABYTE)}`,
  ]) {
    const answer = await ada.call(`/api/messages/send/${bob.id}`, {
      method: 'POST',
      json: { image },
    });
    expect(expectFailure(answer)).toMatchObject({
      status: 400,
      fields: { image: expect.any(String) },
    });
  }
});

test('a hundred unfinished uploads of one person neither fill the memory nor keep others out', async () => {
  const uploads = Array.from({ length: 100 }, () =>
    beginUpload(server(), {
      path: `/api/messages/send/${bob.id}`,
      token: ada.token,
      totalBytes: 10 * MEGABYTE,
      sentBytes: 9 * MEGABYTE,
    }),
  );
  const refused = new Set<number>();
  for (const [index, upload] of uploads.entries()) {
    void upload.status.then((line) => line.includes(' 429 ') && refused.add(index));
  }
  await expect.poll(() => refused.size, PATIENT).toBe(100 - UPLOADS_PER_PERSON_MAX_COUNT);
  expect(files('incoming')).toHaveLength(UPLOADS_PER_PERSON_MAX_COUNT);

  const body = new FormData();
  body.set('image', new Blob([new Uint8Array(await noisePng({ width: 20, height: 20 }))]), 'a.png');
  const other = await bob.call(`/api/messages/send/${ada.id}`, { method: 'POST', body });
  expect(other.status).toBe(201);

  for (const upload of uploads) upload.cut();
  await expect.poll(() => files('incoming'), PATIENT).toEqual([]);
  // The places are free again, and somebody who leaves is no fault that an operator must read about.
  const text = await ada.call(`/api/messages/send/${bob.id}`, {
    method: 'POST',
    json: { text: 'x' },
  });
  expect(text.status).toBe(201);
  expect(server().output()).not.toMatch(/ECONNRESET|aborted|"level":[5-9]0|Error/);
});

test('after all of that the server is the same process and answers', async () => {
  expect(server().process.exitCode).toBeNull();
  expect((await bob.people()).users.length).toBeGreaterThan(0);
});
