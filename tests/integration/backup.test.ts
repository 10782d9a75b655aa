import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { MessageDto } from '@/lib/shared/dto';
import { newPerson, Person } from '../support/person';
import { newPicture } from '../support/pictures';
import { makeDataDir, runToEnd, startServer } from '../support/server';

/** Everything the tests of this file write lies here. */
const work = makeDataDir();
afterAll(() => rmSync(work, { recursive: true, force: true }));
const inWork = (name: string) => path.join(work, name);

const passphrase = inWork('passphrase');
writeFileSync(passphrase, 'three quiet harbours\n');

const backup = (dataDir: string, ...args: string[]) =>
  runToEnd({ dataDir, args: ['dist/backup.js', ...args] });
const restore = (dataDir: string, ...args: string[]) =>
  runToEnd({ dataDir, args: ['dist/restore.js', ...args] });

async function sendPicture(from: Person, to: Person, name: string): Promise<MessageDto> {
  const { bytes } = await newPicture(name);
  const form = new FormData();
  form.set('image', new File([new Uint8Array(bytes)], `${name}.png`));
  const answer = await from.call<{ newMessage: MessageDto }>(`/api/messages/send/${to.id}`, {
    method: 'POST',
    body: form,
  });
  if (!answer.body.success) throw new Error(answer.body.message);
  return answer.body.newMessage;
}

/** Writes to one after the other, now and then a picture, until told to stop; keeps what was acknowledged. */
function startWriting(from: Person, others: Person[], acknowledged: MessageDto[]) {
  let isWriting = true;
  const written = (async () => {
    for (let count = 0; isWriting; count++) {
      const to = others[count % others.length];
      if (!to) return;
      acknowledged.push(
        count % 7 === 3
          ? await sendPicture(from, to, `${from.id}-${count}`)
          : await from.send(to, `number ${count} of ${from.id}`),
      );
    }
  })();
  return async () => {
    isWriting = false;
    await written;
  };
}

const asSent = ({ _id, seq, text, image, senderId, clientId, createdAt }: MessageDto) => ({
  _id,
  seq,
  text,
  image,
  senderId,
  clientId,
  createdAt,
});

test('what was acknowledged before a backup began is all there after everything was destroyed, pictures too, and people stay signed in', async () => {
  const server = await startServer();
  const people = await Promise.all([1, 2, 3].map(() => newPerson(server.url)));
  const acknowledged: MessageDto[] = [];
  const stops = people.map((person) =>
    startWriting(
      person,
      people.filter((other) => other !== person),
      acknowledged,
    ),
  );
  await expect.poll(() => acknowledged.length, { timeout: 30_000 }).toBeGreaterThan(60);
  const before = [...acknowledged];
  const file = inWork('all.backup');
  const made = await backup(server.dataDir, file, '--passphrase-file', passphrase, '--json');
  const after = acknowledged.length;
  await Promise.all(stops.map((stop) => stop()));
  expect(made.code, made.output).toBe(0);
  expect(after, 'people went on writing meanwhile').toBeGreaterThan(before.length);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(server.dataDir).filter((name) => name.startsWith('backup-'))).toEqual([]);

  const busy = await restore(server.dataDir, file, '--passphrase-file', passphrase, '--replace');
  expect(busy.code).toBe(1);
  expect(busy.output).toMatch(/^Not done: DATA_DIR .* is in use by another Parley server\n$/);
  await server.kill();
  rmSync(server.dataDir, { recursive: true });

  const dataDir = inWork('restored');
  const restored = await restore(dataDir, file, '--passphrase-file', passphrase);
  expect(restored.code, restored.output).toBe(0);
  const again = await startServer({ dataDir });
  try {
    const back = people.map(({ user, token }) => new Person(again.url, { user, token }));
    const found = new Map<string, MessageDto>();
    for (const [index, person] of back.entries()) {
      for (const other of back.slice(index + 1)) {
        const history = await person.wholeHistory(other);
        expect(history.map(({ seq }) => seq)).toEqual(history.map((_, place) => place + 1));
        for (const message of history) found.set(message._id, message);
      }
    }
    const sent = new Map(acknowledged.map((message) => [message._id, asSent(message)]));
    for (const message of before) {
      expect(asSent(found.get(message._id) ?? message)).toEqual(asSent(message));
      expect(found.has(message._id), 'acknowledged before the backup began').toBe(true);
    }
    for (const message of found.values()) {
      const original = sent.get(message._id);
      // One that was under way may have been stored and never answered.
      if (original) expect(asSent(message)).toEqual(original);
      if (!message.image) continue;
      const [reader] = back.filter(({ id }) => id === message.receiverId);
      const picture = await fetch(again.url + message.image.url, {
        headers: { authorization: `Bearer ${reader?.token}` },
      });
      expect(picture.status).toBe(200);
      expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(50);
    }
  } finally {
    await again.stop();
  }
});

