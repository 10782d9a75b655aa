import {
  Binary,
  BSONRegExp,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
} from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCollation } from '../../src/bson/collation';
import { EMPTY_ARRAY } from '../../src/bson/order';
import { valuesAtPath } from '../../src/bson/paths';
import type { Document } from '../../src/bson/values';
import { compileFilter } from '../../src/language/match';
import type { Constraint } from '../../src/language/types';
import { anyDocument, anyValue } from './bson-arbitrary';

const matches = (filter: Document, doc: Document) => compileFilter(filter).test(doc);
const regex = (pattern: string, options = '') => new BSONRegExp(pattern, options);
const id = ObjectId.createFromHexString('507f1f77bcf86cd799439011');

type Case = [filter: Document, yes: Document[], no: Document[]];

function check(cases: Case[]): void {
  for (const [filter, yes, no] of cases) {
    for (const doc of yes) {
      expect(matches(filter, doc), `${JSON.stringify(filter)} ~ ${JSON.stringify(doc)}`).toBe(true);
    }
    for (const doc of no) {
      expect(matches(filter, doc), `${JSON.stringify(filter)} !~ ${JSON.stringify(doc)}`).toBe(
        false,
      );
    }
  }
}

describe('a filter', () => {
  it('compares across number types', () => {
    check([
      [
        { a: new Int32(1) },
        [{ a: new Double(1) }, { a: Long.fromNumber(1) }, { a: Decimal128.fromString('1.0') }],
        [{ a: '1' }, { a: true }],
      ],
      [
        { a: { $gt: Long.fromString('9007199254740992') } },
        [{ a: Long.fromString('9007199254740993') }],
        [{ a: new Double(9007199254740992) }],
      ],
      [
        { a: Decimal128.fromString('0.1') },
        [{ a: Decimal128.fromString('0.10') }],
        [{ a: new Double(0.1) }],
      ],
    ]);
  });

  it('compares only within a type, but null with missing', () => {
    check([
      [{ a: { $gt: 5 } }, [{ a: 6 }], [{ a: '6' }, { a: null }, {}, { a: new Date() }]],
      [{ a: { $lt: 'b' } }, [{ a: 'a' }], [{ a: 1 }, { a: 'b' }]],
      [{ a: null }, [{ a: null }, {}, { a: [1, null] }], [{ a: 0 }, { a: [] }, { a: false }]],
      [{ a: { $ne: null } }, [{ a: 0 }, { a: [] }], [{}, { a: null }, { a: [null] }]],
      [{ a: { $gte: null } }, [{ a: null }, {}], [{ a: 1 }]],
      [{ a: { $gt: null } }, [], [{ a: null }, {}, { a: 1 }]],
      [{ a: { $gt: new MinKey() } }, [{ a: 1 }, { a: 'x' }, {}], [{ a: new MinKey() }]],
      [{ a: { $lt: new MaxKey() } }, [{ a: 1 }], [{ a: new MaxKey() }]],
    ]);
  });

  it('holds NaN equal to itself and beside all other numbers', () => {
    const nan = new Double(NaN);
    check([
      [{ a: nan }, [{ a: nan }], [{ a: 0 }]],
      [{ a: { $lte: nan } }, [{ a: nan }], [{ a: 1 }]],
      [{ a: { $lt: 1 } }, [{ a: -1 }], [{ a: nan }]],
    ]);
  });

  it('sees an array as its elements and as a whole', () => {
    check([
      [{ a: 1 }, [{ a: [1, 2] }, { a: 1 }], [{ a: [[1]] }, { a: [] }]],
      [{ a: [1, 2] }, [{ a: [1, 2] }, { a: [[1, 2]] }], [{ a: [2, 1] }, { a: [1, 2, 3] }]],
      [{ a: [] }, [{ a: [] }, { a: [[]] }], [{ a: null }, {}]],
      [{ a: { $ne: 1 } }, [{ a: [2, 3] }, {}, { a: [] }], [{ a: [1, 2] }]],
      [{ a: { $gt: 1, $lt: 3 } }, [{ a: [0, 5] }, { a: 2 }], [{ a: [0, 1] }]],
      [{ a: { $not: { $gt: 3 } } }, [{ a: [1, 2] }, {}, { a: 'x' }], [{ a: [1, 5] }]],
    ]);
  });

  it('follows dotted paths through arrays', () => {
    check([
      [
        { 'a.b': 1 },
        [{ a: { b: 1 } }, { a: [{ b: 2 }, { b: [0, 1] }] }],
        [{ a: [[{ b: 1 }]] }, { a: 1 }],
      ],
      [
        { 'a.b': null },
        [{}, { a: 5 }, { a: {} }, { a: [{}, { b: 1 }] }],
        [{ a: [] }, { a: [5] }, { a: [{ b: 1 }] }],
      ],
      [
        { 'a.b': { $exists: false } },
        [{}, { a: 5 }, { a: [] }, { a: [5] }, { a: [{}] }],
        [{ a: [{}, { b: 1 }] }],
      ],
      [
        { 'a.0': 1 },
        [{ a: [1, 2] }, { a: { 0: 1 } }, { a: [{ 0: 1 }] }],
        [{ a: [2, 1] }, { a: [[1]] }],
      ],
      [{ 'a.1.b': 2 }, [{ a: [{}, { b: 2 }] }], [{ a: [{ b: 2 }, {}] }]],
      [{ 'a.0.b': 1 }, [{ a: [[{ b: 1 }]] }], [{ a: [[[{ b: 1 }]]] }]],
      [{ 'a.01': 1 }, [], [{ a: [0, 1] }]],
    ]);
  });

  it('compares documents whole, in field order', () => {
    check([
      [
        { a: { b: 1, c: 2 } },
        [{ a: { b: 1, c: 2 } }, { a: [{ b: 1, c: 2 }] }],
        [{ a: { c: 2, b: 1 } }, { a: { b: 1 } }],
      ],
      [{ a: {} }, [{ a: {} }], [{ a: { b: 1 } }, {}]],
      [
        { a: { $ref: 'x', $id: id } },
        [{ a: { $ref: 'x', $id: id } }],
        [{ a: { $ref: 'y', $id: id } }],
      ],
      [{ 'a.$id': id }, [{ a: { $ref: 'x', $id: id } }], [{ a: { $id: 1 } }]],
    ]);
  });

  it('has $in and $nin with values, nulls, arrays and patterns', () => {
    check([
      [{ a: { $in: [1, 'x'] } }, [{ a: 1 }, { a: ['x', 'y'] }], [{ a: 2 }, {}]],
      [{ a: { $in: [null] } }, [{}, { a: null }], [{ a: 1 }]],
      [{ a: { $in: [[1]] } }, [{ a: [1] }, { a: [[1]] }], [{ a: 1 }]],
      [
        { a: { $in: [regex('^x'), 5] } },
        [{ a: 'xy' }, { a: 5 }, { a: regex('^x') }],
        [{ a: 'yx' }],
      ],
      [{ a: { $in: [] } }, [], [{}, { a: 1 }]],
      [{ a: { $nin: [1, 2] } }, [{ a: 3 }, {}], [{ a: [1, 9] }]],
      [{ a: { $in: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] } }, [{ a: new Double(7) }], [{ a: 11 }]],
    ]);
  });

  it('has $and, $or, $nor', () => {
    check([
      [{ $and: [{ a: 1 }, { b: 2 }] }, [{ a: 1, b: 2 }], [{ a: 1 }]],
      [{ $or: [{ a: 1 }, { b: 2 }] }, [{ a: 1 }, { b: 2 }], [{}]],
      [{ $nor: [{ a: 1 }, { b: 2 }] }, [{}], [{ b: 2 }]],
      [{ a: 1, $comment: 'why' }, [{ a: 1 }], [{ a: 2 }]],
    ]);
  });

  it('has $exists, $type, $size, $mod', () => {
    check([
      [{ a: { $exists: true } }, [{ a: null }, { a: [] }], [{}]],
      [{ a: { $exists: 0 } }, [{}], [{ a: 1 }]],
      [
        { a: { $type: 'int' } },
        [{ a: new Int32(1) }, { a: [new Int32(1)] }],
        [{ a: new Double(1) }],
      ],
      [
        { a: { $type: 'number' } },
        [{ a: new Double(1) }, { a: Decimal128.fromString('1') }],
        [{ a: '1' }],
      ],
      [{ a: { $type: ['string', 10] } }, [{ a: 'x' }, { a: null }], [{ a: 1 }, {}]],
      [{ a: { $type: 'array' } }, [{ a: [] }, { a: [[1]] }], [{ a: 1 }]],
      [{ a: { $type: 'objectId' } }, [{ a: id }], [{ a: 'x' }]],
      [{ a: { $type: 'binData' } }, [{ a: new Binary(Buffer.from('x')) }], [{ a: 'x' }]],
      [{ a: { $size: 2 } }, [{ a: [1, 2] }], [{ a: [[1, 2]] }, { a: 2 }]],
      [
        { a: { $mod: [4, 0] } },
        [{ a: 8 }, { a: new Double(4.5) }, { a: [3, 4] }],
        [{ a: 5 }, { a: '8' }, { a: new Double(NaN) }],
      ],
      [{ a: { $mod: [4, -1] } }, [{ a: -5 }], [{ a: 3 }]],
    ]);
  });

  it('has $all and $elemMatch', () => {
    check([
      [{ a: { $all: [1, 2] } }, [{ a: [2, 1, 3] }], [{ a: [1] }]],
      [{ a: { $all: [1] } }, [{ a: 1 }], [{ a: 2 }]],
      [{ a: { $all: [[1, 2]] } }, [{ a: [1, 2] }, { a: [[1, 2]] }], [{ a: [2, 1] }]],
      [{ a: { $all: [] } }, [], [{ a: [] }, {}]],
      [{ a: { $all: [regex('^x')] } }, [{ a: ['xa'] }], [{ a: ['b'] }]],
      [
        { a: { $all: [{ $elemMatch: { b: 1 } }, { $elemMatch: { b: 2 } }] } },
        [{ a: [{ b: 1 }, { b: 2 }] }],
        [{ a: [{ b: 1 }] }],
      ],
      [{ a: { $elemMatch: { $gt: 1, $lt: 3 } } }, [{ a: [0, 2] }], [{ a: [0, 5] }, { a: 2 }]],
      [
        { a: { $elemMatch: { b: 1, c: 2 } } },
        [{ a: [{ b: 1, c: 2 }] }],
        [{ a: [{ b: 1 }, { c: 2 }] }, { a: { b: 1, c: 2 } }],
      ],
      [
        { a: { $elemMatch: { $or: [{ b: 1 }, { c: 1 }] } } },
        [{ a: [{ c: 1 }] }],
        [{ a: [{ d: 1 }] }],
      ],
      [{ a: { $elemMatch: { $elemMatch: { $gt: 2 } } } }, [{ a: [[1, 3]] }], [{ a: [3] }]],
      [{ a: { $elemMatch: { 0: 5 } } }, [{ a: [[5]] }], [{ a: [5] }]],
      [{ a: { $not: { $elemMatch: { b: 1 } } } }, [{ a: [{ b: 2 }] }, {}], [{ a: [{ b: 1 }] }]],
      [{ a: { $elemMatch: { $nin: [1] } } }, [{ a: [1, 2] }], [{ a: [1] }]],
    ]);
  });

  it('has the bit operators', () => {
    check([
      [
        { a: { $bitsAllSet: 50 } },
        [{ a: 54 }, { a: new Binary(Buffer.from([0x36])) }],
        [{ a: 20 }],
      ],
      [{ a: { $bitsAllSet: [1, 5] } }, [{ a: 54 }], [{ a: 20 }]],
      [{ a: { $bitsAllClear: [1, 5] } }, [{ a: 20 }], [{ a: 54 }, { a: 'x' }]],
      [
        { a: { $bitsAnySet: 35 } },
        [{ a: 54 }, { a: new Double(1) }],
        [{ a: 20 }, { a: new Double(1.5) }],
      ],
      [{ a: { $bitsAnyClear: [1, 5] } }, [{ a: 20 }], [{ a: 54 }]],
      [{ a: { $bitsAllSet: [200] } }, [{ a: -1 }], [{ a: 1 }]],
    ]);
  });

  it('has $expr with variables', () => {
    const matcher = compileFilter(
      { $expr: { $gt: ['$spent', '$$limit'] } },
      { variables: { limit: 5 } },
    );
    expect(matcher.test({ spent: 6 })).toBe(true);
    expect(matcher.test({ spent: 5 })).toBe(false);
  });

  it('keeps own fields apart from inherited ones', () => {
    check([
      [{ toString: null }, [{}], [{ toString: 1 }]],
      [{ constructor: { $exists: true } }, [], [{}]],
      [{ 'a.__proto__.b': 1 }, [], [{ a: {} }]],
      [{ 'a.length': 1 }, [], [{ a: [5] }, { a: 'x' }]],
    ]);
    const doc = JSON.parse('{"__proto__": 1}') as Document;
    expect(matches(JSON.parse('{"__proto__": 1}') as Document, doc)).toBe(true);
  });

  it('uses its collation for strings, within arrays and documents too', () => {
    const collation = parseCollation({ locale: 'en', strength: 2 });
    const test = (filter: Document, doc: Document) =>
      compileFilter(filter, { collation }).test(doc);
    expect(test({ a: 'ADA' }, { a: ['ada'] })).toBe(true);
    expect(test({ a: { b: 'X' } }, { a: { b: 'x' } })).toBe(true);
    expect(test({ a: { $in: ['X', 1, 2, 3, 4, 5, 6, 7, 8, 9] } }, { a: 'x' })).toBe(true);
    expect(test({ a: { $gt: 'a' } }, { a: 'B' })).toBe(true);
    expect(test({ a: regex('^A') }, { a: 'a' })).toBe(false);
  });

  it('tells which element matched', () => {
    const at = (filter: Document, doc: Document) => {
      const details: { index?: number } = {};
      expect(compileFilter(filter).test(doc, details)).toBe(true);
      return details.index;
    };
    expect(at({ a: 2 }, { a: [1, 2, 3] })).toBe(1);
    expect(at({ 'a.b': 2 }, { a: [{ b: 1 }, { b: [1, 2] }] })).toBe(1);
    expect(at({ a: { $elemMatch: { $gte: 2 } } }, { a: [1, 2, 3] })).toBe(1);
    expect(at({ 'a.b': 1 }, { a: { b: [5, 1] } })).toBe(1);
    expect(at({ a: 1 }, { a: 1 })).toBeUndefined();
  });
});

