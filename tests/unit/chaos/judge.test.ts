import { expect, test } from 'vitest';
import { countFindings, type FindingKind } from '../../chaos/findings';
import { type Evidence, judge } from '../../chaos/judge';
import type { Change } from '../../chaos/ledger';
import type { StoredMessage } from '../../chaos/truth';

const CONVERSATION = 'dm:a:b';

function message(seq: number, change: Partial<StoredMessage> = {}): StoredMessage {
  return {
    _id: `id ${seq}`,
    conversationId: CONVERSATION,
    seq,
    senderId: 'a',
    receiverId: 'b',
    text: `text ${seq}`,
    clientId: `client ${seq}`,
    image: null,
    file: null,
    rev: 0,
    revs: [],
    editedAt: null,
    deletedAt: null,
    reactions: [],
    hiddenFor: [],
    replyToId: null,
    ...change,
  };
}

function written(text: string) {
  return { text, line: 'a > b', senderId: 'a', receiverId: 'b', clientId: null };
}

function evidence(change: Partial<Evidence> = {}): Evidence {
  const stored = [message(1), message(2), message(3)];
  return {
    written: stored.map(({ text }) => written(text)),
    acknowledged: stored.map(({ clientId, _id, seq }) => ({ clientId, messageId: _id, seq })),
    unsent: new Set(),
    changes: [],
    refusedEdits: new Set(),
    waiting: new Set(),
    stored: new Map([[CONVERSATION, stored]]),
    showings: showing(...stored),
    ...change,
  };
}

/** The kinds of what is found, without the numbers. */
function kindsOf(change: Partial<Evidence>): FindingKind[] {
  const counts = countFindings(judge(evidence(change)));
  return (Object.keys(counts) as FindingKind[]).filter((kind) => counts[kind] > 0);
}

const holding = (...messages: StoredMessage[]) => new Map([[CONVERSATION, messages]]);
const showing = (...messages: StoredMessage[]) => [
  {
    place: 'a device',
    viewerId: 'b',
    conversationId: CONVERSATION,
    messages: messages.map((each) => ({ ...each, replyTo: null })),
  },
];

test('finds nothing where everything agrees', () => {
  expect(judge(evidence())).toEqual([]);
});

test('finds a text that was written and is not stored, unless it still waits', () => {
  const texts = ['text 1', 'text 2', 'text 3', 'never stored'].map(written);
  expect(kindsOf({ written: texts })).toEqual(['lost']);
  expect(kindsOf({ written: texts, unsent: new Set(['never stored']) })).toEqual([]);
});

test('knows a voice note, which says nothing, by its clientId', () => {
  const note = { ...written(''), clientId: 'client 4' };
  const all = [...evidence().written, note];
  const stored = [message(1), message(2), message(3, { deletedAt: new Date(), text: '' })];
  const gone = { stored: holding(...stored), showings: [], written: all.toSpliced(2, 1) };
  expect(kindsOf(gone)).toEqual(['lost']);
  expect(kindsOf({ ...gone, unsent: new Set(['client 4']) })).toEqual([]);
  const come = holding(...stored, message(4, { text: '' }));
  expect(kindsOf({ ...gone, stored: come })).toEqual([]);
});

test('finds a message that was acknowledged and is not stored', () => {
  const acknowledged = [{ clientId: 'client 9', messageId: 'id 9', seq: 9 }];
  expect(kindsOf({ acknowledged })).toEqual(['lost']);
});

test('finds one send stored twice, by its clientId and by its text', () => {
  const stored = holding(message(1), message(2), message(3, { clientId: 'client 2' }));
  expect(kindsOf({ stored, showings: [], acknowledged: [] })).toEqual(['doubled']);
  const repeated = holding(message(1), message(2), message(3), message(4, { text: 'text 3' }));
  expect(kindsOf({ stored: repeated, showings: [] })).toEqual(['doubled']);
});

test('finds two messages acknowledged for one send', () => {
  const acknowledged = [
    { clientId: 'client 1', messageId: 'id 1', seq: 1 },
    { clientId: 'client 1', messageId: 'id 2', seq: 2 },
  ];
  expect(kindsOf({ acknowledged })).toContain('doubled');
});

test('finds a message shown twice, missing, foreign or changed', () => {
  const [one, two, three] = [message(1), message(2), message(3)];
  expect(kindsOf({ showings: showing(one, two, two, three) })).toEqual(['doubled']);
  expect(kindsOf({ showings: showing(one, three) })).toEqual(['differing']);
  expect(kindsOf({ showings: showing(one, two, three, message(4)) })).toEqual(['differing']);
  const changed = message(2, { text: 'another text' });
  expect(kindsOf({ showings: showing(one, changed, three) })).toEqual(['differing']);
});

test('finds messages shown, or stored, in another order than they were written', () => {
  const [one, two, three] = [message(1), message(2), message(3)];
  expect(kindsOf({ showings: showing(two, one, three) })).toEqual(['reordered']);
  const texts = ['text 2', 'text 1', 'text 3'].map(written);
  expect(kindsOf({ written: texts })).toEqual(['reordered']);
});

