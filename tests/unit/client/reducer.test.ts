import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { personRowOf } from '@/lib/client/selectors/person-row';
import { type ChatEvent, reduce } from '@/lib/client/store/reducer';
import { type ChatState, createState } from '@/lib/client/store/state';
import { unseenOf } from '@/lib/client/store/unseen';
import { watermarksOf } from '@/lib/client/store/watermarks';
import type { MessageDto, OwnUserDto } from '@/lib/shared/dto';
import type { ServerToClientEvents } from '@/lib/shared/events';
import { FakeServer } from './support/fake-server';

interface World {
  server: FakeServer;
  me: OwnUserDto;
  other: OwnUserDto;
  /** What `me` is told, in the order it happened. */
  facts: ChatEvent[];
}

type Step =
  | { kind: 'send'; mine: boolean }
  | { kind: 'mark'; mine: boolean; mark: 'seen' | 'delivered'; at: number }
  | { kind: 'edit'; at: number };

const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('send' as const), mine: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('mark' as const),
      mine: fc.boolean(),
      mark: fc.constantFrom('seen' as const, 'delivered' as const),
      at: fc.nat(100),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edit' as const), at: fc.nat(100) }) },
);

/** Plays a history on the server and notes everything `me` would be told of it. */
function play(steps: readonly Step[]): World {
  const server = new FakeServer();
  const me = server.addUser('Me');
  const other = server.addUser('Other');
  const facts: ChatEvent[] = [];
  const transport = server.connect(me._id);
  transport.start({
    events: recordEvents(facts),
    onConnected: () => undefined,
    onDisconnected: () => undefined,
    onFailed: () => undefined,
    onRefused: () => undefined,
  });
  transport.open();
  for (const step of steps) {
    const { conversationId } = server.person(me._id, other._id);
    const log = server.messages(conversationId);
    if (step.kind === 'send') {
      const [from, to] = step.mine ? [me._id, other._id] : [other._id, me._id];
      server.send(from, { to, text: `text ${log.length + 1}` });
      continue;
    }
    const message = log[step.at % Math.max(1, log.length)];
    if (!message) continue;
    if (step.kind === 'edit') server.edit(conversationId, message.seq, `edited ${facts.length}`);
    else server.mark(message.receiverId, step.mark, message._id);
  }
  return { server, me, other, facts };
}

function recordEvents(facts: ChatEvent[]): ServerToClientEvents {
  const message = (each: MessageDto) => void facts.push({ type: 'message', message: each });
  const unused = () => undefined;
  return {
    'message:created': message,
    'message:updated': message,
    'conversation:seen': (mark) => void facts.push({ ...mark, type: 'watermark', kind: 'seen' }),
    'conversation:delivered': (mark) =>
      void facts.push({ ...mark, type: 'watermark', kind: 'delivered' }),
    typing: unused,
    'presence:changed': unused,
    'conversation:settings': (change) => void facts.push({ ...change, type: 'settings' }),
    'people:changed': unused,
    'user:updated': unused,
    resync: unused,
    'session:ended': unused,
  };
}

const apply = (state: ChatState, events: readonly ChatEvent[]) => events.reduce(reduce, state);

/** A client that had loaded the conversation when the server had it as it is now. */
function loaded({ server, me, other }: World): ChatState {
  return apply(createState(me), [
    { type: 'people-loaded', answer: server.people(me._id), place: 'reset' },
    { type: 'conversation-wanted', userId: other._id },
    {
      type: 'page-loaded',
      userId: other._id,
      answer: server.page(me._id, other._id, { peek: 1 }),
      page: 'newest',
    },
  ]);
}

/** What a resync asks and takes in. */
function resync(state: ChatState, { server, me, other }: World): ChatState {
  let next = reduce(state, {
    type: 'people-loaded',
    answer: server.people(me._id),
    place: 'first',
  });
  for (;;) {
    const after = next.conversations.get(other._id)?.range?.to;
    if (after === undefined) return next;
    const answer = server.page(me._id, other._id, { after, limit: 7 });
    next = reduce(next, { type: 'page-loaded', userId: other._id, answer, page: 'cursor' });
    if (!answer.hasAfter) return next;
  }
}

/** All a screen can tell of the conversation. */
function visible(state: ChatState, userId: string) {
  const row = personRowOf(state, userId);
  const held = state.conversations.get(userId);
  // Seen and delivered are shown by the watermarks; the flags of a message only lag behind them.
  const messages = held?.messages.map((message) => ({ ...message, seen: null, delivered: null }));
  // How far one's own devices were reached is told by its event alone and shown nowhere.
  const { myDeliveredSeq: _, ...marks } = watermarksOf(state, userId);
  return { row, messages, buffered: held?.buffered, marks };
}

const isEdit = (event: ChatEvent) => event.type === 'message' && event.message.editedAt !== null;