describe('a pattern', () => {
  it.each([
    ['^ab', '', 'abc', true],
    ['AB', 'i', 'xaby', true],
    ['(?i)AB', '', 'xaby', true],
    ['^b', 'm', 'a\nb', true],
    ['^b', '', 'a\nb', false],
    ['a$', '', 'a\n', true],
    ['a$', '', 'a\nb', false],
    ['a.b', '', 'a\nb', false],
    ['a.b', 's', 'a\nb', true],
    ['a.b', '', 'a\rb', true],
    ['^.$', '', '\u{1f600}', true],
    ['\\Aab\\z', '', 'ab', true],
    ['[[:digit:]]+x', '', '12x', true],
    ['a{,2}', '', 'a{,2}', true],
    ['[]a]', '', ']', true],
    ['\\Qa.b\\E', '', 'a.b', true],
    ['\\Qa.b\\E', '', 'axb', false],
    ['\\h', '', '\t', true],
    ['\\s', '', '\u00a0', false],
    ['(?<y>\\d+)-\\k<y>', '', '12-12', true],
    ['(a)\\1', '', 'aa', true],
    ['\\x41\\x{1F600}', '', 'A\u{1f600}', true],
    ['\\p{L}', '', 'é', true],
    ['a-b\\-c@', '', 'a-b-c@', true],
    ['[\\w.-]+@', '', 'a.b-c@', true],
    ['user\\@host', '', 'user@host', true],
  ])('%s with options "%s" on %j: %s', (pattern, options, text, wanted) => {
    expect(matches({ a: regex(pattern, options) }, { a: text })).toBe(wanted);
    expect(matches({ a: { $regex: pattern, $options: options } }, { a: text })).toBe(wanted);
  });

  it.each([['(?>a)'], ['a++'], ['(?i:a)'], ['(a)(?R)'], ['\\G'], ['a(?i)b'], ['(*UTF8)a']])(
    'that only PCRE has, %s, is refused',
    (pattern) => {
      expect(() => compileFilter({ a: regex(pattern) })).toThrow(
        expect.objectContaining({ code: 238 }),
      );
    },
  );
});