test('a backup is only restored whole, with its passphrase, and into an empty folder or beside what is set aside', async () => {
  const dataDir = inWork('restored');
  const shelf = inWork('shelf');
  mkdirSync(shelf);
  const plain = await backup(dataDir, shelf, '--json');
  expect(plain.code, plain.output).toBe(0);
  const { file, manifest } = JSON.parse(plain.output);
  expect(manifest.collections.messages ?? manifest.collections['parley.messages']).toBeGreaterThan(
    0,
  );

  const whole = await backup(dataDir, '--verify', file);
  expect(whole.output).toMatch(/^Whole: made /);
  const cut = inWork('cut.backup');
  writeFileSync(cut, readFileSync(file).subarray(0, -2_000));
  const sealed = inWork('all.backup');
  const changed = inWork('changed.backup');
  const bytes = readFileSync(sealed);
  bytes.writeUInt8(bytes.readUInt8(5_000) ^ 1, 5_000);
  writeFileSync(changed, bytes);
  const other = inWork('other-passphrase');
  writeFileSync(other, 'another');
  for (const [args, reason] of [
    [[cut], 'is damaged or not whole'],
    [
      [changed, '--passphrase-file', passphrase],
      'the passphrase is another, or the file is damaged',
    ],
    [[sealed, '--passphrase-file', other], 'the passphrase is another, or the file is damaged'],
    [[sealed], 'is encrypted: add --passphrase-file'],
    [[passphrase], 'is no backup of Parley'],
    [[inWork('none.backup')], 'there is no file'],
  ] as const) {
    const target = inWork('untouched');
    const refused = await restore(target, ...args);
    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(/^Not done: [^\n]+\n$/);
    expect(refused.output).toContain(reason);
    expect(readdirSync(target).filter((name) => name !== 'server.lock')).toEqual([]);
  }

  const full = await restore(dataDir, file);
  expect([full.code, full.output.includes('is not empty')]).toEqual([1, true]);
  const secret = readFileSync(path.join(dataDir, 'jwt-secret'), 'utf8');
  const replaced = JSON.parse((await restore(dataDir, file, '--replace', '--json')).output);
  expect(readFileSync(path.join(replaced.replaced, 'jwt-secret'), 'utf8')).toBe(secret);
  expect(readFileSync(path.join(dataDir, 'jwt-secret'), 'utf8')).toBe(secret);
  const check = await runToEnd({ dataDir, args: ['dist/check.js'] });
  expect([check.code, check.output.includes('No damage found.')]).toEqual([0, true]);
});

test('backups of a folder are listed, pruned to the newest, and never written over', async () => {
  const shelf = inWork('shelf');
  const older = path.join(shelf, 'parley-20200101T000000Z.backup');
  const notes = path.join(shelf, 'notes.txt');
  for (const file of [older, notes]) writeFileSync(file, 'x');
  const listed = JSON.parse((await backup(work, '--list', shelf, '--json')).output);
  expect(listed.backups).toHaveLength(2);
  expect(listed.backups[1]).toEqual({ file: older, madeAt: '2020-01-01T00:00:00.000Z', bytes: 1 });
  const pruned = await backup(work, '--prune', '1', shelf);
  expect(pruned.output).toBe(`deleted ${older}\n`);
  expect(readdirSync(shelf)).toHaveLength(2);

  const over = await backup(inWork('restored'), notes);
  expect([over.code, over.output.includes('is there already')]).toEqual([1, true]);
  const nothing = await backup(inWork('nothing'), inWork('x.backup'));
  expect([nothing.code, nothing.output.includes('holds no database')]).toEqual([1, true]);
  const unclear = await backup(work, '--json');
  expect(unclear.code).toBe(2);
  expect(JSON.parse(unclear.output)).toMatchObject({ success: false, code: 'bad_request' });
  expect((await restore(work, '--help')).output).toContain('--replace');
});