describe('the state after the same facts', () => {
  it('is the same in every order, with every repeat and every loss, once a resync has run', () => {
    fc.assert(
      fc.property(
        fc.array(stepArbitrary, { maxLength: 20 }),
        fc.array(stepArbitrary, { maxLength: 40 }),
        fc.infiniteStream(fc.nat(1_000_000)),
        (before, after, chance) => {
          const start = loaded(play(before));
          const world = play([...before, ...after]);
          const news = world.facts.slice(play(before).facts.length);
          const random = (below: number) => (chance.next().value ?? 0) % below;
          // An edit is told by its event alone, so that one is not lost here.
          const kept = news.filter((fact) => isEdit(fact) || random(3) > 0);
          const repeated = kept.flatMap((fact) => (random(4) === 0 ? [fact, fact] : [fact]));
          const shuffled = repeated
            .map((fact) => ({ fact, place: random(1_000) }))
            .sort((a, b) => a.place - b.place)
            .map(({ fact }) => fact);
          // A resync in the middle, too.
          const half = random(shuffled.length + 1);
          const middle = resync(apply(start, shuffled.slice(0, half)), world);
          const end = resync(apply(middle, shuffled.slice(half)), world);
          const straight = resync(apply(start, news), world);
          expect(visible(end, world.other._id)).toEqual(visible(straight, world.other._id));
          expect(visible(end, world.other._id).buffered).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('agrees with the server', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { maxLength: 60 }), (steps) => {
        const world = play(steps);
        const { server, me, other } = world;
        const state = resync(apply(loaded(play([])), world.facts), world);
        const answer = server.people(me._id);
        expect(unseenOf(state, other._id)).toBe(answer.unseenMessages[other._id] ?? 0);
        const [row] = answer.users;
        expect(personRowOf(state, other._id)).toMatchObject({
          lastSeq: row?.lastSeq,
          seenSeq: row?.seenSeq,
          mySeenSeq: row?.mySeenSeq,
        });
        const texts = state.conversations.get(other._id)?.messages.map((each) => each.text);
        expect(texts).toEqual(server.messages(row?.conversationId ?? '').map((each) => each.text));
      }),
      { numRuns: 200 },
    );
  });

  it('never shows a stretch of messages with a number missing', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.array(
          fc.oneof(
            fc.record({ kind: fc.constant('event' as const), at: fc.nat(59) }),
            fc.record({ kind: fc.constant('newest' as const), at: fc.nat(60) }),
            fc.record({ kind: fc.constant('before' as const), at: fc.nat(60) }),
            fc.record({ kind: fc.constant('after' as const), at: fc.nat(60) }),
          ),
          { maxLength: 40 },
        ),
        (count, moves) => {
          const world = play(Array.from({ length: count }, () => ({ kind: 'send', mine: false })));
          const { server, me, other } = world;
          const { conversationId } = server.person(me._id, other._id);
          let state = reduce(createState(me), { type: 'conversation-wanted', userId: other._id });
          for (const { kind, at } of moves) {
            const message = server.messages(conversationId)[at];
            if (kind === 'event') {
              if (message) state = reduce(state, { type: 'message', message });
            } else {
              const cursor = kind === 'newest' ? {} : { [kind]: at };
              const answer = server.page(me._id, other._id, { ...cursor, limit: 5 });
              const page = kind === 'newest' ? 'newest' : 'cursor';
              state = reduce(state, { type: 'page-loaded', userId: other._id, answer, page });
            }
            const held = state.conversations.get(other._id);
            const seqs = held?.messages.map((each) => each.seq) ?? [];
            const first = seqs[0] ?? 0;
            expect(seqs).toEqual(seqs.map((_, index) => first + index));
            if (held?.range && seqs.length > 0) {
              expect([seqs[0], seqs.at(-1)]).toEqual([held.range.from, held.range.to]);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a conversation that leaves the screen', () => {
  it.each([
    { type: 'conversation-closed', keep: 1 } as const,
    { type: 'conversation-dropped' } as const,
  ])('leaves the unread count as it was: $type', (leaving) => {
    const steps: Step[] = [
      { kind: 'send', mine: false },
      { kind: 'send', mine: false },
      { kind: 'send', mine: false },
      { kind: 'send', mine: true },
      { kind: 'send', mine: true },
    ];
    const world = play(steps);
    const { server, me, other } = world;
    const { conversationId } = server.person(me._id, other._id);
    let state = loaded(world);
    // All that was received is seen; what the server counted before is three.
    const mark = { type: 'watermark', kind: 'seen', conversationId, userId: me._id } as const;
    state = reduce(state, { ...mark, seq: 3 });
    expect(unseenOf(state, other._id)).toBe(0);
    state = reduce(state, { ...leaving, userId: other._id });
    expect(unseenOf(state, other._id)).toBe(0);
  });
});

describe('a message of one’s own', () => {
  const world = () => play([{ kind: 'send', mine: false }]);

  function pending(to: string, clientId: string): ChatEvent {
    const item = {
      clientId,
      to,
      text: 'hello',
      image: null,
      file: null,
      createdAt: '2026-01-01T00:00:00.000Z',
      replyTo: null,
      forwarded: false,
      failure: null,
      progress: null,
      storedSeq: null,
    };
    return { type: 'pending-set', item };
  }

  it('takes the place of its pending twin, whether the answer or the event comes first', () => {
    const each = world();
    const { server, me, other } = each;
    const start = reduce(loaded(each), pending(other._id, 'a'));
    const stored = server.send(me._id, { to: other._id, text: 'hello', clientId: 'a' });
    const once = reduce(start, { type: 'message', message: stored });
    const twice = reduce(once, { type: 'message', message: { ...stored } });
    expect(once.pending.size).toBe(0);
    expect(once.conversations.get(other._id)?.messages.at(-1)).toEqual(stored);
    expect(twice.conversations).toBe(once.conversations);
  });

  it('stays on the screen as sent while a gap before it is not filled', () => {
    const each = world();
    const { server, me, other } = each;
    const start = reduce(loaded(each), pending(other._id, 'a'));
    const missed = server.send(other._id, { to: me._id, text: 'missed' });
    const stored = server.send(me._id, { to: other._id, text: 'hello', clientId: 'a' });
    const gapped = reduce(start, { type: 'message', message: stored });
    expect(gapped.pending.get(other._id)).toMatchObject([{ clientId: 'a', storedSeq: stored.seq }]);
    expect(gapped.conversations.get(other._id)?.messages.map((m) => m.seq)).toEqual([1]);
    const filled = reduce(gapped, { type: 'message', message: missed });
    expect(filled.pending.size).toBe(0);
    expect(filled.conversations.get(other._id)?.messages.map((m) => m.seq)).toEqual([1, 2, 3]);
  });

  it('does not wait for a gap to be filled in a conversation that was let go of', () => {
    const each = world();
    const { server, me, other } = each;
    const start = reduce(loaded(each), pending(other._id, 'a'));
    server.send(other._id, { to: me._id, text: 'missed' });
    const stored = server.send(me._id, { to: other._id, text: 'hello', clientId: 'a' });
    const gapped = reduce(start, { type: 'message', message: stored });
    const dropped = reduce(gapped, { type: 'conversation-dropped', userId: other._id });
    expect(dropped.pending.size).toBe(0);
  });

  it('is not shown twice when an earlier session had sent it without hearing back', () => {
    const each = world();
    const { server, me, other } = each;
    server.send(me._id, { to: other._id, text: 'hello', clientId: 'a' });
    const state = reduce(loaded(each), pending(other._id, 'a'));
    expect(state.pending.size).toBe(0);
  });

  it('is never unseen to oneself', () => {
    const each = world();
    const { server, me, other } = each;
    let state = loaded(each);
    expect(unseenOf(state, other._id)).toBe(1);
    for (const text of ['one', 'two']) {
      const message = server.send(me._id, { to: other._id, text });
      state = reduce(state, { type: 'message', message });
    }
    expect(unseenOf(state, other._id)).toBe(1);
  });
});

describe('the people list', () => {
  it('moves a conversation to the top when something is said in it', () => {
    const server = new FakeServer();
    const me = server.addUser('Me');
    const [ann, bob] = [server.addUser('Ann'), server.addUser('Bob')];
    server.send(ann._id, { to: me._id, text: 'first' });
    server.send(bob._id, { to: me._id, text: 'second' });
    const before = reduce(createState(me), {
      type: 'people-loaded',
      answer: server.people(me._id),
      place: 'reset',
    });
    const message = server.send(ann._id, { to: me._id, text: 'third' });
    const after = reduce(before, { type: 'message', message });
    expect(after.people.get(ann._id)?.lastMessage?.text).toBe('third');
    expect(unseenOf(after, ann._id)).toBe(2);
    expect(unseenOf(after, bob._id)).toBe(1);
  });

  it('is not turned back by an answer that was on its way when something newer came', () => {
    const server = new FakeServer();
    const me = server.addUser('Me');
    const ann = server.addUser('Ann');
    server.send(ann._id, { to: me._id, text: 'first' });
    const slow = server.people(me._id);
    let state = reduce(createState(me), { type: 'people-loaded', answer: slow, place: 'reset' });
    const message = server.send(ann._id, { to: me._id, text: 'second' });
    state = reduce(state, { type: 'message', message });
    const { conversationId } = message;
    state = reduce(state, {
      type: 'watermark',
      kind: 'seen',
      conversationId,
      userId: me._id,
      seq: 2,
    });
    state = reduce(state, { type: 'people-loaded', answer: slow, place: 'first' });
    expect(state.people.get(ann._id)?.lastMessage?.text).toBe('second');
    expect(unseenOf(state, ann._id)).toBe(0);
  });
});
