import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import type { MessageDto, SearchAnswer } from '@/lib/shared/dto';
import { fetchAs, sendForm, WEBM } from '../support/files';
import { expectFailure, expectSuccess, newPerson, nextEvent, type Person } from '../support/person';
import { startServerForTest } from '../support/server';
import { serverForFile } from '../support/shared-server';
import { unzip } from '../support/unzip';

const MB = 1024 * 1024;
const server = serverForFile({ env: { FILE_MAX_MB: '3', QUOTA_MB: '5' } });
let ada: Person;
let bob: Person;
let eve: Person;

const join = () => newPerson(server().url);

beforeAll(async () => {
  [ada, bob, eve] = await Promise.all([join(), join(), join()]);
});

const sent = (answer: Awaited<ReturnType<typeof sendForm>>): MessageDto =>
  expectSuccess(answer).newMessage;
const urlOf = (message: MessageDto): string => message.file?.url ?? '';
const stored = () =>
  readdirSync(path.join(server().dataDir, 'uploads')).filter((name) => name.endsWith('.bin'));

test('a file of any kind comes with its name, and its bytes go to the two of the conversation alone', async () => {
  const bytes = randomBytes(1.5 * MB);
  const name = 'Bericht „März“ – naïve 100% (2).html';
  const told = bob.connect().then(async (socket) => {
    const message = nextEvent(socket, 'message:created');
    return { message, socket };
  });
  const { message: event, socket } = await told;
  const clientId = randomUUID();
  const file = { bytes, name, type: 'text/html; charset=utf-8' };
  const message = sent(await sendForm(ada, bob, file, { clientId, text: 'see this' }));
  const expected = {
    url: expect.stringMatching(/^\/api\/uploads\/message-[\w-]+\.bin$/),
    name,
    type: 'text/html',
    bytes: bytes.length,
  };
  expect(message).toMatchObject({ text: 'see this', image: null, file: expected });
  expect(await event).toMatchObject({ file: expected });
  socket.disconnect();
  const again = await sendForm(ada, bob, { bytes: randomBytes(10) }, { clientId });
  expect([again.status, sent(again).file]).toEqual([200, message.file]);
  expect(stored()).toHaveLength(1);

  for (const person of [ada, bob]) {
    const answer = await fetchAs(person, urlOf(message));
    expect(answer.status).toBe(200);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    const { headers } = answer;
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-length')).toBe(String(bytes.length));
    expect(headers.get('content-disposition')).toBe(
      `attachment; filename="Bericht _M_rz_ _ na_ve 100_ (2).html"; filename*=UTF-8''Bericht%20%E2%80%9EM%C3%A4rz%E2%80%9C%20%E2%80%93%20na%C3%AFve%20100%25%20%282%29.html`,
    );
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*; sandbox$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('private, max-age=31536000, immutable, no-transform');
  }
  expect((await fetchAs(eve, urlOf(message))).status).toBe(404);
  expect((await fetch(server().url + urlOf(message))).status).toBe(401);
});

test('parts of a file are answered as players and downloads ask for them', async () => {
  const bytes = Buffer.from('0123456789');
  const message = sent(await sendForm(ada, bob, { bytes, name: 'a.mp4', type: 'video/mp4' }));
  const ask = async (range: string | null, more: Record<string, string> = {}, method = 'GET') => {
    const headers = { ...(range && { range }), ...more };
    const answer = await fetchAs(bob, urlOf(message), { method, headers });
    const { status } = answer;
    return [status, await answer.text(), answer.headers.get('content-range')];
  };
  const whole = await fetchAs(bob, urlOf(message));
  const etag = whole.headers.get('etag') ?? '';
  expect(whole.headers.get('content-type')).toBe('video/mp4');
  expect(whole.headers.get('accept-ranges')).toBe('bytes');
  expect(await ask('bytes=0-3')).toEqual([206, '0123', 'bytes 0-3/10']);
  expect(await ask('bytes=8-')).toEqual([206, '89', 'bytes 8-9/10']);
  expect(await ask('bytes=-3')).toEqual([206, '789', 'bytes 7-9/10']);
  expect(await ask('bytes=4-400')).toEqual([206, '456789', 'bytes 4-9/10']);
  expect(await ask('bytes=10-')).toEqual([416, '', 'bytes */10']);
  for (const range of ['bytes=0-1,4-5', 'bytes=5-2', 'lines=1-2']) {
    expect(await ask(range)).toEqual([200, '0123456789', null]);
  }
  expect(await ask('bytes=0-3', { 'if-range': etag })).toEqual([206, '0123', 'bytes 0-3/10']);
  expect(await ask('bytes=0-3', { 'if-range': '"other"' })).toEqual([200, '0123456789', null]);
  expect(await ask(null, { 'if-none-match': etag })).toEqual([304, '', null]);
  expect(await ask('bytes=0-3', {}, 'HEAD')).toEqual([206, '', 'bytes 0-3/10']);
  const head = await fetchAs(bob, urlOf(message), { method: 'HEAD' });
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '10']);
  expect((await fetchAs(eve, urlOf(message), { method: 'HEAD' })).status).toBe(404);
});

