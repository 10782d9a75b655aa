import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ClockSteps } from '@/lib/client/selectors/clock-steps';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import { ConversationRows, pendingRow } from '@/lib/client/selectors/conversation-rows';
import { personRowOf } from '@/lib/client/selectors/person-row';
import { type ChatEvent, reduce } from '@/lib/client/store/reducer';
import { type ChatState, createState, type PendingItem } from '@/lib/client/store/state';
import { EMPTY_CONVERSATION } from '@/lib/client/store/timeline';
import { watermarksOf } from '@/lib/client/store/watermarks';
import type { MessageDto, OwnUserDto } from '@/lib/shared/dto';
import { FakeServer } from './support/fake-server';

/** What happens on the server, in either of two conversations. */
type Deed = { who: number } & (
  | { kind: 'send'; isMine: boolean }
  | { kind: 'mark'; mark: 'seen' | 'delivered'; at: number }
  | { kind: 'edit'; at: number }
);

/** What this client hears or does, at any moment and in any order; `at` picks a moment of the past. */
type Move =
  | { kind: 'fact'; at: number }
  | { kind: 'people'; at: number; place: 'first' | 'reset' | 'found' }
  | { kind: 'page'; who: number; at: number; cursor: 'newest' | 'after' | 'before' }
  | { kind: 'want'; who: number }
  | { kind: 'drop'; who: number }
  | { kind: 'close'; who: number; keep: number }
  | { kind: 'pending'; at: number };

const who = fc.nat(1);
const at = fc.nat(1_000);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('send'), who, isMine: fc.boolean() }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('mark'),
      who,
      mark: fc.constantFrom('seen', 'delivered'),
      at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('edit'), who, at }) },
);
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('fact'), at }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('people'),
      at,
      place: fc.constantFrom('first', 'reset', 'found'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('page'),
      who,
      at,
      cursor: fc.constantFrom('newest', 'after', 'before'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('want'), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop'), who }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('close'), who, keep: fc.nat(6) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('pending'), at }) },
);

interface World {
  server: FakeServer;
  me: OwnUserDto;
  others: readonly OwnUserDto[];
  /** Everything `me` is told, acknowledgements of own sends included. */
  facts: readonly ChatEvent[];
}

/** Plays deeds on a new server; the same deeds make the same ids and times. */
function play(deeds: readonly Deed[]): World {
  const server = new FakeServer();
  const [me, ann, bob] = [server.addUser('Me'), server.addUser('Ann'), server.addUser('Bob')];
  const others = [ann, bob];
  const facts: ChatEvent[] = [];
  const note = (message: MessageDto) => facts.push({ type: 'message', message });
  for (const each of deeds) {
    const other = others[each.who] ?? ann;
    const { conversationId } = server.person(me._id, other._id);
    const log = server.messages(conversationId);
    if (each.kind === 'send') {
      const [from, to] = each.isMine ? [me._id, other._id] : [other._id, me._id];
      note(server.send(from, { to, text: `text ${log.length + 1}` }));
      continue;
    }
    const message = log[each.at % Math.max(1, log.length)];
    if (!message) continue;
    if (each.kind === 'edit') {
      note(server.edit(conversationId, message.seq, `edited ${facts.length}`));
      continue;
    }
    const { receiverId: userId, seq } = message;
    server.mark(userId, each.mark, message._id);
    facts.push({ type: 'watermark', kind: each.mark, conversationId, userId, seq });
  }
  return { server, me, others, facts };
}

function pendingOf({ clientId, receiverId, text, createdAt }: MessageDto): PendingItem {
  const rest = { image: null, failure: null, progress: null, storedSeq: null };
  return { clientId, to: receiverId, text, createdAt, ...rest };
}

/** The own messages among the facts, as they were when sent. */
function ownMessages({ facts, me }: World): MessageDto[] {
  return facts.flatMap((fact) =>
    fact.type === 'message' && fact.message.senderId === me._id && !fact.message.editedAt
      ? [fact.message]
      : [],
  );
}

/** The event of a move, given what the server was like at the moment it names. */
function eventOf(move: Move, state: ChatState, world: World, past: (at: number) => World) {
  const pick = <T>(items: readonly T[], index: number) => items[index % Math.max(1, items.length)];
  if (move.kind === 'fact') return pick(world.facts, move.at);
  if (move.kind === 'people') {
    const { server, me } = past(move.at);
    const answer = server.people(me._id);
    return { type: 'people-loaded', answer, place: move.place } as const;
  }
  if (move.kind === 'pending') {
    const message = pick(ownMessages(world), move.at);
    return message && ({ type: 'pending-set', item: pendingOf(message) } as const);
  }
  const userId = world.others[move.who]?._id ?? '';
  if (move.kind === 'want') return { type: 'conversation-wanted', userId } as const;
  if (move.kind === 'drop') return { type: 'conversation-dropped', userId } as const;
  if (move.kind === 'close') {
    return { type: 'conversation-closed', userId, keep: move.keep } as const;
  }
  const { server, me } = past(move.at);
  const range = state.conversations.get(userId)?.range;
  const cursors = { newest: {}, after: { after: range?.to ?? 0 }, before: { before: range?.from } };
  const cursor = range ? cursors[move.cursor] : {};
  const isNewest = !range || move.cursor === 'newest';
  const answer = server.page(me._id, userId, { ...cursor, limit: 4 });
  return { type: 'page-loaded', userId, answer, page: isNewest ? 'newest' : 'cursor' } as const;
}

/** What a screen would show of a conversation. */
function itemsOf(state: ChatState, userId: string): ConversationItem[] {
  const { messages, photos } = state.conversations.get(userId) ?? EMPTY_CONVERSATION;
  const myId = state.me._id;
  const pending = (state.pending.get(userId) ?? []).map((item) => pendingRow(item, myId));
  const marks = watermarksOf(state, userId);
  return new ConversationRows({
    messages,
    photos,
    pending,
    marks,
    myId,
    made: new WeakMap(),
    clockSteps: new ClockSteps(),
  }).all();
}

/** What must hold at every moment. */
function expectSound(before: ChatState, state: ChatState): void {
  for (const [conversationId, marks] of before.watermarks) {
    const now = state.watermarks.get(conversationId);
    for (const kind of ['seen', 'delivered'] as const) {
      for (const [userId, seq] of Object.entries(marks[kind])) {
        expect(now?.[kind][userId]).toBeGreaterThanOrEqual(seq);
      }
    }
  }
  for (const [userId, { range, messages }] of state.conversations) {
    const seqs = messages.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => (range?.from ?? 0) + index));
    expect(messages.length).toBe(range ? range.to - range.from + 1 : 0);
    const shown = itemsOf(state, userId).map(({ clientId }) => clientId);
    expect(new Set(shown).size).toBe(shown.length);
  }
}

