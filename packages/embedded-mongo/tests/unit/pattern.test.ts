import { describe, expect, it, test } from 'vitest';
import { compileExpression } from '../../src/language/expression';
import { compilePattern } from '../../src/language/pattern';

const matches = (pattern: string, text: string) => compilePattern(pattern, '').test(text);
const refusal = (pattern: string) => {
  try {
    compilePattern(pattern, '');
    return 'taken';
  } catch (error) {
    return (error as { code?: number }).code;
  }
};

describe('a back-reference', () => {
  it.each([
    [String.raw`^(a)\1$`, 'aa', true],
    [String.raw`^(a)\1$`, 'a', false],
    [String.raw`^(a|b)+\1$`, 'abb', true],
    [String.raw`^(?:(a)\1)*$`, 'aaaa', true],
    [String.raw`^(a){2}\1$`, 'aaa', true],
    [String.raw`^(?<x>a)\k<x>$`, 'aa', true],
    ['^(?P<x>a)(?P=x)$', 'aa', true],
    [String.raw`^(?=(a))\1`, 'a', true],
    [String.raw`x|^(a)b\1$`, 'aba', true],
    [String.raw`^(a)\10$`, 'a\b', true],
  ])('%s on %j: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it.each([
    String.raw`(a)?b\1`,
    String.raw`(a)*b\1`,
    String.raw`(a){0,2}b\1`,
    String.raw`(?:(a))?b\1`,
    String.raw`(a)|b\1`,
    String.raw`(?:(a)|b)\1`,
    String.raw`((a)|b)\2`,
    String.raw`(?!(a))b\1`,
    String.raw`(a\1)`,
    String.raw`(?:b|(a))\1`,
    String.raw`(a)(?<=\1)`,
    String.raw`(?<x>a)?\k<x>`,
  ])('%s is refused: the group may have taken no part', (pattern) => {
    expect([238, 51091]).toContain(refusal(pattern));
  });

  it('to a group that does not exist is an error', () => {
    expect(refusal(String.raw`(a)\2`)).toBe(51091);
    expect(refusal(String.raw`\81`)).toBe(51091);
    expect(refusal(String.raw`\k<nobody>`)).toBe(51091);
  });
});

test.each([
  [String.raw`^\101$`, 'A', true],
  [String.raw`^\0101$`, '\b1', true],
  [String.raw`^\012$`, '\n', true],
  [String.raw`^\0$`, '\0', true],
  [String.raw`^[\101-\103]+$`, 'ABC', true],
  [String.raw`^[\1]$`, '\u0001', true],
  [String.raw`^[\8]$`, '8', true],
  [String.raw`^\1019$`, 'A9', true],
  [String.raw`^\o{101}$`, 'A', true],
  [String.raw`^\377$`, '\u00ff', true],
])('an octal code: %s on %j: %s', (pattern, text, expected) => {
  expect(matches(pattern, text)).toBe(expected);
});

describe('a look-behind', () => {
  it.each([
    ['(?<=ab)c', 'abc', true],
    ['(?<=a|bc)d', 'bcd', true],
    ['(?<!a{2})c', 'ac', true],
    ['(?<=a(?:b|c)d)e', 'acde', true],
    [String.raw`(?<=^\w\d[x-z])e`, 'a1ye', true],
    [String.raw`(?<=\bab)c`, 'abc', true],
    [String.raw`(?<=\Qa.b\E)c`, 'a.bc', true],
  ])('of fixed length is taken: %s', (pattern, text, expected) => {
    expect(matches(pattern, text)).toBe(expected);
  });

  it.each([
    '(?<=a*)b',
    '(?<=a+)b',
    '(?<!a?)b',
    '(?<=a{1,3})b',
    '(?<=x(?:a|bc))d',
    String.raw`(?<=\R)d`,
  ])('of no fixed length is an error, as in MongoDB: %s', (pattern) => {
    expect(refusal(pattern)).toBe(51091);
  });
});

describe('captures of a repeated group, which JavaScript forgets', () => {
  const find = (regex: string, operator = '$regexFind') =>
    compileExpression({ [operator]: { input: 'ab', regex } })({});

  it('are refused where they are asked for', () => {
    expect(() => find('(?:(a)|b)*')).toThrow(/not supported/);
    expect(() => find('(?:(a)?b?)+')).toThrow(/not supported/);
    expect(() => find('(?:(a)?b?)+', '$regexFindAll')).toThrow(/not supported/);
  });

  it('do no harm elsewhere', () => {
    expect(find('(?:(a)|b)*', '$regexMatch')).toBe(true);
    expect(find('(a|b)*')).toMatchObject({ match: 'ab', captures: ['b'] });
    expect(find('(a)(c)?')).toMatchObject({ match: 'a', captures: ['a', null] });
  });
});
