import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import * as tus from 'tus-js-client';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { MessageDto } from '@/lib/shared/dto';
import { fetchAs, WEBM } from '../support/files';
import { Link } from '../support/link';
import { ownMemoryMb } from '../support/memory';
import {
  type Answer,
  expectFailure,
  expectSuccess,
  newPerson,
  type Person,
} from '../support/person';
import { makeDataDir, startServer, type TestServer } from '../support/server';

const MB = 1024 * 1024;
/** The promise is 100: `RESUMABLE_MB=100`. */
const SIZE_MB = Number(process.env.RESUMABLE_MB ?? 40);
const CUTS = 10;
const RESTARTS_AT = [4, 8];
const UPLOADS = '/api/uploads/resumable';
const TUS = { 'tus-resumable': '1.0.0' };

const servers = new Set<TestServer>();

async function start(dataDir: string, env: Record<string, string> = {}): Promise<TestServer> {
  const server = await startServer({ dataDir, env });
  servers.add(server);
  return server;
}

function killAfterTest(): void {
  onTestFinished(async () => {
    for (const server of servers) await server.kill();
    servers.clear();
  });
}

/** Uploads as the page does, and returns the id of the upload. */
function upload(
  person: Person,
  bytes: Buffer,
  { url = person.url, ...options }: tus.UploadOptions & { url?: string } = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const task = new tus.Upload(bytes, {
      endpoint: url + UPLOADS,
      headers: { authorization: `Bearer ${person.token}` },
      storeFingerprintForResuming: false,
      ...options,
      onSuccess: () => resolve(task.url?.split('/').at(-1) ?? ''),
      onError: reject,
    });
    task.start();
  });
}

const send = (
  from: Person,
  to: Person,
  json: Record<string, unknown>,
): Promise<Answer<{ newMessage: MessageDto }>> =>
  from.call(`/api/messages/send/${to.id}`, { method: 'POST', json });

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const lying = ({ dataDir }: TestServer) => readdirSync(path.join(dataDir, 'resumable'));

test('a large file arrives whole over a line that is cut ten times, to a server that is restarted twice', async () => {
  killAfterTest();
  const dataDir = makeDataDir();
  let server = await start(dataDir);
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  const link = await Link.open(() => [server.port]);
  onTestFinished(() => link.close());
  link.setWeather({ latencyMs: 5, jitterMs: 0, bytesPerSecond: 10 * MB });
  const bytes = randomBytes(SIZE_MB * MB);

  let idleMb = 0;
  // What the first upload of a process takes once is no part of what this one takes.
  const warmUp = async () => {
    await upload(ada, randomBytes(2 * MB), { url: server.url });
    idleMb = ownMemoryMb(server.process.pid);
  };
  await warmUp();
  let grownMb = 0;
  let isDown = false;
  const isOver = new AbortController();
  const measuring = setInterval(() => {
    const { exitCode, signalCode } = server.process;
    if (isDown || exitCode !== null || signalCode !== null) return;
    grownMb = Math.max(grownMb, ownMemoryMb(server.process.pid) - idleMb);
  }, 50);
  onTestFinished(() => clearInterval(measuring));

  const uploading = upload(ada, bytes, {
    url: `http://127.0.0.1:${link.port}`,
    retryDelays: Array.from({ length: 2_000 }, () => 100),
    onShouldRetry: () => true,
  }).finally(() => isOver.abort());
  for (let cut = 1; cut <= CUTS; cut++) {
    const from = (cut * bytes.length) / (CUTS + 1);
    await vi.waitFor(() => expect(link.forwardedBytes).toBeGreaterThan(from), {
      timeout: 60_000,
      interval: 5,
    });
    expect(isOver.signal.aborted).toBe(false);
    link.cut();
    if (!RESTARTS_AT.includes(cut)) continue;
    isDown = true;
    link.shut(true);
    await (cut === RESTARTS_AT[0] ? server.stop() : server.kill());
    server = await start(dataDir);
    await warmUp();
    isDown = false;
    link.shut(false);
  }
  const uploadId = await uploading;
  const sentTwice = link.forwardedBytes - bytes.length;
  const part = (sentTwice / bytes.length) * 100;
  console.info(
    `${SIZE_MB} MB: ${part.toFixed(2)} % twice, memory grew by ${grownMb.toFixed(0)} MB`,
  );
  // 5 % of 100 MB: what a cut loses on the line does not depend on the size.
  expect(sentTwice).toBeLessThanOrEqual(5 * MB);
  expect(grownMb).toBeLessThanOrEqual(50);

  const people = [ada, bob].map(
    (person) => Object.assign(Object.create(person), { url: server.url }) as Person,
  );
  const [sender, reader] = people as [Person, Person];
  const json = { uploadId, fileName: 'film.mp4', clientId: randomUUID() };
  const { newMessage } = expectSuccess(await send(sender, reader, json));
  expect(newMessage.file).toMatchObject({ name: 'film.mp4', bytes: bytes.length });
  const answer = await fetchAs(reader, newMessage.file?.url ?? '');
  expect(sha256(Buffer.from(await answer.arrayBuffer()))).toBe(sha256(bytes));
  // Of the three others, with what was said of them.
  expect(lying(server)).toHaveLength(6);
});