describe('a filter mongod would not take', () => {
  it.each<[Document, number]>([
    [{ $foo: 1 }, 2],
    [{ a: { $foo: 1 } }, 2],
    [{ a: { $gt: 1, b: 2 } }, 2],
    [{ $and: [] }, 2],
    [{ $or: {} }, 2],
    [{ $or: [1] }, 2],
    [{ a: { $in: 1 } }, 2],
    [{ a: { $in: [{ $gt: 1 }] } }, 2],
    [{ a: { $not: 1 } }, 2],
    [{ a: { $not: {} } }, 2],
    [{ a: { $ne: regex('x') } }, 2],
    [{ a: { $gt: regex('x') } }, 2],
    [{ a: { $size: -1 } }, 2],
    [{ a: { $size: 'x' } }, 9],
    [{ a: { $mod: [0, 1] } }, 2],
    [{ a: { $mod: [1] } }, 2],
    [{ a: { $type: 'nothing' } }, 2],
    [{ a: { $type: 99 } }, 2],
    [{ a: { $type: [] } }, 9],
    [{ a: { $all: 1 } }, 2],
    [{ a: { $elemMatch: 1 } }, 2],
    [{ a: { $options: 'i' } }, 2],
    [{ a: { $regex: 1 } }, 2],
    [{ a: { $regex: '(' } }, 51091],
    [{ a: { $regex: 'a', $options: 'q' } }, 51108],
    [{ a: { $bitsAllSet: -1 } }, 9],
    [{ $expr: { $foo: 1 } }, 168],
    [{ $expr: '$$nobody' }, 17276],
    [{ $where: 'true' }, 238],
    [{ $text: { $search: 'x' } }, 238],
    [{ $jsonSchema: {} }, 238],
    [{ a: { $geoWithin: {} } }, 238],
    [{ a: { $near: [0, 0] } }, 238],
  ])('%j gets code %i', (filter, code) => {
    expect(() => compileFilter(filter)).toThrow(expect.objectContaining({ code }));
  });
});

