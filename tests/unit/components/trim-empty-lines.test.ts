import fc from 'fast-check';
import { expect, test } from 'vitest';
import { trimEmptyLines } from '@/lib/shared/text';

test.each([
  ['    def f():\n        return 1', '    def f():\n        return 1'],
  ['\n \n    def f():\n        return 1\n\n', '    def f():\n        return 1'],
  ['\r\n  one\r\n\r\n  two\r\n\r\n', '  one\r\n\r\n  two'],
  ['one  \n', 'one  '],
  ['one', 'one'],
  [' \n\t \n', ''],
  ['', ''],
])('%j becomes %j', (text, kept) => {
  expect(trimEmptyLines(text)).toBe(kept);
});

test('what stays is a part of the text, begins and ends with a line that says something, and stays', () => {
  const piece = fc.constantFrom('a', ' ', '\t', '\n', '\r\n', '\u2003');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = pieces.join('');
      const kept = trimEmptyLines(text);
      expect(kept.trim()).toBe(text.trim());
      expect(text).toContain(kept);
      expect(trimEmptyLines(kept)).toBe(kept);
      const lines = kept.split('\n');
      if (kept !== '')
        for (const line of [lines[0], lines.at(-1)]) expect(line?.trim()).not.toBe('');
    }),
  );
});
