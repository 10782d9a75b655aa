import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ClockSteps } from '@/lib/client/selectors/clock-steps';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';
import { ConversationRows, pendingRow } from '@/lib/client/selectors/conversation-rows';
import { personRowOf } from '@/lib/client/selectors/person-row';
import { freshQuote } from '@/lib/client/store/quotes';
import { type ChatEvent, reduce } from '@/lib/client/store/reducer';
import { isBehind } from '@/lib/client/store/revs';
import { type ChatState, createState, type PendingItem } from '@/lib/client/store/state';
import { EMPTY_CONVERSATION, type PageKind } from '@/lib/client/store/timeline';
import { watermarksOf } from '@/lib/client/store/watermarks';
import { ApiError } from '@/lib/client/transport/api-error';
import type { MessageDto, OwnUserDto, PersonDto, ReplyDto } from '@/lib/shared/dto';
import { FakeServer } from './support/fake-server';

/** What happens on the server, in either of two conversations. */
type Deed = {
  who: number;
} /** `answers`: which earlier message it quotes, where there is one. */ & (
  | { kind: 'send'; isMine: boolean; answers: number | null }
  | { kind: 'mark'; mark: 'seen' | 'delivered'; at: number }
  | { kind: 'edit'; at: number }
  | { kind: 'remove'; at: number; scope: 'everyone' | 'mine' | 'theirs' }
  | { kind: 'react'; at: number; isMine: boolean; emoji: string | null }
);

/** What this client hears or does, at any moment and in any order; `at` picks a moment of the past. */
type Move =
  | { kind: 'fact'; at: number }
  | { kind: 'people'; at: number; place: 'first' | 'reset' | 'found' }
  | { kind: 'page'; who: number; at: number; cursor: 'newest' | 'after' | 'before' | 'around' }
  | { kind: 'changes'; who: number; at: number; back: number }
  | { kind: 'want'; who: number }
  | { kind: 'drop'; who: number }
  | { kind: 'close'; who: number; keep: number }
  | { kind: 'pending'; at: number };

const who = fc.nat(1);
const at = fc.nat(1_000);
const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('send'),
      who,
      isMine: fc.boolean(),
      answers: fc.option(at),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('mark'),
      who,
      mark: fc.constantFrom('seen', 'delivered'),
      at,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('edit'), who, at }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('remove'),
      who,
      at,
      scope: fc.constantFrom('everyone', 'mine', 'theirs'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('react'),
      who,
      at,
      isMine: fc.boolean(),
      emoji: fc.constantFrom('👍', '🎉', null),
    }),
  },
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
      cursor: fc.constantFrom('newest', 'after', 'before', 'around'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('changes'), who, at, back: fc.nat(3) }),
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
  const note = (message: MessageDto) =>
    facts.push({ type: 'message', message: server.view(me._id, message) });
  for (const each of deeds) {
    const other = others[each.who] ?? ann;
    const { conversationId } = server.person(me._id, other._id);
    const log = server.messages(conversationId);
    if (each.kind === 'send') {
      const [from, to] = each.isMine ? [me._id, other._id] : [other._id, me._id];
      const quoted =
        each.answers === null ? undefined : log[each.answers % Math.max(1, log.length)];
      const text = `text ${log.length + 1}`;
      note(server.send(from, { to, text, ...(quoted && { replyTo: quoted._id }) }));
      continue;
    }
    const message = log[each.at % Math.max(1, log.length)];
    if (!message) continue;
    if (each.kind !== 'mark') {
      change(server, { deed: each, message, myId: me._id, otherId: other._id });
      const changed = server.messages(conversationId)[message.seq - 1];
      if (changed && changed.rev !== message.rev) note(changed);
      continue;
    }
    const { receiverId: userId, seq } = message;
    server.mark(userId, each.mark, message._id);
    facts.push({ type: 'watermark', kind: each.mark, conversationId, userId, seq });
  }
  return { server, me, others, facts };
}