test('a voice note says how long it is and how it sounds, and is what its bytes say', async () => {
  const waveform = Array.from({ length: 64 }, (_, index) => index * 4);
  const fields = { durationMs: '61500', waveform: JSON.stringify(waveform) };
  const voice = { field: 'voice', bytes: WEBM, name: 'blob', type: 'audio/mp4' } as const;
  const message = sent(await sendForm(ada, bob, voice, fields));
  expect(message.file).toMatchObject({ type: 'audio/webm', durationMs: 61_500, waveform });
  const commas = sent(await sendForm(ada, bob, voice, { ...fields, waveform: waveform.join() }));
  expect(commas.file?.waveform).toEqual(waveform);
  const search = async (q: string) => {
    const found = await bob.call<SearchAnswer>(`/api/search?q=${q}&userId=${ada.id}`);
    return expectSuccess(found).results.map((hit) => hit.message._id);
  };
  expect(await search('has:voice')).toEqual([commas._id, message._id]);
  expect(await search('has:file')).toEqual(expect.arrayContaining(await search('has:voice')));
  expect((await search('has:file')).length).toBeGreaterThan(2);
  expect(await search('has:voice+has:image')).toEqual([]);
  const answer = await fetchAs(bob, urlOf(message), { headers: { range: 'bytes=0-3' } });
  expect(answer.headers.get('content-type')).toBe('audio/webm');

  const refused = async (change: Partial<typeof fields>, bytes = WEBM) => {
    const { status, code } = expectFailure(
      await sendForm(ada, bob, { ...voice, bytes }, { ...fields, ...change }),
    );
    return [status, code];
  };
  for (const change of [
    { durationMs: '900001' },
    { durationMs: '0' },
    { durationMs: 'long' },
    { waveform: '1,2,3' },
    { waveform: JSON.stringify(waveform.with(0, 256)) },
    { waveform: JSON.stringify(waveform.with(0, 0.5)) },
    { waveform: 'x' },
  ]) {
    expect(await refused(change)).toEqual([400, 'bad_request']);
  }
  expect(await refused({}, Buffer.alloc(100, 'x'))).toEqual([415, 'unsupported_type']);
  const without = expectFailure(await sendForm(ada, bob, voice, { durationMs: '5' }));
  expect(without).toMatchObject({ status: 400, fields: { waveform: 'is required' } });
});

test('a voice note is in both exports, counts to what one person may have, and leaves the disk once deleted', async () => {
  const [ann, ben] = await Promise.all([join(), join()]);
  const before = stored();
  const fields = { durationMs: '61500', waveform: JSON.stringify(Array(64).fill(9)) };
  const record = (bytes: number) =>
    sendForm(
      ann,
      ben,
      { field: 'voice', bytes: Buffer.concat([WEBM, randomBytes(bytes)]), type: 'audio/webm' },
      fields,
    );
  const message = sent(await record(2.5 * MB));
  const bytes = Buffer.from(await (await fetchAs(ben, urlOf(message))).arrayBuffer());
  for (const person of [ann, ben]) {
    const zip = await unzip(
      Buffer.from(await (await fetchAs(person, '/api/auth/export')).arrayBuffer()),
    );
    const isSame = [...zip.values()].some((entry) => entry.equals(bytes));
    expect([person === ann, isSame]).toEqual([person === ann, true]);
    const [other] = [ann, ben].filter((each) => each !== person);
    const exported = zip.get(`conversations/${other?.id}/messages.json`)?.toString() ?? '';
    expect(JSON.parse(exported)).toMatchObject({ messages: [{ file: message.file }] });
  }

  const refused = expectFailure(await record(2.5 * MB));
  expect(refused).toMatchObject({ status: 413, code: 'too_large', reason: 'file_quota' });
  expect(await ann.send(ben, 'in words then')).toMatchObject({ text: 'in words then' });
  await ann.call(`/api/messages/${message._id}`, { method: 'DELETE' });
  expect(stored()).toEqual(before);
  expect((await fetchAs(ben, urlOf(message))).status).toBe(404);
  expect((await record(2.5 * MB)).status).toBe(201);
});