test('an upload is its maker’s alone, becomes one message, and what is not sent is given up', async () => {
  killAfterTest();
  const dataDir = makeDataDir();
  let server = await start(dataDir, { FILE_MAX_MB: '2', QUOTA_MB: '3' });
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  const metadata = { filename: 'Tidetables.pdf', filetype: 'application/pdf' };
  const bytes = randomBytes(MB);
  const id = await upload(ada, bytes, { metadata });
  const ask = (person: Person, method: string, address = `${UPLOADS}/${id}`, headers = {}) =>
    fetchAs(person, address, { method, headers: { ...TUS, ...headers } });
  const part = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };

  const head = await ask(ada, 'HEAD');
  expect([head.status, head.headers.get('upload-offset')]).toEqual([200, String(MB)]);
  for (const method of ['HEAD', 'PATCH', 'DELETE']) {
    expect((await ask(bob, method, undefined, part)).status).toBe(404);
    const nobody = await fetch(`${server.url}${UPLOADS}/${id}`, { method, headers: TUS });
    expect(nobody.status).toBe(401);
    const other = `${UPLOADS}/${ada.id}-${randomUUID()}`;
    expect((await ask(ada, method, other, part)).status).toBe(404);
    expect((await ask(ada, method, `${UPLOADS}/..%2f..%2fjwt-secret`, part)).status).toBe(404);
  }
  expect((await ask(ada, 'GET')).status).toBe(404);
  expect((await ask(ada, 'PATCH', undefined, part)).status).toBe(409);
  expect(expectFailure(await send(bob, ada, { uploadId: id }))).toMatchObject({ status: 404 });

  const clientId = randomUUID();
  const json = { uploadId: id, clientId };
  const first = await send(ada, bob, json);
  expect(expectSuccess(first).newMessage.file).toMatchObject({
    name: 'Tidetables.pdf',
    type: 'application/pdf',
    bytes: MB,
  });
  const again = await send(ada, bob, json);
  expect([again.status, expectSuccess(again).newMessage._id]).toEqual([
    200,
    expectSuccess(first).newMessage._id,
  ]);
  expect(expectFailure(await send(ada, bob, { uploadId: id }))).toMatchObject({
    status: 404,
    reason: 'upload_gone',
  });
  expect(lying(server)).toEqual([]);

  const voice = { durationMs: 1000, waveform: Array.from({ length: 64 }, () => 9) };
  const note = await send(ada, bob, { uploadId: await upload(ada, WEBM), ...voice });
  expect(expectSuccess(note).newMessage.file).toMatchObject({ type: 'audio/webm', ...voice });

  const begin = (length: string) => ask(ada, 'POST', UPLOADS, { 'upload-length': length });
  const refusal = async (length: string) => {
    const answer = await begin(length);
    const { code, reason } = (await answer.json()) as { code: string; reason?: string };
    return [answer.status, code, reason];
  };
  expect(await refusal(String(2 * MB + 1))).toEqual([413, 'too_large', 'file_too_large']);
  expect(await refusal('many')).toEqual([400, 'bad_request', undefined]);
  const begun = await begin(String(1.5 * MB));
  expect([begun.status, begun.headers.get('access-control-allow-origin')]).toEqual([201, null]);
  const location = begun.headers.get('location') ?? '';
  expect(await refusal(String(MB))).toEqual([413, 'too_large', 'file_quota']);
  const unfinished = location.split('/').at(-1);
  const early = await send(ada, bob, { uploadId: unfinished });
  expect(expectFailure(early)).toMatchObject({ status: 409, reason: 'upload_unfinished' });
  expect((await ask(ada, 'DELETE', location)).status).toBe(204);
  expect(lying(server)).toEqual([]);

  const left = (await begin('5')).headers.get('location')?.split('/').at(-1) ?? '';
  await begin('6');
  await server.stop();
  const yesterday = new Date(Date.now() - 25 * 60 * 60_000);
  utimesSync(path.join(dataDir, 'resumable', left), yesterday, yesterday);
  server = await start(dataDir);
  await vi.waitFor(() => expect(lying(server)).toHaveLength(2), { timeout: 20_000, interval: 50 });
  expect(lying(server).join()).not.toContain(left);
});
