import { expect, test } from 'vitest';
import { type AllWords, allEnglish } from '@/components/i18n/all-english';
import { ar } from '@/components/i18n/ar';
import { de } from '@/components/i18n/de';
import { negotiateLanguage, varietyFromHeader } from '@/components/i18n/languages';
import { translateError, translateProblem } from '@/components/i18n/translate-error';
import { isAppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { signUpInput } from '@/lib/shared/account-schemas';
import type { FieldProblem } from '@/lib/shared/errors';

test.each([
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['fr-FR,fr;q=0.9,ar;q=0.5,en;q=0.4', 'ar'],
  ['en;q=0.2, de;q=0.7', 'de'],
  ['de;q=0, en', 'en'],
  ['fr', 'en'],
  ['*', 'en'],
  ['; ,,q=1;;', 'en'],
  [null, 'en'],
] as const)('a browser that asks for %s gets %s', (header, language) => {
  expect(negotiateLanguage(header)).toBe(language);
});

test('dates follow the variety of the language that the browser names', () => {
  expect(varietyFromHeader('en', 'de, en-US;q=0.9, en-GB;q=0.8')).toBe('en-US-u-nu-latn');
  expect(varietyFromHeader('de', 'de-ch')).toBe('de-CH-u-nu-latn');
  expect(varietyFromHeader('en', 'fr')).toBe('en-GB-u-nu-latn');
});

test.each([
  ['English', allEnglish],
  ['German', de],
  ['Arabic', ar],
])(
  '%s has words for what the server may refuse a form for, made of codes and data',
  (_, words: AllWords) => {
    const tooLong = { fullName: 'x'.repeat(81), email: 'nobody', bio: 'x'.repeat(281) };
    const refusals = [
      problemsOf({ ...tooLong, password: 'short' }),
      problemsOf({ fullName: '', email: 'ada@example.org', password: 'x'.repeat(129) }),
      problemsOf({ fullName: '\u202e', email: 'ada@example.org', password: 'password123' }),
      problemsOf({}),
    ];
    const said = refusals.map((problems) =>
      Object.fromEntries(
        Object.entries(problems).map(([name, problem]) => [name, translateProblem(words, problem)]),
      ),
    );
    expect(said.flatMap((fields) => Object.values(fields))).not.toContain(undefined);
    expect(said[0]?.fullName).toContain('80');
    expect(said[0]?.bio).toContain('280');
    expect(said[0]?.password).toContain('8');
    expect(said[1]?.password).toContain('128');
    expect(refusals[0]).toMatchObject({ email: { reason: 'not_an_address' } });
    expect(refusals[2]).toMatchObject({
      fullName: { reason: 'unprintable' },
      password: { reason: 'common' },
    });
    expect(translateError(words, { code: 'not_found', reason: 'no_person' })).toBe(
      words.failed.reasons.no_person,
    );
    expect(translateError(words, { code: 'too_large', reason: 'damaged' })).toBe(
      words.pictures.refused.damaged,
    );
    expect(translateError(words, { code: 'forbidden', reason: 'of a later version' })).toBe(
      words.failed.codes.forbidden,
    );
  },
);

function problemsOf(input: object): Record<string, FieldProblem> {
  try {
    parseInput(signUpInput, input);
  } catch (error) {
    if (isAppError(error)) return error.problems ?? {};
  }
  return {};
}

test('no word is left in English by mistake', () => {
  const KEPT = new Set([
    'product',
    'offline',
    'online',
    'optional',
    'wave',
    'system',
    'heading',
    'bot',
  ]);
  for (const words of [de, ar]) {
    // Keys are named as they are printed on them, in German often in English.
    for (const [key, english, other] of pairs({ ...allEnglish, keys: {} }, words)) {
      if (!KEPT.has(key)) expect(other, key).not.toBe(english);
    }
  }
});

function* pairs(a: object, b: object): Generator<[string, string, string]> {
  const others = new Map(Object.entries(b));
  for (const [key, value] of Object.entries(a)) {
    const other: unknown = others.get(key);
    if (typeof value === 'string' && typeof other === 'string') yield [key, value, other];
    else if (typeof value === 'object' && typeof other === 'object' && other)
      yield* pairs(value, other);
  }
}

test.each([
  [1, 'عُثر على شخص واحد'],
  [2, 'عُثر على شخصين'],
])('Arabic counts %i in its own form', (n, text) => {
  expect(ar.people.results(n)).toBe(text);
});
