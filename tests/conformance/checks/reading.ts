import assert from 'node:assert/strict';
import type { MessageDto, SearchAnswer } from '@/lib/shared/dto';
import { expectFailure, expectSuccess, nextEvent, type Person } from '../../support/person';
import type { Check } from '../check';

const seqsOf = (messages: readonly MessageDto[]) => messages.map(({ seq }) => seq);

async function sendMany(from: Person, to: Person, count: number): Promise<MessageDto[]> {
  const sent: MessageDto[] = [];
  for (let number = 1; number <= count; number++) sent.push(await from.send(to, `text ${number}`));
  return sent;
}

const rowOf = async (person: Person, other: Person) => {
  const { users, unseenMessages } = await person.people();
  const row = users.find(({ _id }) => _id === other.id);
  if (!row) throw new Error('the conversation is not in the list');
  return { row, unseen: unseenMessages[other.id] };
};

/** Pages, and how far somebody has read. */
export const readingChecks: readonly Check[] = [
  {
    title: 'pages before, after and around a number are exclusive, exclusive and centred',
    async run({ pair }) {
      const [ada, ben] = pair();
      await sendMany(ada, ben, 9);
      const newest = await ben.history(ada, 'peek=1&limit=3');
      assert.deepEqual(seqsOf(newest.messages), [7, 8, 9]);
      assert.deepEqual([newest.lastSeq, newest.hasBefore, newest.hasAfter], [9, true, false]);
      const before = await ben.history(ada, 'before=4&limit=5');
      assert.deepEqual(seqsOf(before.messages), [1, 2, 3]);
      assert.deepEqual([before.hasBefore, before.hasAfter], [false, true]);
      const after = await ben.history(ada, 'after=4&limit=3');
      assert.deepEqual(seqsOf(after.messages), [5, 6, 7]);
      assert.deepEqual([after.hasBefore, after.hasAfter], [true, true]);
      const around = await ben.history(ada, 'around=5&limit=3');
      assert.deepEqual(seqsOf(around.messages), [4, 5, 6]);
      const start = encodeURIComponent(around.messages[0]?.createdAt ?? '');
      const at = await ben.history(ada, `at=${start}&limit=1`);
      assert.equal(at.messages[0]?.createdAt, around.messages[0]?.createdAt);
      assert.deepEqual((await ben.history(ada, 'after=9')).messages, []);
      for (const query of ['limit=0', 'limit=101', 'after=x', 'after=1&before=3', 'limit=1e1']) {
        const refused = expectFailure(await ben.call(`/api/messages/${ada.id}?${query}`));
        assert.equal(refused.code, 'bad_request', query);
      }
    },
  },
  {
    title: 'opening a conversation marks it as seen; a cursor or `peek` marks nothing',
    async run({ pair }) {
      const [ada, ben] = pair();
      await sendMany(ada, ben, 3);
      for (const query of ['peek=1', 'after=0', 'before=9', 'around=2']) {
        await ben.history(ada, query);
        assert.equal((await rowOf(ben, ada)).unseen, 3, query);
      }
      const opened = await ben.history(ada, '');
      assert.equal(opened.mySeenSeq, 3);
      const { row, unseen } = await rowOf(ben, ada);
      assert.deepEqual([row.mySeenSeq, unseen], [3, undefined]);
      const back = await ada.history(ben);
      assert.deepEqual([back.seenSeq, back.deliveredSeq], [3, 3]);
      assert.ok(back.messages.every(({ seen, delivered }) => seen && delivered));
    },
  },
  {
    title: 'seen and delivered only move forward, seen implies delivered, and both are told',
    async run({ pair }) {
      const [ada, ben] = pair();
      const [first, second, third] = await sendMany(ada, ben, 3);
      if (!first || !second || !third) throw new Error('not all was sent');
      const [sender, receiver] = await Promise.all([ada.connect(), ben.connect()]);
      const toldDelivered = nextEvent(sender, 'conversation:delivered', ({ seq }) => seq === 3);
      const ack = await receiver.emitWithAck('message:delivered', { messageId: third._id });
      assert.deepEqual(ack, { success: true, deliveredSeq: 3 });
      assert.equal((await toldDelivered).userId, ben.id);
      assert.deepEqual((await rowOf(ben, ada)).unseen, 3);
      const toldSeen = nextEvent(sender, 'conversation:seen', ({ seq }) => seq === 2);
      const seen = await receiver.emitWithAck('message:seen', { messageId: second._id });
      assert.deepEqual(seen, { success: true, seenSeq: 2 });
      assert.deepEqual((await toldSeen).userId, ben.id);
      const back = await ben.call<{ seenSeq: number }>(`/api/messages/${first._id}/seen`, {
        method: 'PUT',
      });
      assert.equal(expectSuccess(back).seenSeq, 2);
      const { messages } = await ada.history(ben);
      assert.deepEqual(
        messages.map((message) => [message.seen, message.delivered]),
        [
          [true, true],
          [true, true],
          [false, true],
        ],
      );
      assert.deepEqual((await rowOf(ben, ada)).unseen, 1);
      // One's own messages are never unseen to oneself.
      assert.equal((await rowOf(ada, ben)).unseen, undefined);
      const own = await sender.emitWithAck('message:seen', { messageId: third._id });
      assert.equal(own.success, false);
      sender.disconnect();
      receiver.disconnect();
    },
  },
  {
    title: 'a message to oneself is a note: delivered and seen at once, never unseen',
    async run({ newcomer }) {
      const ada = await newcomer();
      const note = await ada.send(ada, 'buy milk');
      assert.deepEqual([note.seq, note.seen, note.delivered], [1, true, true]);
      const { users, unseenMessages } = await ada.people();
      assert.ok(users.some(({ _id }) => _id === ada.id));
      assert.equal(unseenMessages[ada.id], undefined);
    },
  },
  {
    title: 'search finds words of one’s own conversations alone, and says where they stand',
    async run({ anyone, pair }) {
      const [ada, ben] = pair();
      const eve = anyone(ada, ben);
      const word = `Zwetschge${ada.id.slice(-6)}`;
      const sent = await ada.send(ben, `one ${word} a day`);
      const find = async (person: Person, query: string) =>
        expectSuccess(await person.call<SearchAnswer>(`/api/search?${query}`)).results;
      for (const person of [ada, ben]) {
        const [found, ...others] = await find(person, `q=${word.toLowerCase()}`);
        assert.deepEqual([found?.message._id, others.length], [sent._id, 0]);
        assert.deepEqual(found?.highlights, [[4, 4 + word.length]]);
      }
      assert.deepEqual(await find(eve, `q=${word}`), []);
      assert.deepEqual(await find(ada, `q=${word}&userId=${eve.id}`), []);
      assert.equal(expectFailure(await ada.call('/api/search?q=')).code, 'bad_request');
    },
  },
];
