import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PeopleRows } from '@/lib/client/selectors/people-rows';
import type { PendingItem } from '@/lib/client/store/state';
import { ClientStore } from '@/lib/client/store/store';
import { FakeServer } from './support/fake-server';
import { createDevice } from './support/harness';

type Change =
  | { kind: 'message' | 'typing' | 'presence' | 'name' | 'seen'; at: number }
  | { kind: 'page'; at: number };

const changeArbitrary: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('message', 'typing', 'presence', 'name', 'seen', 'page'),
  at: fc.nat(1_000),
});

/** A list of which only the first page is loaded; every third person is called Alex. */
function meet(count: number) {
  const server = new FakeServer();
  const me = server.addUser('Me');
  const others = Array.from({ length: count }, (_, i) =>
    server.addUser(i % 3 === 0 ? 'Alex' : `Person ${i}`),
  );
  for (const other of others.slice(0, count / 3)) {
    server.send(other._id, { to: me._id, text: 'hello' });
  }
  const device = createDevice(server, me);
  const { client } = device;
  const first = server.people(me._id, { limit: count / 2 });
  client.seed({ people: first });
  const apply = async ({ kind, at }: Change) => {
    const other = others[at % others.length];
    if (!other) return;
    const { conversationId } = server.person(me._id, other._id);
    const last = server.messages(conversationId).at(-1);
    if (kind === 'message') {
      const [from, to] = at % 2 === 0 ? [other._id, me._id] : [me._id, other._id];
      client.store.dispatch({ type: 'message', message: server.send(from, { to, text: 'more' }) });
    } else if (kind === 'typing') {
      client.store.dispatch({ type: 'typing', userId: other._id, typing: at % 2 === 0 });
    } else if (kind === 'presence') {
      const presence = [{ userId: other._id, online: at % 2 === 0, lastSeenAt: null }];
      client.store.dispatch({ type: 'presence', presence });
    } else if (kind === 'name') {
      client.store.dispatch({ type: 'user', user: { ...other, fullName: `Renamed ${at}` } });
    } else if (kind === 'seen' && last) {
      const mark = { conversationId, userId: at % 2 === 0 ? me._id : other._id, seq: last.seq };
      client.store.dispatch({ type: 'watermark', kind: 'seen', ...mark });
    } else if (kind === 'page') {
      await client.people.loadMore();
    }
  };
  return { server, me, others, client, apply };
}

describe('the people list, kept up to date change by change', () => {
  it('is what it would be if it were made anew after all of them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(changeArbitrary, { maxLength: 40 }), async (changes) => {
        const { client, apply } = meet(12);
        for (const change of changes) {
          await apply(change);
          client.views.listed();
        }
        const anew = new PeopleRows(client.store);
        // A name that changed keeps its place until the list is loaded again.
        expect(new Set(client.views.listed())).toEqual(new Set(anew.listed()));
        expect(client.views.unseenTotal()).toBe(anew.unseenTotal());
        const isRenamed = changes.some(({ kind }) => kind === 'name');
        if (!isRenamed) expect(client.views.listed()).toEqual(anew.listed());
      }),
      { numRuns: 200 },
    );
  });

  it('hands out the very rows that did not change', () => {
    const { client, others } = meet(12);
    const before = client.views.listed();
    const last = before.at(-1);
    client.store.dispatch({ type: 'typing', userId: last?._id ?? '', typing: true });
    const after = client.views.listed();
    expect(after).not.toBe(before);
    expect(after.slice(0, -1).every((row, i) => row === before[i])).toBe(true);
    client.store.dispatch({ type: 'typing', userId: others.at(-1)?._id ?? '', typing: false });
    expect(client.views.listed()).toEqual(after);
  });
});

it('people of the same name stand with the online ones first, and others stay where they are', () => {
  const server = new FakeServer();
  const me = server.addUser('Me');
  const store = new ClientStore(me);
  const named = ['Ann', 'Bob', 'Bob', 'Bob', 'Cleo'].map((name) => server.addUser(name));
  const users = named.map((user) => server.person(me._id, user._id));
  const answer = { users, unseenMessages: {}, nextCursor: null };
  store.dispatch({ type: 'people-loaded', answer, place: 'reset' });
  const rows = new PeopleRows(store);
  const order = () => rows.listed().map((row) => named.findIndex((user) => user._id === row._id));
  expect(order()).toEqual([0, 1, 2, 3, 4]);
  const come = (index: number, online: boolean) => {
    const userId = named[index]?._id ?? '';
    store.dispatch({ type: 'presence', presence: [{ userId, online, lastSeenAt: null }] });
  };
  come(3, true);
  come(4, true);
  expect(order()).toEqual([0, 3, 1, 2, 4]);
  come(2, true);
  expect(order()).toEqual([0, 2, 3, 1, 4]);
  come(3, false);
  expect(order()).toEqual([0, 2, 1, 3, 4]);
});

it('a row of several pictures shows the words they came with, as they come and while they are sent', () => {
  const server = new FakeServer();
  const [me, ann] = [server.addUser('Me'), server.addUser('Ann')];
  const store = new ClientStore(me);
  const rows = new PeopleRows(store);
  const answer = server.people(me._id);
  store.dispatch({ type: 'people-loaded', answer, place: 'reset' });
  const image = { url: '/api/uploads/a.webp', width: 4, height: 3, placeholder: '' };
  const pictures = ['From the harbour', '', ''].map((text) => ({
    ...server.send(ann._id, { to: me._id, text }),
    image,
  }));
  const shown = () => rows.person(ann._id)?.lastMessage?.text;
  for (const message of pictures) store.dispatch({ type: 'message', message });
  expect(shown()).toBe('From the harbour');
  // Told twice, it is the same.
  for (const message of pictures) store.dispatch({ type: 'message', message });
  expect(shown()).toBe('From the harbour');
  store.dispatch({ type: 'message', message: server.send(me._id, { to: ann._id, text: 'Nice' }) });
  const later = { ...server.send(ann._id, { to: me._id, text: '' }), image };
  store.dispatch({ type: 'message', message: later });
  expect(shown()).toBe('');

  for (const [index, text] of ['From the hill', '', ''].entries()) {
    const item: PendingItem = {
      clientId: `client-${index}`,
      to: ann._id,
      text,
      image: { url: 'blob:', width: 4, height: 3 },
      file: null,
      createdAt: new Date(Date.parse(later.createdAt) + 1_000 * (index + 1)).toISOString(),
      replyTo: null,
      forwarded: false,
      failure: null,
      progress: null,
      storedSeq: null,
    };
    store.dispatch({ type: 'pending-set', item });
  }
  expect(rows.person(ann._id)?.outgoing?.text).toBe('From the hill');
});