test('finds a number that is missing and one that is used twice', () => {
  const without = holding(message(1), message(2), message(4, { _id: 'id 3', text: 'text 3' }));
  expect(kindsOf({ stored: without, showings: [], acknowledged: [] })).toEqual(['gap']);
  const twice = holding(
    message(1),
    message(2),
    message(2, { _id: 'x', text: 'text 3', clientId: 'c' }),
  );
  expect(kindsOf({ stored: twice, showings: [], acknowledged: [] })).toEqual(['gap']);
});

const edit = (text: string, line = 'phone', clientId = 'client 2'): Change => ({
  kind: 'edit',
  text,
  base: { rev: 0, text: 'text 2' },
  line,
  userId: 'a',
  clientId,
});
const second = (change: Partial<StoredMessage>) =>
  holding(message(1), message(2, change), message(3));
/** The same stored and shown. */
const both = (change: Partial<StoredMessage>) => ({
  stored: second(change),
  showings: showing(message(1), message(2, change), message(3)),
});

test('takes an edited message for the one that was written', () => {
  const edited = { text: 'text 2 | edit 7', rev: 1, revs: [1] };
  expect(kindsOf({ ...both(edited), changes: [edit('text 2 | edit 7')] })).toEqual([]);
});

test('finds a form that is not the stored one: of a text, of reactions, of a quote', () => {
  const edited = { text: 'text 2 | edit 7', rev: 1 };
  const changes = [edit('text 2 | edit 7')];
  const old = showing(message(1), message(2), message(3));
  expect(kindsOf({ stored: second(edited), showings: old, changes })).toEqual(['stale']);
  const liked = { reactions: [{ userId: 'b', emoji: '👍' }] };
  expect(kindsOf({ stored: second(liked), showings: old })).toEqual(['differing']);
  const quoting = showing(message(1), message(2, edited), message(3)).map((each) => ({
    ...each,
    messages: each.messages.map((shown) =>
      shown.seq === 3 ? { ...shown, replyTo: { messageId: 'id 2', text: 'text 2' } } : shown,
    ),
  }));
  expect(kindsOf({ stored: second(edited), showings: quoting, changes })).toEqual(['stale']);
});

test('finds a deleted message that is shown, and one of which something is stored', () => {
  const deletedAt = new Date();
  const gone = { text: '', deletedAt, rev: 1 };
  const showings = showing(message(1), message(2, { rev: 1 }), message(3));
  const written3 = [written('text 1'), written('text 3')];
  expect(kindsOf({ stored: second(gone), showings, written: written3 })).toEqual(['resurrected']);
  expect(kindsOf({ ...both({ deletedAt, rev: 1 }) })).toContain('resurrected');
  // Deleted for one of the two alone.
  const hidden = { hiddenFor: ['b'], rev: 1 };
  expect(kindsOf({ stored: second(hidden), showings })).toEqual(['resurrected']);
  const file = { url: '/api/uploads/a.bin', name: 'a', bytes: 1 };
  expect(kindsOf({ ...both({ ...gone, file }), written: written3 })).toEqual(['resurrected']);
  const emptied = showing(message(1), message(2, { rev: 1, text: '' }), message(3));
  expect(kindsOf({ stored: second(hidden), showings: emptied })).toEqual([]);
});

test('finds a change that was made and is not stored, unless another device was faster', () => {
  const changes = [edit('text 2 | edit 7')];
  expect(kindsOf({ changes })).toEqual(['lostChange']);
  expect(kindsOf({ changes, waiting: new Set(['client 2']) })).toEqual([]);
  expect(kindsOf({ changes, refusedEdits: new Set(['text 2 | edit 7']) })).toEqual([]);
  const other = { text: 'text 2 | edit 8' };
  expect(kindsOf({ ...both(other), changes })).toEqual(['lostChange']);
  const two = [...changes, edit('text 2 | edit 8', 'laptop')];
  expect(kindsOf({ ...both(other), changes: two })).toEqual([]);
  const target = { line: 'phone', userId: 'b', clientId: 'client 2' };
  expect(kindsOf({ changes: [{ kind: 'react', emoji: '👍', ...target }] })).toEqual(['lostChange']);
  const undone: Change[] = [
    { kind: 'react', emoji: '👍', ...target },
    { kind: 'react', emoji: null, ...target },
  ];
  expect(kindsOf({ changes: undone })).toEqual([]);
  for (const scope of ['everyone', 'me'] as const) {
    expect(kindsOf({ changes: [{ kind: 'remove', scope, ...target }] })).toEqual(['lostChange']);
  }
});

test('does not miss a message that its author deleted before it was sent', () => {
  const back = { ...written('never sent'), clientId: 'client 9' };
  const remove: Change = {
    kind: 'remove',
    scope: 'everyone',
    line: 'phone',
    userId: 'a',
    clientId: 'client 9',
  };
  const all = [...evidence().written, back];
  expect(kindsOf({ written: all })).toEqual(['lost']);
  expect(kindsOf({ written: all, changes: [remove] })).toEqual([]);
});

test('finds a number of a change that was given twice', () => {
  const stored = holding(message(1, { revs: [1] }), message(2, { revs: [1] }), message(3));
  expect(kindsOf({ stored })).toEqual(['gap']);
});
