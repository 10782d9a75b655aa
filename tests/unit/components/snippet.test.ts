import { expect, test } from 'vitest';
import { snippetOf } from '@/components/search/snippet';

const shown = (text: string, highlights: [number, number][]) =>
  snippetOf(text, highlights)
    .map(({ text: part, isMarked }) => (isMarked ? `[${part}]` : part))
    .join('');

test('what was found is marked in its line', () => {
  expect(shown('see you at\nthe station', [[15, 22]])).toBe('see you at the [station]');
  expect(shown('a picture', [])).toBe('a picture');
  expect(shown('', [])).toBe('');
});

test('a long text is shown from a word shortly before what was found', () => {
  const text = `${'word '.repeat(40)}needle${' word'.repeat(80)}`;
  const at = text.indexOf('needle');
  const line = shown(text, [[at, at + 6]]);
  expect(line).toMatch(/^…(word ){1,5}\[needle\] word/);
  expect(line).toMatch(/…$/);
  expect(line.length).toBeLessThan(220);
});

test('no character is cut in half', () => {
  const text = `${'👍'.repeat(60)}needle${'👍'.repeat(200)}`;
  const at = text.indexOf('needle');
  const line = shown(text, [[at, at + 6]]);
  expect(line.isWellFormed()).toBe(true);
  expect(line).toContain('[needle]');
});