test('one send that comes several times at once leaves one file, and nothing set aside', async () => {
  const [ann, ben] = await Promise.all([join(), join()]);
  const before = stored().length;
  const clientId = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => sendForm(ann, ben, { bytes: Buffer.alloc(5) }, { clientId })),
  );
  expect(new Set(answers.map((answer) => urlOf(sent(answer)))).size).toBe(1);
  expect(stored()).toHaveLength(before + 1);
  expect(existsSync(path.join(server().dataDir, 'uploads-aside'))).toBe(false);
});

test('names lead nowhere, types are only told, and one message carries one file', async () => {
  const bytes = Buffer.from('x');
  const named = async (fileName: string) =>
    sent(await sendForm(ada, bob, { bytes }, { fileName })).file?.name;
  expect(await named('../../etc/passwd')).toBe('passwd');
  expect(await named('C:\\temp\\a.doc')).toBe('a.doc');
  expect(await named('invoice\u202efdp.exe')).toBe('invoicefdp.exe');
  expect(await named('..')).toBe('file');
  expect(await named(`${'long'.repeat(100)}.tar.gz`)).toMatch(/^(?:long){49}l\.gz$/);
  const typed = await sendForm(ada, bob, { bytes, type: 'not a type' });
  expect(sent(typed).file?.type).toBe('application/octet-stream');
  const empty = sent(await sendForm(ada, bob, { bytes: Buffer.alloc(0), name: 'empty.log' }));
  expect(empty.file).toMatchObject({ bytes: 0, name: 'empty.log' });
  expect((await fetchAs(bob, urlOf(empty))).status).toBe(200);

  const form = new FormData();
  form.append('file', new File(['a'], 'a'));
  form.append('file', new File(['b'], 'b'));
  const two = await ada.call(`/api/messages/send/${bob.id}`, { method: 'POST', body: form });
  expect(expectFailure(two)).toMatchObject({ status: 400, fields: { file: 'must be one file' } });
});

test('it is found by its name, shown in lists, quoted and sent on', async () => {
  const [ann, ben, cid] = await Promise.all([join(), join(), join()]);
  const message = sent(
    await sendForm(ann, ben, { bytes: Buffer.from('tides'), name: 'Gezeitentafel.pdf' }),
  );
  const search = async (q: string) => {
    const answer = await ben.call<SearchAnswer>(`/api/search?q=${encodeURIComponent(q)}`);
    return expectSuccess(answer).results.map(({ message: { _id }, highlights }) => ({
      _id,
      highlights,
    }));
  };
  const found = [{ _id: message._id, highlights: [] }];
  expect(await search('gezeiten')).toEqual(found);
  expect(await search('has:file')).toEqual(found);
  expect(await search('has:image')).toEqual([]);
  const row = (await ben.people()).users.find(({ _id }) => _id === ann.id);
  expect(row?.lastMessage).toMatchObject({ text: '', file: { name: 'Gezeitentafel.pdf' } });

  const reply = await ben.call<{ newMessage: MessageDto }>(`/api/messages/send/${ann.id}`, {
    method: 'POST',
    json: { text: 'thanks', replyTo: message._id },
  });
  expect(expectSuccess(reply).newMessage.replyTo).toMatchObject({
    hasFile: true,
    file: { name: 'Gezeitentafel.pdf' },
  });
  const forward = await ben.call<{ newMessage: MessageDto }>(`/api/messages/send/${cid.id}`, {
    method: 'POST',
    json: { forwardOf: message._id },
  });
  const copy = expectSuccess(forward).newMessage;
  expect(copy.file).toEqual({ ...message.file, url: expect.not.stringContaining(urlOf(message)) });
  // Each has their own: the first is deleted, and the other stays.
  await ann.call(`/api/messages/${message._id}`, { method: 'DELETE' });
  expect(await (await fetchAs(cid, urlOf(copy))).text()).toBe('tides');

  const zip = await unzip(
    Buffer.from(await (await fetchAs(cid, '/api/auth/export')).arrayBuffer()),
  );
  const name = [...zip.keys()].find((each) => each.endsWith('/Gezeitentafel.pdf')) ?? '';
  expect(zip.get(name)?.toString()).toBe('tides');
  const page = zip.get(`conversations/${ben.id}/page-1.html`)?.toString();
  expect(page).toContain(`href="../../${name}"`);
});