/** Changes a message on the server; what the server refuses changes nothing. */
function change(
  server: FakeServer,
  {
    deed: each,
    message,
    myId,
    otherId,
  }: {
    deed: Extract<Deed, { kind: 'edit' | 'remove' | 'react' }>;
    message: MessageDto;
    myId: string;
    otherId: string;
  },
): void {
  const { _id, senderId, rev } = message;
  try {
    if (each.kind === 'edit') server.editBy(senderId, _id, { text: `edited after ${rev}` });
    else if (each.kind === 'react') server.react(each.isMine ? myId : otherId, _id, each.emoji);
    else if (each.scope === 'everyone') server.remove(senderId, _id, 'everyone');
    else server.remove(each.scope === 'mine' ? myId : otherId, _id, 'me');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

function pendingOf({ clientId, receiverId, text, createdAt }: MessageDto): PendingItem {
  const rest = {
    image: null,
    file: null,
    replyTo: null,
    forwarded: false,
    failure: null,
    progress: null,
    storedSeq: null,
  };
  return { clientId, to: receiverId, text, createdAt, ...rest };
}

/** The own messages among the facts, as they were when sent. */
function ownMessages({ facts, me }: World): MessageDto[] {
  return facts.flatMap((fact) =>
    fact.type === 'message' && fact.message.senderId === me._id && fact.message.rev === 0
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
  if (move.kind === 'changes') {
    const after = Math.max(0, (state.conversations.get(userId)?.rev ?? 0) - move.back);
    const answer = server.changes(me._id, userId, { after, limit: 2 });
    return { type: 'changes-loaded', userId, after, answer } as const;
  }
  const range = state.conversations.get(userId)?.range;
  const around = { around: 1 + (move.at % 40) };
  const before = range ? { before: range.from } : {};
  const cursors = { newest: {}, after: { after: range?.to ?? 0 }, before, around };
  const isNewest = move.cursor === 'newest' || (!range && move.cursor !== 'around');
  const cursor = isNewest ? {} : cursors[move.cursor];
  const answer = server.page(me._id, userId, { ...cursor, limit: 4 });
  const page = move.cursor === 'around' ? 'jump' : isNewest ? 'newest' : 'cursor';
  // Beyond the last message there is no page to go to.
  if (page === 'jump' && answer.messages.length === 0) return undefined;
  return { type: 'page-loaded', userId, answer, page } as const;
}

/** What a screen would show of a conversation. */
function itemsOf(state: ChatState, userId: string): ConversationItem[] {
  const conversation = state.conversations.get(userId) ?? EMPTY_CONVERSATION;
  const { messages, photos } = conversation;
  const myId = state.me._id;
  const changes = state.changes.get(userId) ?? [];
  const refresh = (quote: ReplyDto) => freshQuote(conversation, quote);
  const pending = (state.pending.get(userId) ?? []).flatMap(
    (item) => pendingRow(item, { myId, changes, refresh }) ?? [],
  );
  const marks = watermarksOf(state, userId);
  return new ConversationRows({
    messages,
    photos,
    pending,
    changes,
    marks,
    myId,
    made: new WeakMap(),
    clockSteps: new ClockSteps(),
  }).all();
}

/** What must hold at every moment. */
function expectSound(before: ChatState, state: ChatState, facts: readonly ChatEvent[]): void {
  for (const [conversationId, marks] of before.watermarks) {
    const now = state.watermarks.get(conversationId);
    for (const kind of ['seen', 'delivered'] as const) {
      for (const [userId, seq] of Object.entries(marks[kind])) {
        expect(now?.[kind][userId]).toBeGreaterThanOrEqual(seq);
      }
    }
  }
  for (const [userId, { range, messages, isDetached, lastSeq, rev }] of state.conversations) {
    if (isDetached) expect(range?.to).toBeLessThan(lastSeq);
    // Every change up to `rev` is in the messages, unless a later one of the same message is to come.
    for (const message of messages) {
      const revs = facts.flatMap((fact) =>
        fact.type === 'message' && fact.message._id === message._id ? [fact.message.rev] : [],
      );
      const latest = Math.max(0, ...revs);
      if (latest <= rev) expect(message.rev).toBe(latest);
    }
    const seqs = messages.map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => (range?.from ?? 0) + index));
    expect(messages.length).toBe(range ? range.to - range.from + 1 : 0);
    const shown = itemsOf(state, userId).map(({ clientId }) => clientId);
    expect(new Set(shown).size).toBe(shown.length);
  }
}

/** A complete resync with both conversations on the screen, and the outbox hearing back. */
function catchUp(start: ChatState, world: World): ChatState {
  const { server, me, others } = world;
  const answer = server.people(me._id);
  let state = reduce(start, { type: 'people-loaded', answer, place: 'reset' });
  for (const { _id: userId } of others) {
    state = reduce(state, { type: 'conversation-wanted', userId });
    const load = (query: { after?: number; limit: number }, page: PageKind) => {
      const answered = server.page(me._id, userId, query);
      state = reduce(state, { type: 'page-loaded', userId, answer: answered, page });
      return answered.hasAfter;
    };
    // Where a reader is elsewhere, the resync leaves them; here they go back to the newest.
    if (state.conversations.get(userId)?.isDetached) load({ limit: 4 }, 'jump');
    if (!state.conversations.get(userId)?.range) load({ limit: 4 }, 'newest');
    let hasAfter = true;
    while (hasAfter) {
      const after = state.conversations.get(userId)?.range?.to ?? 0;
      hasAfter = load({ after, limit: 4 }, 'cursor');
    }
    hasAfter = true;
    for (let held = state.conversations.get(userId); hasAfter && held && isBehind(held); ) {
      const after = held.rev;
      const answer = server.changes(me._id, userId, { after, limit: 2 });
      state = reduce(state, { type: 'changes-loaded', userId, after, answer });
      held = state.conversations.get(userId);
      hasAfter = answer.hasAfter;
    }
  }
  // An unconfirmed send is tried again and answered.
  // The answer to a repeat is the message as it is by then.
  const stored = world.others.flatMap(({ _id }) =>
    world.server.messages(world.server.person(world.me._id, _id).conversationId),
  );
  const answers = [...state.pending.values()].flat().flatMap(({ clientId }) => {
    const message = stored.find((each) => each.clientId === clientId);
    return message ? [{ type: 'message', message: server.view(me._id, message) } as const] : [];
  });
  return answers.reduce(reduce, state);
}

/** All of a message but how far it has come, which the watermarks tell. */
function formOf({ seen, delivered, ...form }: MessageDto) {
  return form;
}

/** What a row says of the last message; when a deleted one was deleted is shown nowhere. */
function previewOf(person: PersonDto | null) {
  const last = person?.lastMessage ?? null;
  return last && { ...last, deletedAt: last.deletedAt !== null };
}

/** The newest form of the last message that was told of, by person. */
type Told = Map<string, { seq: number; rev: number }>;

function noteTold(told: Told, event: ChatEvent, state: ChatState): void {
  const messages = event.type === 'message' ? [event.message] : [];
  const paged = event.type === 'page-loaded' ? event.answer.messages : messages;
  for (const { seq, rev, senderId, receiverId } of paged) {
    const userId = senderId === state.me._id ? receiverId : senderId;
    if (!state.people.has(userId)) continue;
    const held = told.get(userId);
    if (held && (seq < held.seq || (seq === held.seq && rev <= held.rev))) continue;
    told.set(userId, { seq, rev });
  }
}

/** A row never goes back to an earlier message, nor to an earlier form of it. */
function expectRowsCurrent(state: ChatState, told: Told, { facts, me }: World): void {
  for (const [userId, { seq, rev }] of told) {
    const last = state.people.get(userId)?.lastMessage;
    if (!last) continue;
    expect(last.seq).toBeGreaterThanOrEqual(seq);
    if (last.seq > seq) continue;
    const texts = facts.flatMap((fact) => {
      if (fact.type !== 'message' || fact.message._id !== last._id) return [];
      return fact.message.rev >= rev ? [fact.message.text] : [];
    });
    expect(texts, `the row of ${userId}, as ${me._id} sees it`).toContain(last.text);
  }
}

interface Story {
  deeds: Deed[];
  moves: Move[];
}

/** Anything in any order. */
const wild: fc.Arbitrary<Story> = fc.record({
  deeds: fc.array(deed, { maxLength: 40 }),
  moves: fc.array(move, { maxLength: 60 }),
});

/** One conversation, loaded early and kept, in which much is changed and some of it is missed. */
const kept: fc.Arbitrary<Story> = fc
  .record({
    deeds: fc.array(deed, { minLength: 8, maxLength: 40 }),
    begin: fc.nat(12),
    moves: fc.array(
      move.filter(({ kind }) => kind !== 'drop' && kind !== 'close'),
      { maxLength: 40 },
    ),
  })
  .map(({ deeds, begin, moves }) => ({
    deeds: deeds.map((each) => ({ ...each, who: 0 })),
    moves: [
      { kind: 'want', who: 0 },
      { kind: 'page', who: 0, at: begin, cursor: 'newest' },
      ...moves.filter((each) => each.kind !== 'page' || each.cursor !== 'around'),
    ],
  }));

it('ends as the server has it, whatever came in whatever order while conversations came and went', () => {
  fc.assert(
    fc.property(fc.oneof(wild, kept), ({ deeds, moves }) => {
      const world = play(deeds);
      const { server, me, others } = world;
      const past = (moment: number) => play(deeds.slice(0, moment % (deeds.length + 1)));
      const told: Told = new Map();
      let state = createState(me);
      for (const each of moves) {
        const event = eventOf(each, state, world, past);
        if (!event) continue;
        const before = state;
        state = reduce(state, event);
        expectSound(before, state, world.facts);
        noteTold(told, event, before);
        expectRowsCurrent(state, told, world);
      }
      state = catchUp(state, world);

      const { unseenMessages } = server.people(me._id);
      for (const { _id: userId } of others) {
        const truth = server.person(me._id, userId);
        const row = personRowOf(state, userId);
        expect(previewOf(row)).toEqual(previewOf(truth));
        expect(row).toMatchObject({
          lastSeq: truth.lastSeq,
          seenSeq: truth.seenSeq,
          deliveredSeq: Math.max(truth.deliveredSeq, truth.seenSeq),
          mySeenSeq: truth.mySeenSeq,
          unseen: unseenMessages[userId] ?? 0,
        });
        const held = state.conversations.get(userId);
        const log = server.messages(truth.conversationId);
        expect(held?.range?.to).toBe(log.length);
        expect(held?.buffered).toEqual([]);
        const forms = log
          .slice((held?.range?.from ?? 1) - 1)
          .map((message) => formOf(server.view(me._id, message)));
        expect(held?.messages.map(formOf)).toEqual(forms);
        const shown = forms.filter(({ hidden }) => !hidden).map(({ text }) => text);
        expect(itemsOf(state, userId).map(({ text }) => text)).toEqual(shown);
      }
      expect([...state.pending]).toEqual([]);
    }),
    { numRuns: 1_500 },
  );
});
