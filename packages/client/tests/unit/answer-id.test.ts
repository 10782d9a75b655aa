import { expect, test } from 'vitest';
import { clientId } from '@/lib/shared/ids';
import { ANSWERS_MAX_COUNT, answerClientId } from '../../src/answer-id';

const MESSAGE_ID = '0123456789abcdef01234567';

test('the id of an answer is a UUID that the server takes, the same each time', () => {
  const id = answerClientId({ messageId: MESSAGE_ID, rev: 3, at: 1 });
  expect(clientId.parse(id)).toBe(id);
  expect(answerClientId({ messageId: MESSAGE_ID, rev: 3, at: 1 })).toBe(id);
});

test('answers to other messages, to other forms of one, and further answers have other ids', () => {
  const keys = [
    { messageId: MESSAGE_ID, rev: 0, at: 0 },
    { messageId: MESSAGE_ID, rev: 0, at: 1 },
    { messageId: MESSAGE_ID, rev: 0, at: ANSWERS_MAX_COUNT - 1 },
    { messageId: MESSAGE_ID, rev: 1, at: 0 },
    { messageId: MESSAGE_ID, rev: 16_383, at: ANSWERS_MAX_COUNT - 1 },
    ...Array.from(MESSAGE_ID, (digit, at) => ({
      messageId: MESSAGE_ID.slice(0, at) + (digit === 'f' ? '0' : 'f') + MESSAGE_ID.slice(at + 1),
      rev: 0,
      at: 0,
    })),
  ];
  const ids = keys.map(answerClientId);
  expect(new Set(ids).size).toBe(keys.length);
  for (const id of ids) expect(clientId.parse(id)).toBe(id);
});
