import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText, previewText } from '@/lib/shared/formatting/plain-text';

test.each([
  ['*Six* at the _workshop_', 'Six at the workshop'],
  ['```ts\nconst a = 1;\nconst b = 2;\n```\nlike *this*', 'const a = 1;\nconst b = 2;\nlike this'],
  ['> what you said\nYes', 'what you said\nYes'],
  ['- *milk*\n2. eggs', '- milk\n2. eggs'],
  ['\n  as typed  \n', '\n  as typed  \n'],
])('%j is plainly %j', (text, plain) => {
  expect(plainText(text)).toBe(plain);
});

const filler = 'word '.repeat(40);

test.each([
  ['*Six* at\nthe  `workshop`', 'Six at the workshop'],
  ['```\nnpm ci\nnpm start\n```', 'npm ci npm start'],
  ['*corrected', '*corrected'],
  // What the cut took the other half of.
  [`*${filler}*`, `${filler.slice(0, 119).trim()}`],
  [`See *_~${filler}~_* there`, `See ${filler.slice(0, 113).trim()}`],
  [`**${filler}**`, filler.slice(0, 118).trim()],
  [`\`${filler}\``, filler.slice(0, 119).trim()],
  [`\`\`\`sh\n${filler}\n\`\`\``, filler.slice(0, 114).trim()],
  [`Try\n\`\`\`\n${filler}\n\`\`\``, `Try ${filler.slice(0, 112).trim()}`],
  [`${filler.slice(0, 115)}*two* more`, `${filler.slice(0, 115)}two`],
  [`${filler.slice(0, 118).trim()} *two*`, filler.slice(0, 118)],
  [`2 * 3 ~ ${filler}`, `2 * 3 ~ ${filler.slice(0, 112).trim()}`],
])('the preview of %j is one line without marks', (text, preview) => {
  expect(previewText(text)).toBe(preview);
});

test('a cut never goes through an emoji', () => {
  expect(previewText('👍'.repeat(200))).toBe('👍'.repeat(120));
});

test('no text breaks a preview, and what the server has cut has the preview of the whole', () => {
  const piece = fc.oneof(
    fc.constantFrom('*', '_', '~', '`', '```', '\n', '> ', ' ', 'word', '👍', '- '),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 80 }), (pieces) => {
      const text = pieces.join('');
      const preview = previewText(text);
      expect(preview).not.toMatch(/[\n\t]| {2}/);
      expect(previewText([...text].slice(0, 120).join(''))).toBe(preview);
    }),
  );
});
