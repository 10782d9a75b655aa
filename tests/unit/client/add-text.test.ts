import { expect, test } from 'vitest';
import { addText } from '@/lib/client/drafts/add-text';
import { TEXT_MAX_CHARACTERS } from '@/lib/shared/limits';

test('a text goes below the draft that is there', () => {
  expect(addText('', 'new')).toEqual({ draft: 'new', isCut: false });
  expect(addText('old', 'new')).toEqual({ draft: 'old\nnew', isCut: false });
  expect(addText('old\n', 'new')).toEqual({ draft: 'old\nnew', isCut: false });
});

test('of a text too long for a message as much is added as fits, in whole characters', () => {
  const exact = '👋'.repeat(TEXT_MAX_CHARACTERS);
  expect(addText('', exact)).toEqual({ draft: exact, isCut: false });
  expect(addText('', `${exact}!`)).toEqual({ draft: exact, isCut: true });
  const { draft, isCut } = addText('old', exact);
  expect(isCut).toBe(true);
  expect([...draft]).toHaveLength(TEXT_MAX_CHARACTERS);
  expect(draft.startsWith('old\n👋')).toBe(true);
});

test('a draft that leaves no room stays as it is', () => {
  const full = 'x'.repeat(TEXT_MAX_CHARACTERS);
  expect(addText(full, 'new')).toEqual({ draft: full, isCut: true });
  expect(addText(`${full}xyz`, 'new')).toEqual({ draft: `${full}xyz`, isCut: true });
});
