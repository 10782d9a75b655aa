import { expect, test } from 'vitest';
import { initialsOf, toneOf } from '@/components/ui/initials';

test.each([
  ['Ada Lovelace', 'AL'],
  ['  mara  van der  lindqvist ', 'ML'],
  ['Plato', 'P'],
  ['سميرة حداد', 'سح'],
  ['👩🏽‍🚀 Star', '👩🏽‍🚀S'],
  ['', ''],
])('"%s" has the initials %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

test('a colour stays with its person and is always one there is', () => {
  for (const id of ['', 'a', '66f1c0ffee66f1c0ffee66f1', 'ü'.repeat(100)]) {
    const tone = toneOf(id, 8);
    expect(toneOf(id, 8)).toBe(tone);
    expect(tone).toBeGreaterThanOrEqual(0);
    expect(tone).toBeLessThan(8);
  }
});