describe('index keys of a path', () => {
  it.each<[Document, string, unknown[], boolean]>([
    [{}, 'a', [undefined], false],
    [{ a: 1 }, 'a', [1], false],
    [{ a: [1, [2]] }, 'a', [1, [2]], true],
    [{ a: [] }, 'a', [EMPTY_ARRAY], true],
    [{ a: [] }, 'a.b', [undefined], true],
    [{ a: [{ b: 1 }, 5, {}] }, 'a.b', [1, undefined, undefined], true],
    [{ a: [{ b: [1, 2] }] }, 'a.b', [1, 2], true],
    [{ a: ['x', 'y'] }, 'a.1', ['y'], false],
    [{ a: 5 }, 'a.b', [undefined], false],
  ])('of %j at %s', (doc, path, values, multikey) => {
    expect(valuesAtPath(doc, path)).toEqual({ values, multikey });
  });
});

describe('filters in general', () => {
  const operator = fc.constantFrom(
    '$eq',
    '$gt',
    '$gte',
    '$lt',
    '$lte',
    '$in',
    '$exists',
    '$type',
    '$elemMatch',
    '$size',
  );
  const predicate = fc.tuple(operator, anyValue).map(([name, value]): Document => {
    if (name === '$in') return { $in: [value, null] };
    if (name === '$exists') return { $exists: true };
    if (name === '$type') return { $type: ['string', 'int', 'array'] };
    if (name === '$elemMatch') return { $elemMatch: { $gte: value } };
    return name === '$size' ? { $size: 1 } : { [name]: value };
  });
  const condition = fc
    .tuple(fc.constantFrom('a', 'b', 'a.b', 'a.0', 'c.a'), predicate)
    .map(([path, value]): Document => ({ [path]: value }));
  const accepted = (filter: Document) => {
    try {
      return compileFilter(filter);
    } catch {
      return undefined;
    }
  };

  it('and their $nor and $not divide the documents', () => {
    fc.assert(
      fc.property(condition, anyDocument, (filter, doc) => {
        const matcher = accepted(filter);
        fc.pre(matcher !== undefined);
        expect(compileFilter({ $nor: [filter] }).test(doc)).toBe(!matcher.test(doc));
        const [path = '', test] = Object.entries(filter)[0] ?? [];
        expect(compileFilter({ [path]: { $not: test } }).test(doc)).toBe(!matcher.test(doc));
      }),
      { numRuns: 3000 },
    );
  });

  it('match only documents that meet their constraints', () => {
    fc.assert(
      fc.property(condition, anyDocument, (filter, doc) => {
        const matcher = accepted(filter);
        fc.pre(matcher?.test(doc) === true);
        expect(meets(matcher.constraints, doc)).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  function meets(constraint: Constraint, doc: Document): boolean {
    if (constraint.kind === 'and') return constraint.all.every((part) => meets(part, doc));
    if (constraint.kind === 'or') return constraint.any.some((part) => meets(part, doc));
    if (constraint.kind === 'other') return true;
    const { op, value, values } = constraint;
    const wanted = op === 'in' ? (values ?? []) : [value];
    const keys = valuesAtPath(doc, constraint.path).values;
    return keys.some((key) =>
      wanted.some((one) => {
        // An array is indexed by its elements, so equality with one looks for its first element.
        const first = Array.isArray(one) ? (one.length === 0 ? EMPTY_ARRAY : one[0]) : one;
        if (op === 'exists') return key !== undefined;
        const name = op === 'in' ? '$eq' : `$${op}`;
        return (
          key === first ||
          [one, first].some(
            (each) =>
              each !== EMPTY_ARRAY &&
              key !== EMPTY_ARRAY &&
              matches({ key: { [name]: each } }, { key }),
          )
        );
      }),
    );
  }
});
