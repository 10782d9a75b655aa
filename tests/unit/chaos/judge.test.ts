import { expect, test } from 'vitest';
import { countFindings, type FindingKind } from '../../chaos/findings';
import { type Evidence, judge } from '../../chaos/judge';
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
    ...change,
  };
}

function written(text: string) {
  return { text, line: 'a > b', senderId: 'a', receiverId: 'b' };
}

function evidence(change: Partial<Evidence> = {}): Evidence {
  const stored = [message(1), message(2), message(3)];
  return {
    written: stored.map(({ text }) => written(text)),
    acknowledged: stored.map(({ clientId, _id, seq }) => ({ clientId, messageId: _id, seq })),
    unsent: new Set(),
    stored: new Map([[CONVERSATION, stored]]),
    showings: [{ place: 'a device', conversationId: CONVERSATION, messages: stored }],
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
  { place: 'a device', conversationId: CONVERSATION, messages },
];

test('finds nothing where everything agrees', () => {
  expect(judge(evidence())).toEqual([]);
});

test('finds a text that was written and is not stored, unless it still waits', () => {
  const texts = ['text 1', 'text 2', 'text 3', 'never stored'].map(written);
  expect(kindsOf({ written: texts })).toEqual(['lost']);
  expect(kindsOf({ written: texts, unsent: new Set(['never stored']) })).toEqual([]);
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
