import { expect, test } from 'vitest';
import { fold, isReadableName, isVisible } from '@/lib/shared/text';

test.each([
  ['  José   MARÍA ', 'jose maria'],
  ['Łukasz Żółw', 'lukasz zolw'],
  ['Søren Ødegård', 'soren odegard'],
  ['Þór Đorđević', 'thor dordevic'],
  ['Straße ẞ', 'strasse ss'],
  ['İstanbul ISPARTA ılık', 'istanbul isparta ilik'],
  ['ΣΊΣΥΦΟΣ', 'σισυφοσ'],
  ['مُحَمَّد الآمـــين', 'محمد الامين'],
  ['علی', 'علي'],
  ['ｱｲｳ ガ', 'アイウ ガ'],
  ['강민', '강민'],
  ['Zoë\u200b\u00ad', 'zoe'],
])('%s is compared as %s', (name, folded) => {
  expect(fold(name)).toBe(folded);
  expect(fold(folded)).toBe(folded);
});

test.each(['Ada', '鴻', 'ע', '7', 'नि', '김', '👩‍👩‍👧'])('%s can be read', (name) => {
  expect(isReadableName(name)).toBe(true);
});

test.each([
  ['a zero-width space', '\u200b'],
  ['the filler of Hangul', '\u3164\u115f\u1160\uffa0'],
  ['an empty Braille cell', '\u2800'],
  ['marks alone', '\u0301\u0308'],
  ['tags', '\u{e0041}'],
  ['punctuation', '...'],
])('%s is no name', (_, name) => {
  expect(isReadableName(name)).toBe(false);
});

test.each([
  ['a letter', 'a', true],
  ['an emoji', '👩‍👩‍👧', true],
  ['a full stop', '.', true],
  ['a lone mark', '\u0301', true],
  ['blanks', ' \n\t\u00a0\u3000', false],
  ['joiners', '\u200b\u200d\u2060\ufeff', false],
  ['fillers', '\u3164\u2800', false],
  ['a direction mark', '\u200f\u202e', false],
])('%s: visible is %s', (_, text, visible) => {
  expect(isVisible(text)).toBe(visible);
});
