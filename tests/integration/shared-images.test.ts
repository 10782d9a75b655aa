import { expect, test } from 'vitest';
import type { FilesAnswer, SharedImageDto } from '@/lib/shared/dto';
import { sendForm, WEBM } from '../support/files';
import { expectFailure, expectSuccess, newPerson, type Person } from '../support/person';
import { sendPicture } from '../support/photos';
import { serverForFile } from '../support/shared-server';

interface ImagesAnswer {
  images: SharedImageDto[];
  total: number | null;
  nextBefore: number | null;
}

const server = serverForFile();

async function twoPeople(): Promise<[Person, Person]> {
  return Promise.all([newPerson(server().url), newPerson(server().url)]);
}

const ask = (person: Person, id: string, query = '') =>
  person.call<ImagesAnswer>(`/api/messages/${id}/images?${query}`);

test('both people see the pictures of their conversation, newest first, and nothing is marked as seen', async () => {
  const [ada, bob] = await twoPeople();
  await ada.send(bob, 'one');
  await sendPicture(ada, bob, { text: 'two, with words' });
  await bob.send(ada, 'three');
  await sendPicture(bob, ada);
  const hers = expectSuccess(await ask(ada, bob.id));
  expect(hers).toMatchObject({ total: 2, nextBefore: null });
  expect(hers.images).toEqual([
    {
      _id: expect.any(String),
      seq: 4,
      senderId: bob.id,
      clientId: expect.any(String),
      text: '',
      image: {
        url: expect.stringMatching(/^\/api\/uploads\/message-/),
        width: 320,
        height: 200,
        placeholder: expect.stringMatching(/^data:image\/webp;base64,/),
      },
      createdAt: expect.any(String),
    },
    expect.objectContaining({ seq: 2, senderId: ada.id, text: 'two, with words' }),
  ]);
  expect(expectSuccess(await ask(bob, ada.id))).toEqual(hers);
  expect((await bob.people()).unseenMessages[ada.id]).toBe(2);
});

test('pages follow one another without a gap or a repeat, also while new pictures come in', async () => {
  const [ada, bob] = await twoPeople();
  for (let number = 1; number <= 7; number++) {
    await ada.send(bob, `text ${number}`);
    await sendPicture(ada, bob);
  }
  const seqs: number[] = [];
  let query = 'limit=3';
  for (let pages = 0; pages < 10; pages++) {
    const page = expectSuccess(await ask(bob, ada.id, query));
    seqs.push(...page.images.map(({ seq }) => seq));
    // Only the first page counts: the others need not.
    expect(page.total).toBe(pages === 0 ? 7 : null);
    if (page.nextBefore === null) break;
    query = `limit=3&before=${page.nextBefore}`;
    await sendPicture(bob, ada);
  }
  expect(seqs).toEqual([14, 12, 10, 8, 6, 4, 2]);
});

test('a stranger sees no picture of others', async () => {
  const [ada, bob] = await twoPeople();
  await sendPicture(ada, bob);
  const eve = await newPerson(server().url);
  for (const other of [ada, bob]) {
    expect(expectSuccess(await ask(eve, other.id))).toEqual({
      success: true,
      images: [],
      total: 0,
      nextBefore: null,
    });
  }
});

test.each([
  ['a person who does not exist', () => '0123456789abcdef01234567', '', 404],
  ['an id that is none', () => 'nobody', '', 400],
  ['a cursor that is none', (_: Person, bob: Person) => bob.id, 'before=x', 400],
  ['a limit over 100', (_: Person, bob: Person) => bob.id, 'limit=101', 400],
  ['a limit of nothing', (_: Person, bob: Person) => bob.id, 'limit=0', 400],
])('%s is refused', async (_, id, query, status) => {
  const [ada, bob] = await twoPeople();
  expect(expectFailure(await ask(ada, id(ada, bob), query)).status).toBe(status);
});

test('files and voice notes are listed by themselves, page by page, for the two of the conversation alone', async () => {
  const [ada, bob] = await twoPeople();
  const sound = { durationMs: '1000', waveform: JSON.stringify(Array(64).fill(9)) };
  const sendFile = async (name: string) =>
    expectSuccess(await sendForm(ada, bob, { bytes: Buffer.from(name), name })).newMessage;
  const deleted = await sendFile('deleted.txt');
  await sendFile('one.txt');
  await bob.send(ada, 'a text');
  await sendPicture(ada, bob);
  expectSuccess(await sendForm(bob, ada, { field: 'voice', bytes: WEBM }, sound));
  const hidden = await sendFile('hidden.txt');
  expectSuccess(await ada.call(`/api/messages/${deleted._id}`, { method: 'DELETE' }));
  expectSuccess(await bob.call(`/api/messages/${hidden._id}?for=me`, { method: 'DELETE' }));
  const list = async (person: Person, other: Person, query = '') =>
    expectSuccess(await person.call<FilesAnswer>(`/api/messages/${other.id}/files?${query}`));
  const hers = await list(ada, bob);
  expect(hers).toMatchObject({
    files: [
      { seq: 6, file: { name: 'hidden.txt' }, senderId: ada.id },
      { seq: 5, file: { type: 'audio/webm', durationMs: 1000 }, senderId: bob.id },
      { seq: 2, file: { name: 'one.txt', bytes: 7 } },
    ],
    nextBefore: null,
  });
  expect((await list(bob, ada)).files.map(({ seq }) => seq)).toEqual([5, 2]);
  const first = await list(ada, bob, 'limit=2');
  expect([first.files.length, first.nextBefore]).toEqual([2, 5]);
  expect((await list(ada, bob, 'limit=2&before=5')).files.map(({ seq }) => seq)).toEqual([2]);
  expect((await bob.people()).unseenMessages[ada.id]).toBeGreaterThan(0);
  const nobody = await ada.call('/api/messages/000000000000000000000000/files');
  expect(expectFailure(nobody)).toMatchObject({ status: 404 });
});
