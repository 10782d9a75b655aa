import assert from 'node:assert/strict';
import type { PeopleAnswer, PersonDto, SettingsAnswer } from '@/lib/shared/dto';
import { expectFailure, expectSuccess, nextEvent } from '../../support/person';
import type { Check } from '../check';

/** The list, and what one sets up for oneself. */
export const peopleChecks: readonly Check[] = [
  {
    title: 'the list has conversations first, the newest before the others, page by page',
    async run({ anyone, newcomer }) {
      const ben = anyone();
      const cleo = anyone(ben);
      const ada = await newcomer();
      for (const other of [ben, cleo])
        await ada.people(`q=${encodeURIComponent(other.user.email)}`);
      await ada.send(ben, 'to the first');
      await ada.send(cleo, 'to the second');
      const listed = (await ada.people()).users;
      assert.deepEqual(
        listed.slice(0, 2).map(({ _id }) => _id),
        [cleo.id, ben.id],
      );
      assert.ok(!listed.some(({ _id }) => _id === ada.id), 'oneself is listed without notes');
      const paged: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query: string = cursor && `&cursor=${encodeURIComponent(cursor)}`;
        const page: PeopleAnswer = await ada.people(`limit=1${query}`);
        paged.push(...page.users.map(({ _id }) => _id));
        cursor = page.nextCursor;
        if (paged.length === 2) break;
      }
      assert.deepEqual(paged, [cleo.id, ben.id]);
      const byAddress = await ada.people(`q=${encodeURIComponent(ben.user.email)}`);
      assert.deepEqual(
        byAddress.users.map(({ _id }) => _id),
        [ben.id],
      );
      const one = await ada.call<{ user: PersonDto }>(`/api/users/${cleo.id}`);
      assert.equal(expectSuccess(one).user.lastSeq, 1);
      const nobody = await ada.call(`/api/users/${'0'.repeat(24)}`);
      assert.equal(expectFailure(nobody).code, 'not_found');
    },
  },
  {
    title: 'mute, pin, archive and unread are one’s own, on all one’s devices',
    async run({ pair }) {
      const [ada, ben] = pair();
      await ada.send(ben, 'hello');
      await ben.history(ada, '');
      const device = await ben.connect();
      const told = nextEvent(device, 'conversation:settings');
      const set = await ben.call<SettingsAnswer>(`/api/conversations/${ada.id}`, {
        method: 'PUT',
        json: { pinned: true, mutedUntil: 'always', unread: true },
      });
      const { settings } = expectSuccess(set);
      assert.deepEqual(
        [settings.pinned, settings.mutedUntil, settings.unread, settings.archived],
        [true, 'always', true, false],
      );
      const event = await told;
      assert.deepEqual([event.userId, event.settings], [ada.id, settings]);
      assert.equal((await ben.people()).users[0]?._id, ada.id);
      const theirs = (await ada.people()).users.find(({ _id }) => _id === ben.id);
      assert.equal(theirs?.settings.pinned, false);
      expectSuccess(
        await ben.call(`/api/conversations/${ada.id}`, {
          method: 'PUT',
          json: { pinned: false, archived: true },
        }),
      );
      const isListed = async (query: string) =>
        (await ben.people(query)).users.some(({ _id }) => _id === ada.id);
      assert.deepEqual([await isListed(''), await isListed('archived=1')], [false, true]);
      device.disconnect();
    },
  },
  {
    title: 'once blocked neither sends to the other; history stays, and a block can be taken back',
    async run({ pair }) {
      const [ada, ben] = pair();
      await ada.send(ben, 'hello');
      expectSuccess(await ben.call(`/api/blocks/${ada.id}`, { method: 'PUT' }));
      for (const [from, to] of [
        [ada, ben],
        [ben, ada],
      ] as const) {
        const answer = await from.call(`/api/messages/send/${to.id}`, {
          method: 'POST',
          json: { text: 'x' },
        });
        assert.equal(expectFailure(answer).status, 403);
      }
      assert.equal((await ada.history(ben)).messages.length, 1);
      expectSuccess(await ben.call(`/api/blocks/${ada.id}`, { method: 'DELETE' }));
      assert.equal((await ada.send(ben, 'again')).seq, 2);
    },
  },
];