test('deleted for everyone it is gone: bytes, name, quotes, search', async () => {
  const [ann, ben] = await Promise.all([join(), join()]);
  const before = stored();
  const message = sent(
    await sendForm(ann, ben, { bytes: Buffer.from('gone'), name: 'geheim.txt' }),
  );
  await ben.call(`/api/messages/send/${ann.id}`, {
    method: 'POST',
    json: { text: 'read it', replyTo: message._id },
  });
  const edit = (text: string) =>
    ann.call(`/api/messages/${message._id}`, { method: 'PATCH', json: { text } });
  expect((await edit('with words')).status).toBe(200);
  // A file needs no words.
  expect((await edit('')).status).toBe(200);
  const deletion = await ann.call<{ message: MessageDto }>(`/api/messages/${message._id}`, {
    method: 'DELETE',
  });
  expect(expectSuccess(deletion).message).toMatchObject({ text: '', file: null });
  expect((await fetchAs(ben, urlOf(message))).status).toBe(404);
  expect(stored()).toEqual(before);
  expect(JSON.stringify(await ben.history(ann))).not.toContain('geheim');
  expect(JSON.stringify(await ben.people())).not.toContain('geheim');
  const search = await ben.call<SearchAnswer>('/api/search?q=geheim');
  expect(expectSuccess(search).results).toEqual([]);
});

test('beyond a limit there is a clear word, and text goes on', async () => {
  const [ann, ben] = await Promise.all([join(), join()]);
  const refusal = async (bytes: number) =>
    expectFailure(await sendForm(ann, ben, { bytes: Buffer.alloc(bytes) }));
  expect(await refusal(3 * MB + 1)).toMatchObject({ status: 413, reason: 'file_too_large' });
  expect(await refusal(9 * MB)).toMatchObject({ status: 413, code: 'too_large' });
  const first = sent(await sendForm(ann, ben, { bytes: Buffer.alloc(3 * MB) }));
  expect(await refusal(2 * MB + 1)).toMatchObject({
    status: 413,
    code: 'too_large',
    reason: 'file_quota',
    message: expect.stringContaining('Delete messages with files to make room'),
  });
  const forward = await ann.call(`/api/messages/send/${ben.id}`, {
    method: 'POST',
    json: { forwardOf: first._id },
  });
  expect(expectFailure(forward)).toMatchObject({ status: 413, reason: 'file_quota' });
  expect(await ann.send(ben, 'still here')).toMatchObject({ text: 'still here' });
  await ann.call(`/api/messages/${first._id}`, { method: 'DELETE' });
  expect((await sendForm(ann, ben, { bytes: Buffer.alloc(3 * MB) })).status).toBe(201);
  const json = await ann.call(`/api/messages/send/${ben.id}`, {
    method: 'POST',
    json: { text: 'x'.repeat(100_000) },
  });
  expect(expectFailure(json)).toMatchObject({ status: 413 });

  const full = await startServerForTest({ env: { DISK_RESERVE_MB: String(MB) } });
  const [dan, eva] = await Promise.all([newPerson(full.url), newPerson(full.url)]);
  const answer = await sendForm(dan, eva, { bytes: Buffer.from('small') });
  expect(expectFailure(answer)).toMatchObject({ status: 503, reason: 'file_disk' });
  expect(await dan.send(eva, 'text')).toMatchObject({ text: 'text' });
});
