import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SendItem } from '@/lib/client/outbox/outbox-storage';
import { fileStorage } from '../../src/file-storage';
import { createStoredOutbox } from '../../src/stored-outbox';

let dir: string;
beforeEach(() => {
  dir = path.join(mkdtempSync(path.join(tmpdir(), 'parley-storage-')), 'state');
});
afterEach(() => rmSync(path.dirname(dir), { recursive: true, force: true }));

async function opened() {
  const storage = fileStorage(dir);
  return { storage, entries: new Map(await storage.entries()) };
}

const itemOf = (clientId: string, blob?: Blob): SendItem => ({
  kind: 'send',
  clientId,
  ownerId: 'me',
  to: 'you',
  text: clientId,
  image: null,
  file: blob ? { blob, name: 'notes.txt' } : null,
  replyTo: null,
  forwardOf: null,
  isTried: false,
  createdAt: '2026-01-01T00:00:00.000Z',
  failure: null,
});

test('what is kept is there for the next run, the last write of each key, for this user alone', async () => {
  const { storage } = await opened();
  await Promise.all(Array.from({ length: 20 }, (_, at) => storage.set('handled-a/b', { seq: at })));
  await storage.set('other', 'x');
  await storage.delete('other');
  const { entries } = await opened();
  expect([...entries]).toEqual([['handled-a/b', { seq: 19 }]]);
  expect(statSync(dir).mode & 0o777).toBe(0o700);
  const names = readdirSync(dir);
  expect(names).toHaveLength(1);
  for (const name of names) expect(statSync(path.join(dir, name)).mode & 0o777).toBe(0o600);
});

test('a file is kept with its message and goes with it', async () => {
  const { storage } = await opened();
  const blob = new File(['much'], 'notes.txt', { type: 'text/plain' });
  await storage.set('send', { file: { blob }, isTried: false });
  await storage.set('send', { file: { blob }, isTried: true });
  const { entries } = await opened();
  const value = entries.get('send') as { file: { blob: File }; isTried: boolean };
  expect(value.isTried).toBe(true);
  expect(value.file.blob).toMatchObject({ name: 'notes.txt', type: 'text/plain', size: 4 });
  expect(await value.file.blob.text()).toBe('much');
  await storage.delete('send');
  expect(readdirSync(dir)).toEqual([]);
});

test('what a killed program left half written is not taken for a value, and is cleared away', async () => {
  const { storage } = await opened();
  await storage.set('whole', 1);
  writeFileSync(path.join(dir, 'handled.json.1234.part'), '{"se');
  writeFileSync(path.join(dir, 'send.blob'), 'without its message');
  const { entries } = await opened();
  expect([...entries]).toEqual([['whole', 1]]);
  expect(readdirSync(dir)).toEqual(['whole.json']);
});

test('unsent messages come back in the order of writing, over several runs', async () => {
  const run = async (...added: string[]) => {
    const storage = fileStorage(dir);
    const kept = await storage.entries();
    const outbox = createStoredOutbox(storage, { prefix: 'send-', kept });
    for (const clientId of added) await outbox.add(itemOf(clientId));
    return outbox;
  };
  const first = await run('c', 'b', 'a');
  await first.remove('c');
  await run('z', 'y');
  const last = await run();
  const items = await last.list('me');
  expect(items.map(({ clientId }) => clientId)).toEqual(['b', 'a', 'z', 'y']);
  expect((await last.next('me', 'you'))?.clientId).toBe('b');
});

test('a message that could not be kept is not in the storage, and one written again is not changed', async () => {
  let isFull = true;
  const { storage } = await opened();
  const outbox = createStoredOutbox(
    {
      ...storage,
      set: (key, value) => (isFull ? Promise.reject(new Error('full')) : storage.set(key, value)),
    },
    { prefix: 'send-', kept: [] },
  );
  await expect(outbox.add(itemOf('a'))).rejects.toThrow('full');
  expect(await outbox.list('me')).toEqual([]);
  isFull = false;
  await outbox.add(itemOf('a'));
  await outbox.add({ ...itemOf('a'), text: 'again' });
  expect(await outbox.list('me')).toMatchObject([{ text: 'a' }]);
});
