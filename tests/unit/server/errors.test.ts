import { expect, test } from 'vitest';
import { toAppError, toFailure } from '@/lib/server/errors';

test('what was not foreseen is answered in general words, with a number to ask by and nothing of its cause', () => {
  const cause = new TypeError('cannot read /srv/parley/secret of mongodb://user:password@host');
  const answer = toFailure(toAppError(cause), 'request-1');
  expect(answer).toMatchObject({ success: false, code: 'internal', requestId: 'request-1' });
  const text = JSON.stringify(answer);
  for (const hidden of ['secret', 'mongodb', 'TypeError', 'errors.test.ts']) {
    expect(text).not.toContain(hidden);
  }
});

test.each([
  [
    'a database that cannot be reached',
    Object.assign(new Error('x'), { name: 'MongoNetworkError' }),
  ],
  ['a full disk', Object.assign(new Error('x'), { code: 'ENOSPC' })],
  ['a broken connection', Object.assign(new Error('x'), { code: 'ECONNRESET' })],
])('%s is answered as something to try again', (_, error) => {
  expect(toFailure(toAppError(error))).toMatchObject({ code: 'unavailable' });
});
