import {
  Binary,
  BSONRegExp,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCollation } from '../../src/bson/collation';
import { encodeBracket, encodeKey } from '../../src/bson/key-encoding';
import { compareValues, type Direction, EMPTY_ARRAY, valuesEqual } from '../../src/bson/order';
import { anyText, anyValue } from './bson-arbitrary';

const sign = (value: number) => Math.sign(value) + 0;
const decimal = (text: string) => Decimal128.fromString(text);

describe('the order of values', () => {
  it('is that of MongoDB across types', () => {
    const ascending = [
      new MinKey(),
      EMPTY_ARRAY,
      null,
      new Double(NaN),
      new Double(-Infinity),
      new Int32(-1),
      new Int32(0),
      new Double(0.5),
      'a',
      {},
      { a: new Int32(1) },
      [],
      [new Int32(1)],
      new Binary(Buffer.from('zz')),
      new Binary(Buffer.from('aaa')),
      ObjectId.createFromHexString('000000000000000000000000'),
      false,
      true,
      new Date(0),
      new Timestamp({ t: 0, i: 1 }),
      new BSONRegExp('a'),
      new Code('a'),
      new Code('a', {}),
      new MaxKey(),
    ];
    for (const [i, low] of ascending.entries()) {
      for (const high of ascending.slice(i + 1)) expect(compareValues(low, high)).toBeLessThan(0);
    }
  });

  it.each([
    ['a missing value and null', undefined, null],
    ['zeros', new Double(-0), new Int32(0)],
    ['an int and a double', new Int32(1), new Double(1)],
    ['a long and a decimal', Long.fromBigInt(2n ** 53n + 1n), decimal('9007199254740993')],
    ['decimals of different scale', decimal('1.0'), decimal('1.00')],
    ['the NaNs', new Double(NaN), decimal('NaN')],
    ['the infinities', new Double(Infinity), decimal('Infinity')],
  ])('holds %s equal', (_name, a, b) => {
    expect(valuesEqual(a, b)).toBe(true);
    expect(encodeKey([a], [1])).toEqual(encodeKey([b], [1]));
  });

  it.each([
    ['a double below the decimal it nearly is', decimal('0.1'), new Double(0.1)],
    ['longs beyond 2^53', Long.fromBigInt(2n ** 53n), Long.fromBigInt(2n ** 53n + 1n)],
    ['a long and a double beyond 2^53', new Double(2 ** 53), Long.fromBigInt(2n ** 53n + 1n)],
    ['the largest double and a larger decimal', new Double(Number.MAX_VALUE), decimal('1E+400')],
    ['a large decimal and infinity', decimal('9E+6000'), new Double(Infinity)],
    ['text by code point, not by UTF-16 unit', '\ue000', '\u{10000}'],
    ['a prefix before what continues it', 'a', 'a\0'],
    ['documents by type before name', { b: new Int32(1) }, { a: 'x' }],
    ['documents by name before value', { a: new Int32(2) }, { b: new Int32(1) }],
    ['a document before one that goes on', { a: new Int32(1) }, { a: new Int32(1), b: null }],
    ['binary by length first', new Binary(Buffer.from([9])), new Binary(Buffer.from([1, 1]))],
  ])('tells apart %s', (_name, low, high) => {
    expect(compareValues(low, high)).toBeLessThan(0);
    expect(Buffer.compare(encodeKey([low], [1]), encodeKey([high], [1]))).toBe(-1);
    expect(Buffer.compare(encodeKey([low], [-1]), encodeKey([high], [-1]))).toBe(1);
  });

  it('is total: antisymmetric and transitive', () => {
    fc.assert(
      fc.property(anyValue, anyValue, anyValue, (a, b, c) => {
        expect(compareValues(a, a)).toBe(0);
        expect(sign(compareValues(a, b))).toBe(-sign(compareValues(b, a)) + 0);
        const [x, y, z] = [a, b, c].sort((p, q) => compareValues(p, q));
        expect(compareValues(x, y)).toBeLessThanOrEqual(0);
        expect(compareValues(x, z)).toBeLessThanOrEqual(0);
      }),
      { numRuns: 3000 },
    );
  });

  it('is the order of the encoded keys, ascending and descending', () => {
    const direction = fc.constantFrom<Direction>(1, -1);
    const tuple = fc.tuple(anyValue, anyValue);
    fc.assert(
      fc.property(tuple, tuple, fc.tuple(direction, direction), (a, b, directions) => {
        const wanted =
          directions[0] * sign(compareValues(a[0], b[0])) ||
          directions[1] * sign(compareValues(a[1], b[1]));
        const found = Buffer.compare(encodeKey(a, directions), encodeKey(b, directions));
        expect(found).toBe(wanted + 0);
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps every value within the bracket of its type', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        const { low, high } = encodeBracket(value);
        const key = encodeKey([value], [1]);
        expect(Buffer.compare(low, key)).toBeLessThanOrEqual(0);
        expect(Buffer.compare(key, high)).toBe(-1);
      }),
    );
  });
});

describe('a collation', () => {
  const equal = (options: Record<string, unknown>, a: string, b: string) => {
    const collation = parseCollation(options);
    const same = valuesEqual(a, b, collation);
    expect(encodeKey([a], [1], collation).equals(encodeKey([b], [1], collation))).toBe(same);
    return same;
  };

  it.each([
    [1, 'a', 'Á', true],
    [1, 'strasse', 'Straße', true],
    [1, 'o', 'Ø', true],
    [2, 'a', 'A', true],
    [2, 'a', 'á', false],
    [2, 'É', 'e\u0301', true],
    [2, 'Ａ', 'a', true],
    [3, 'a', 'A', false],
    [3, 'é', 'e\u0301', true],
  ])('of strength %i holds %s and %s equal: %s', (strength, a, b, wanted) => {
    expect(equal({ locale: 'en', strength: new Int32(strength) }, a, b)).toBe(wanted);
  });

  it('follows its locale', () => {
    expect(equal({ locale: 'sv', strength: 1 }, 'a', 'å')).toBe(false);
    expect(equal({ locale: 'tr', strength: 2 }, 'I', 'i')).toBe(false);
  });

  it('can order numbers within text', () => {
    const collation = parseCollation({ locale: 'en', numericOrdering: true });
    expect(compareValues('a10', 'a9', collation)).toBeGreaterThan(0);
    expect(equal({ locale: 'en', numericOrdering: true }, 'a01', 'a1')).toBe(true);
  });

  it('has keys that are equal exactly where values are', () => {
    for (const strength of [1, 2, 3]) {
      const collation = parseCollation({ locale: 'en', strength });
      fc.assert(
        fc.property(anyText, anyText, (a, b) => {
          const same = compareValues(a, b, collation) === 0;
          expect(encodeKey([a], [1], collation).equals(encodeKey([b], [1], collation))).toBe(same);
        }),
        { numRuns: 2000 },
      );
    }
  });

  it.each([
    [{ locale: 'simple' }, undefined],
    [{ locale: 'xx-nowhere' }, 2],
    [{ locale: 'en', strength: 9 }, 2],
    [{ locale: 'en', colour: 1 }, 40415],
    [{ locale: 'de@collation=phonebook' }, 238],
    [{ locale: 'en', strength: 4 }, 238],
    [{ locale: 'en', alternate: 'shifted' }, 238],
    [{ locale: 'fr', backwards: true }, 238],
  ])('given %j is parsed or refused', (spec, code) => {
    if (code === undefined) expect(parseCollation(spec)).toBeUndefined();
    else expect(() => parseCollation(spec)).toThrow(expect.objectContaining({ code }));
  });
});
