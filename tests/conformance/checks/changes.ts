import assert from 'node:assert/strict';
import type { ChangesAnswer, MessageDto } from '@/lib/shared/dto';
import { expectFailure, expectSuccess, nextEvent, type Person } from '../../support/person';
import type { Check } from '../check';

type Changed = { message: MessageDto };

const edit = (person: Person, { _id }: MessageDto, json: object) =>
  person.call<Changed>(`/api/messages/${_id}`, { method: 'PATCH', json });
const react = (person: Person, { _id }: MessageDto, emoji: unknown) =>
  person.call<Changed>(`/api/messages/${_id}/reaction`, { method: 'PUT', json: { emoji } });
const remove = (person: Person, { _id }: MessageDto, query = '') =>
  person.call<Changed>(`/api/messages/${_id}${query}`, { method: 'DELETE' });
const changesOf = async (person: Person, other: Person, query: string) =>
  expectSuccess(await person.call<ChangesAnswer>(`/api/messages/${other.id}/changes?${query}`));

/** Edits, deletions, reactions, and how to learn of them later. */
export const changeChecks: readonly Check[] = [
  {
    title:
      'an edit takes the next `rev`; one of an older form is 409; the same text changes nothing',
    async run({ pair }) {
      const [ada, ben] = pair();
      const sent = await ada.send(ben, 'teh cat');
      assert.deepEqual([sent.rev, sent.editedAt], [0, null]);
      const socket = await ben.connect();
      const told = nextEvent(socket, 'message:updated');
      const first = expectSuccess(await edit(ada, sent, { text: 'the cat', baseRev: 0 })).message;
      assert.deepEqual([first.rev, first.text, first.seq], [1, 'the cat', sent.seq]);
      assert.equal(typeof first.editedAt, 'string');
      assert.deepEqual(((m) => [m._id, m.rev, m.text])(await told), [sent._id, 1, 'the cat']);
      const stale = expectFailure(await edit(ada, sent, { text: 'a cat', baseRev: 0 }));
      assert.deepEqual([stale.status, stale.code], [409, 'conflict']);
      const same = expectSuccess(await edit(ada, sent, { text: 'the cat' })).message;
      assert.equal(same.rev, 1);
      assert.equal(expectFailure(await edit(ada, sent, { text: ' ' })).code, 'bad_request');
      socket.disconnect();
    },
  },
  {
    title: 'deleted for everyone it is empty and keeps its number, for good; again changes nothing',
    async run({ pair }) {
      const [ada, ben] = pair();
      const sent = await ada.send(ben, 'regretted');
      const next = await ada.send(ben, 'next');
      const { message } = expectSuccess(await remove(ada, sent));
      assert.deepEqual([message.text, message.image, message.seq], ['', null, 1]);
      assert.equal(typeof message.deletedAt, 'string');
      const again = expectSuccess(await remove(ada, sent)).message;
      assert.deepEqual([again.rev, again.deletedAt], [message.rev, message.deletedAt]);
      assert.equal(expectFailure(await edit(ada, sent, { text: 'x' })).code, 'conflict');
      const { messages } = await ben.history(ada);
      assert.deepEqual(
        messages.map(({ seq, text }) => [seq, text]),
        [
          [1, ''],
          [2, 'next'],
        ],
      );
      const mine = await remove(ben, next, '?for=me');
      assert.equal(expectSuccess(mine).message.hidden, true);
      const shown = (await ada.history(ben)).messages.at(-1);
      assert.deepEqual([shown?.text, shown?.hidden], ['next', false]);
      assert.equal((await ben.history(ada)).messages.at(-1)?.text, '');
    },
  },
  {
    title: 'one reaction a person, of either member, one emoji or none',
    async run({ pair }) {
      const [ada, ben] = pair();
      const sent = await ada.send(ben, 'good news');
      expectSuccess(await react(ben, sent, '👍'));
      expectSuccess(await react(ada, sent, '👍'));
      const { message } = expectSuccess(await react(ben, sent, '🎉'));
      const byUser = Object.fromEntries(message.reactions.map((each) => [each.userId, each.emoji]));
      assert.deepEqual(byUser, { [ada.id]: '👍', [ben.id]: '🎉' });
      assert.equal(message.reactions.length, 2);
      const same = expectSuccess(await react(ben, sent, '🎉')).message;
      assert.equal(same.rev, message.rev);
      const none = expectSuccess(await react(ben, sent, null)).message;
      assert.deepEqual(none.reactions, [{ userId: ada.id, emoji: '👍' }]);
      for (const bad of ['', 'x', '👍👍', 7]) {
        assert.equal(expectFailure(await react(ben, sent, bad)).code, 'bad_request', String(bad));
      }
    },
  },
  {
    title: 'changes are 1, 2, 3 … without gap or repeat while two people make them at once',
    async run({ pair }) {
      const [ada, ben] = pair();
      const sent: MessageDto[] = [];
      for (let number = 0; number < 4; number++) sent.push(await ada.send(ben, `text ${number}`));
      const work = sent.flatMap((message, at) => [
        edit(ada, message, { text: `edited ${at}` }),
        react(ben, message, '👍'),
        react(ada, message, '🎉'),
      ]);
      const revs = (await Promise.all(work)).map((answer) => expectSuccess(answer).message.rev);
      const expected = Array.from({ length: 12 }, (_, at) => at + 1);
      assert.deepEqual(
        revs.sort((a, b) => a - b),
        expected,
      );
      const history = await ben.history(ada);
      assert.equal(history.lastRev, 12);
      // As they are now: each message once, under its latest number.
      const all = await changesOf(ben, ada, 'after=0');
      const nowRevs = history.messages.map(({ rev }) => rev).sort((a, b) => a - b);
      assert.deepEqual(
        all.messages.map(({ rev }) => rev),
        nowRevs,
      );
      assert.deepEqual([all.lastRev, all.hasAfter], [12, false]);
      const page = await changesOf(ben, ada, 'after=0&limit=1');
      assert.deepEqual([page.messages.length, page.hasAfter], [1, true]);
      assert.deepEqual((await changesOf(ben, ada, 'after=12')).messages, []);
      assert.equal((await ben.people()).unseenMessages[ada.id], 4, 'a change page marks as seen');
    },
  },
  {
    title: 'who heard no event ends the same by the list, `after=` and `changes?after=`',
    async run({ pair }) {
      const [ada, ben] = pair();
      const first = await ada.send(ben, 'one');
      const second = await ada.send(ben, 'two');
      const held = new Map((await ben.history(ada)).messages.map((each) => [each.seq, each]));
      const { lastSeq, lastRev } = await ben.history(ada);
      // Ben hears of none of these.
      expectSuccess(await edit(ada, first, { text: 'one!' }));
      expectSuccess(await remove(ada, second));
      expectSuccess(await react(ada, first, '👀'));
      await ada.send(ben, 'three');
      await ada.send(ben, 'four');
      const { users } = await ben.people();
      const row = users.find(({ _id }) => _id === ada.id);
      assert.deepEqual([row?.lastSeq, row?.lastRev, row?.lastMessage?.text], [4, 3, 'four']);
      const later = await ben.history(ada, `after=${lastSeq}`);
      const changed = await changesOf(ben, ada, `after=${lastRev}`);
      for (const message of [...later.messages, ...changed.messages]) {
        held.set(message.seq, message);
      }
      const truth = (await ben.history(ada)).messages;
      assert.deepEqual(
        [...held.values()].sort((a, b) => a.seq - b.seq),
        truth,
      );
    },
  },
];
