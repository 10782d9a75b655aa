import { randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { planImport } from '@/lib/client/import/hand-in/plan-import';
import { openArchive, readHistory } from '@/lib/client/import/history';
import type { MessageDto } from '@/lib/shared/dto';
import {
  acceptImport,
  addMessages,
  beginImport,
  findImport,
  proposeImport,
  scrollBack,
} from '../support/imports';
import { expectSuccess, newPerson, type Person } from '../support/person';
import { sendPicture } from '../support/photos';
import { startServerForTest } from '../support/server';

const NAMES = ['Ada Lovelace', 'Bob Byte'] as const;

async function twoPeople(url: string): Promise<[Person, Person]> {
  return [
    await newPerson(url, { fullName: NAMES[0] }),
    await newPerson(url, { fullName: NAMES[1] }),
  ];
}

async function pixelsOf(person: Person, { image }: MessageDto): Promise<Buffer | null> {
  if (!image) return null;
  const headers = { authorization: `Bearer ${person.token}` };
  const response = await fetch(person.url + image.url, { headers });
  expect(response.status).toBe(200);
  return sharp(Buffer.from(await response.arrayBuffer()))
    .removeAlpha()
    .raw()
    .toBuffer();
}

/** What a message says, with names in place of ids, which another server makes anew. */
function told(message: MessageDto, people: readonly Person[]) {
  const nameOf = (userId: string) => NAMES[people.findIndex(({ id }) => id === userId)];
  const { text, createdAt, editedAt, image, replyTo, reactions, senderId, receiverId } = message;
  return {
    from: nameOf(senderId),
    to: nameOf(receiverId),
    text,
    createdAt,
    editedAt,
    picture: image && { width: image.width, height: image.height },
    answers: replyTo && { text: replyTo.text, from: nameOf(replyTo.senderId) },
    reactions: reactions.map(({ userId, emoji }) => `${nameOf(userId)} ${emoji}`).sort(),
  };
}

test('exported, the server wiped, and brought into an empty one: the same messages, pictures and times', async () => {
  const first = await startServerForTest();
  const [ada, bob] = await twoPeople(first.url);
  const question = await ada.send(bob, 'Six or seven?\nSay which.');
  await bob.call(`/api/messages/send/${ada.id}`, {
    method: 'POST',
    json: { text: 'Seven *of course* 🙂 مرحبا', replyTo: question._id, clientId: randomUUID() },
  });
  await sendPicture(bob, ada, { text: 'with a caption' });
  await sendPicture(ada, bob, { text: '' });
  const typo = await ada.send(bob, 'Sevne it is');
  const edit = { method: 'PATCH', json: { text: 'Seven it is' } };
  expectSuccess(await ada.call(`/api/messages/${typo._id}`, edit));
  for (const [person, emoji] of [
    [ada, '🎉'],
    [bob, '👍'],
  ] as const) {
    const react = { method: 'PUT', json: { emoji } };
    expectSuccess(await person.call(`/api/messages/${typo._id}/reaction`, react));
  }
  const gone = await bob.send(ada, 'taken back');
  expectSuccess(await bob.call(`/api/messages/${gone._id}`, { method: 'DELETE' }));
  const original = (await scrollBack(ada, bob)).filter(({ deletedAt }) => !deletedAt);
  const pictures = await Promise.all(original.map((message) => pixelsOf(ada, message)));
  const download = await fetch(`${first.url}/api/auth/export`, {
    headers: { authorization: `Bearer ${ada.token}` },
  });
  const zip = new File([await download.arrayBuffer()], 'parley.zip');
  await first.kill();

  const second = await startServerForTest();
  const [newAda, newBob] = await twoPeople(second.url);
  await newAda.send(newBob, 'a new beginning');
  const files = await openArchive([zip]);
  const read = await readHistory(files, { zone: 'UTC' });
  if (read.kind !== 'history') throw new Error(`it was read as ${read.kind}`);
  expect(read.history).toMatchObject({ source: 'parley', title: NAMES[1] });
  expect(read.history.leftOut).toEqual({ system: 0, deleted: 1, damaged: 0 });
  const plan = planImport(read.history, (sender) => sender === NAMES[0]);
  const { messages } = plan;
  const begun = await beginImport(newAda, newBob, messages.length, 'parley');
  const { _id } = expectSuccess(begun).import;
  expectSuccess(await addMessages(newAda, _id, messages));
  for (const { ordinal, name, file } of plan.pictures) {
    const body = new FormData();
    body.set('image', await file.blob(), name);
    const path = `/api/imports/${_id}/pictures/${ordinal}`;
    expectSuccess(await newAda.call(path, { method: 'PUT', body }));
  }
  expectSuccess(await proposeImport(newAda, _id));
  expectSuccess(await acceptImport(newBob, _id));
  await expect.poll(async () => (await findImport(newAda, newBob))?.state).toBe('done');

  const brought = (await scrollBack(newBob, newAda)).filter(({ seq }) => seq <= 0);
  expect(brought.map((message) => told(message, [newAda, newBob]))).toEqual(
    original.map((message) => told(message, [ada, bob])),
  );
  for (const [at, message] of brought.entries()) {
    const before = pictures[at];
    const now = await pixelsOf(newBob, message);
    expect(now?.length ?? null).toBe(before?.length ?? null);
    if (!now || !before) continue;
    // Encoded once more, which shows at edges alone.
    const differences = now.map((value, at) => Math.abs(value - (before[at] ?? 0)));
    expect(differences.reduce((sum, each) => sum + each, 0) / now.length).toBeLessThan(2);
  }
});