/** A complete resync with both conversations on the screen, and the outbox hearing back. */
function catchUp(start: ChatState, world: World): ChatState {
  const { server, me, others, facts } = world;
  const answer = server.people(me._id);
  let state = reduce(start, { type: 'people-loaded', answer, place: 'reset' });
  for (const { _id: userId } of others) {
    state = reduce(state, { type: 'conversation-wanted', userId });
    const load = (query: { after?: number; limit: number }, page: 'newest' | 'cursor') => {
      const answered = server.page(me._id, userId, query);
      state = reduce(state, { type: 'page-loaded', userId, answer: answered, page });
      return answered.hasAfter;
    };
    if (!state.conversations.get(userId)?.range) load({ limit: 4 }, 'newest');
    let hasAfter = true;
    while (hasAfter) {
      const after = state.conversations.get(userId)?.range?.to ?? 0;
      hasAfter = load({ after, limit: 4 }, 'cursor');
    }
  }
  // An edit is told by its event alone; an unconfirmed send is tried again and answered.
  const edits = facts.filter((fact) => fact.type === 'message' && fact.message.editedAt);
  // The answer to a repeat is the message as it is by then.
  const stored = world.others.flatMap(({ _id }) =>
    world.server.messages(world.server.person(world.me._id, _id).conversationId),
  );
  const answers = [...state.pending.values()].flat().flatMap(({ clientId }) => {
    const message = stored.find((each) => each.clientId === clientId);
    return message ? [{ type: 'message', message } as const] : [];
  });
  return [...edits, ...answers].reduce(reduce, state);
}

it('ends as the server has it, whatever came in whatever order while conversations came and went', () => {
  fc.assert(
    fc.property(
      fc.array(deed, { maxLength: 40 }),
      fc.array(move, { maxLength: 60 }),
      (deeds, moves) => {
        const world = play(deeds);
        const { server, me, others } = world;
        const past = (moment: number) => play(deeds.slice(0, moment % (deeds.length + 1)));
        let state = createState(me);
        for (const each of moves) {
          const event = eventOf(each, state, world, past);
          if (!event) continue;
          const before = state;
          state = reduce(state, event);
          expectSound(before, state);
        }
        state = catchUp(state, world);

        const { unseenMessages } = server.people(me._id);
        for (const { _id: userId } of others) {
          const truth = server.person(me._id, userId);
          expect(personRowOf(state, userId)).toMatchObject({
            lastSeq: truth.lastSeq,
            lastMessage: truth.lastMessage && { _id: truth.lastMessage._id },
            seenSeq: truth.seenSeq,
            deliveredSeq: Math.max(truth.deliveredSeq, truth.seenSeq),
            mySeenSeq: truth.mySeenSeq,
            unseen: unseenMessages[userId] ?? 0,
          });
          const held = state.conversations.get(userId);
          const log = server.messages(truth.conversationId);
          expect(held?.range?.to).toBe(log.length);
          expect(held?.buffered).toEqual([]);
          const texts = log.slice((held?.range?.from ?? 1) - 1).map(({ text }) => text);
          expect(itemsOf(state, userId).map(({ text }) => text)).toEqual(texts);
        }
        expect([...state.pending]).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
