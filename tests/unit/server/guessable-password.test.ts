import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { dictionary } from '@zxcvbn-ts/language-common';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireUnguessable } from '@/lib/server/services/passwords/guessable-password';
import { countCharacters, PASSWORD_MIN_CHARACTERS } from '@/lib/shared/limits';

const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-guessable-'));
beforeAll(() => {
  process.env.DATA_DIR = dir;
  process.env.PUBLIC_URL = 'https://talk.harbour-club.example';
});
afterAll(() => rmSync(dir, { recursive: true }));

const ADA = { fullName: 'Ada Løvelace', email: 'ada.byron@example.org' };
const reasonOf = (password: string, person = ADA) =>
  requireUnguessable(password, person).then(
    () => null,
    (error: { problems?: { password?: { reason: string } } }) => error.problems?.password?.reason,
  );

test('there are more than three thousand passwords of a length that is allowed here', () => {
  const allowed = dictionary['passwords-common'].filter(
    (password) => countCharacters(password) >= PASSWORD_MIN_CHARACTERS,
  );
  expect(allowed.length).toBeGreaterThan(10_000);
});

test.each([
  ['trustno1', 'common'],
  ['TrustNo1', 'common'],
  ['Løvelace', 'personal'],
  ['LØVELACE-18', 'personal'],
  ['Løvelace-1815', null],
  ['ada.byron@example.org', 'personal'],
  ['adalovelace', 'personal'],
  ['Harbour-Club!', 'personal'],
  ['parley-parley', 'personal'],
  ['parley-test-1', null],
  ['an ada of 12 harbours', null],
  ['lovelace and 3 lamps', null],
  ['a quiet evening 7', null],
  ['🦔🦔🦔🦔🦔🦔🦔🦔', null],
])('as a password of Ada, "%s" is %s', async (password, reason) => {
  expect(await reasonOf(password)).toBe(reason);
});

test('a name too short to mean anything makes no password guessable', async () => {
  expect(await reasonOf('xyxyxyxy1', { fullName: 'Xy', email: 'x@y.z' })).toBeNull();
});
