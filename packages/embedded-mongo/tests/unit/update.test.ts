import { Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCollation } from '../../src/bson/collation';
import type { Document } from '../../src/bson/values';
import { compileFilter } from '../../src/language/match';
import { compileUpdate, type UpdateOptions } from '../../src/pipeline/update';
import { anyDocument, anyValue } from './bson-arbitrary';

interface Given extends Partial<UpdateOptions> {
  filter?: Document;
  isInsert?: boolean;
}

function update(doc: Document, change: Document | Document[], given: Given = {}) {
  const { filter = {}, isInsert = false, ...options } = given;
  const updater = compileUpdate(change, { isUpsert: isInsert, ...options });
  return updater.apply(doc, { matcher: compileFilter(filter), isInsert });
}

const updated = (doc: Document, change: Document | Document[], given?: Given) =>
  update(doc, change, given).doc;
const int = (value: number) => new Int32(value);

describe('update operators', () => {
  it.each<[string, Document, Document, Document]>([
    ['$set makes documents on the way', {}, { $set: { 'a.b': 1 } }, { a: { b: 1 } }],
    ['$set pads arrays', { a: [1] }, { $set: { 'a.3': 2 } }, { a: [1, null, null, 2] }],
    [
      '$set of a number in a document names a field',
      { a: {} },
      { $set: { 'a.0': 1 } },
      { a: { 0: 1 } },
    ],
    [
      'new fields come in the order of their names',
      {},
      { $set: { b: 1, a: 2, 'c.10': 1, 'c.9': 2 } },
      { a: 2, b: 1, c: { 9: 2, 10: 1 } },
    ],
    ['$unset removes', { a: 1, b: { c: 1 } }, { $unset: { a: '', 'b.c': '' } }, { b: {} }],
    ['$unset leaves null in an array', { a: [1, 2] }, { $unset: { 'a.0': '' } }, { a: [null, 2] }],
    ['$unset passes over scalars', { a: 1 }, { $unset: { 'a.b': '' } }, { a: 1 }],
    ['$rename moves', { a: 1, b: 2 }, { $rename: { a: 'c.d' } }, { b: 2, c: { d: 1 } }],
    ['$rename replaces', { a: 1, b: 2 }, { $rename: { a: 'b' } }, { b: 1 }],
    ['$rename moves an array', { a: [1], b: 2 }, { $rename: { a: 'b' } }, { b: [1] }],
    ['$rename of nothing does nothing', { b: 2 }, { $rename: { a: 'b' } }, { b: 2 }],
    ['$min keeps the lesser', { a: 5, b: 5 }, { $min: { a: 3, b: 9, c: 1 } }, { a: 3, b: 5, c: 1 }],
    ['$max compares across types', { a: 5 }, { $max: { a: 'x' } }, { a: 'x' }],
    ['$push appends', { a: [1] }, { $push: { a: [2] } }, { a: [1, [2]] }],
    ['$push makes an array', {}, { $push: { 'a.b': 1 } }, { a: { b: [1] } }],
    [
      '$push inserts at a position',
      { a: [1, 4] },
      { $push: { a: { $each: [2, 3], $position: 1 } } },
      { a: [1, 2, 3, 4] },
    ],
    [
      '$push counts a negative position from the end',
      { a: [1, 3] },
      { $push: { a: { $each: [2], $position: -1 } } },
      { a: [1, 2, 3] },
    ],
    [
      '$push sorts and slices',
      { a: [3] },
      { $push: { a: { $each: [1, 2], $sort: -1, $slice: 2 } } },
      { a: [3, 2] },
    ],
    [
      '$push sorts documents',
      { a: [{ n: 2 }] },
      { $push: { a: { $each: [{ n: 1 }], $sort: { n: 1 } } } },
      { a: [{ n: 1 }, { n: 2 }] },
    ],
    [
      '$push keeps the last with a negative slice',
      { a: [1, 2] },
      { $push: { a: { $each: [3], $slice: -2 } } },
      { a: [2, 3] },
    ],
    ['$push can empty', { a: [1] }, { $push: { a: { $each: [], $slice: 0 } } }, { a: [] }],
    [
      '$addToSet adds what is new',
      { a: [1, { b: 1 }] },
      { $addToSet: { a: { $each: [1, { b: 1 }, 2, 2] } } },
      { a: [1, { b: 1 }, 2] },
    ],
    ['$addToSet takes an array as one', { a: [1] }, { $addToSet: { a: [1] } }, { a: [1, [1]] }],
    [
      '$pop takes from either end',
      { a: [1, 2, 3], b: [1, 2] },
      { $pop: { a: 1, b: -1 } },
      { a: [1, 2], b: [2] },
    ],
    ['$pull removes equal elements', { a: [1, 2, 1] }, { $pull: { a: 1 } }, { a: [2] }],
    ['$pull removes by operators', { a: [1, 5, 8] }, { $pull: { a: { $gte: 5 } } }, { a: [1] }],
    [
      '$pull removes documents by fields',
      { a: [{ b: 1, c: 2 }, { b: 2 }, 1] },
      { $pull: { a: { b: 1 } } },
      { a: [{ b: 2 }, 1] },
    ],
    [
      '$pull removes by $or',
      { a: [{ b: 1 }, { c: 2 }, { d: 1 }] },
      { $pull: { a: { $or: [{ b: 1 }, { c: 2 }] } } },
      { a: [{ d: 1 }] },
    ],
    [
      '$pullAll removes listed values',
      { a: [1, 2, 3, 1] },
      { $pullAll: { a: [1, 3] } },
      { a: [2] },
    ],
    ['$pull passes over missing', {}, { $pull: { 'a.b': 1 } }, {}],
    [
      'a field may be called __proto__',
      {},
      JSON.parse('{"$set": {"__proto__": 1}}') as Document,
      JSON.parse('{"__proto__": 1}') as Document,
    ],
  ])('%s', (_title, doc, change, wanted) => {
    const found = updated(doc, change);
    expect(found).toEqual(wanted);
    expect(JSON.stringify(found)).toBe(JSON.stringify(wanted));
    expect(({} as Document).polluted).toBeUndefined();
  });

  it.each<[string, unknown, string, unknown, unknown]>([
    ['int + int', int(1), '$inc', int(2), int(3)],
    ['int overflow becomes long', int(2147483647), '$inc', int(1), Long.fromNumber(2147483648)],
    ['int + long', int(1), '$inc', Long.fromNumber(2), Long.fromNumber(3)],
    ['long + double', Long.fromNumber(1), '$inc', new Double(0.5), new Double(1.5)],
    ['double + int stays double', new Double(1), '$inc', int(1), new Double(2)],
    [
      'decimal',
      Decimal128.fromString('1.10'),
      '$inc',
      Decimal128.fromString('2.20'),
      Decimal128.fromString('3.30'),
    ],
    ['int + decimal', int(1), '$inc', Decimal128.fromString('0.5'), Decimal128.fromString('1.5')],
    ['missing', undefined, '$inc', Long.fromNumber(5), Long.fromNumber(5)],
    ['product', int(3), '$mul', new Double(1.5), new Double(4.5)],
    ['product of missing', undefined, '$mul', new Double(1.5), new Double(0)],
    ['product overflow becomes long', int(65536), '$mul', int(65536), Long.fromNumber(2 ** 32)],
    ['and', int(13), '$bit', { and: int(10) }, int(8)],
    ['or of a long', int(3), '$bit', { or: Long.fromNumber(4) }, Long.fromNumber(7)],
    ['xor of missing', undefined, '$bit', { xor: int(5) }, int(5)],
  ])('keeps number types: %s', (_title, value, operator, operand, wanted) => {
    const doc = value === undefined ? {} : { n: value };
    expect(updated(doc, { [operator]: { n: operand } })).toEqual({ n: wanted });
  });

  it('stamps the date', () => {
    const doc = updated({}, { $currentDate: { a: true, b: { $type: 'timestamp' } } });
    expect(doc.a).toBeInstanceOf(Date);
    expect(doc.b).toBeInstanceOf(Timestamp);
  });

  it('compares under its collation', () => {
    const collation = parseCollation({ locale: 'en', strength: 2 });
    expect(updated({ a: ['x'] }, { $addToSet: { a: 'X' } }, { collation })).toEqual({ a: ['x'] });
    expect(updated({ a: ['x', 'y'] }, { $pull: { a: 'X' } }, { collation })).toEqual({ a: ['y'] });
  });
});

describe('positional updates', () => {
  it('change the element that matched', () => {
    const doc = { a: [{ b: 1 }, { b: 2 }] };
    expect(updated(doc, { $set: { 'a.$.c': 9 } }, { filter: { 'a.b': 2 } })).toEqual({
      a: [{ b: 1 }, { b: 2, c: 9 }],
    });
    expect(
      updated(
        { a: [1, 5, 9] },
        { $set: { 'a.$': 0 } },
        { filter: { a: { $elemMatch: { $gt: 1, $lt: 9 } } } },
      ),
    ).toEqual({ a: [1, 0, 9] });
  });

  it('change all elements', () => {
    expect(updated({ a: [1, 2] }, { $inc: { 'a.$[]': int(1) } })).toEqual({ a: [int(2), int(3)] });
    expect(updated({ a: [{ b: [1] }, { b: [2, 3] }] }, { $set: { 'a.$[].b.$[]': 0 } })).toEqual({
      a: [{ b: [0] }, { b: [0, 0] }],
    });
  });

  it('change the elements a filter chooses', () => {
    const arrayFilters = [{ 'e.grade': { $gte: 85 } }, { low: { $lt: 3 } }];
    const doc = {
      a: [
        { grade: 80, n: [1, 5] },
        { grade: 90, n: [2, 7] },
      ],
    };
    expect(updated(doc, { $set: { 'a.$[e].n.$[low]': 0 } }, { arrayFilters })).toEqual({
      a: [
        { grade: 80, n: [1, 5] },
        { grade: 90, n: [0, 7] },
      ],
    });
    expect(
      updated({ a: [1, 5] }, { $unset: { 'a.$[x]': 1 } }, { arrayFilters: [{ x: { $gt: 2 } }] }),
    ).toEqual({ a: [1, null] });
  });
});

describe('replacement and pipelines', () => {
  it('replace all but the id, which comes first', () => {
    const { doc, changed } = update({ _id: 1, a: 1 }, { b: 2 });
    expect([Object.keys(doc), doc, changed]).toEqual([['_id', 'b'], { _id: 1, b: 2 }, true]);
  });

  it('run stages on one document', () => {
    const stages = [
      { $set: { total: { $add: ['$a', '$b'] } } },
      { $unset: 'a' },
      { $addFields: { 'c.d': '$$extra' } },
    ];
    expect(
      updated({ _id: 1, a: int(1), b: int(2) }, stages, { variables: { extra: 'x' } }),
    ).toEqual({
      _id: 1,
      b: int(2),
      total: int(3),
      c: { d: 'x' },
    });
    expect(updated({ _id: 1, a: { x: 1 } }, [{ $replaceWith: '$a' }])).toEqual({ _id: 1, x: 1 });
    expect(updated({ _id: 1, a: 1, b: 2 }, [{ $project: { b: 1 } }])).toEqual({ _id: 1, b: 2 });
  });
});

describe('whether anything changed', () => {
  it.each<[Document, Document, boolean]>([
    [{ a: int(1) }, { $set: { a: int(1) } }, false],
    [{ a: int(1) }, { $set: { a: new Double(1) } }, true],
    [{ a: int(1) }, { $inc: { a: int(0) } }, false],
    [{ a: { b: 1, c: 2 } }, { $set: { a: { c: 2, b: 1 } } }, true],
    [{ a: [1] }, { $addToSet: { a: 1 } }, false],
    [{ a: [1] }, { $pull: { a: 2 } }, false],
    [{ a: 1 }, { $unset: { b: 1 } }, false],
    [{ a: 1 }, { $setOnInsert: { a: 2 } }, false],
    [{ _id: 1, a: 1 }, { a: 1 }, false],
  ])('%j by %j: %s', (doc, change, wanted) => {
    expect(update(doc, change).changed).toBe(wanted);
  });

  it('and the document given is left alone', () => {
    fc.assert(
      fc.property(anyDocument, anyValue, (doc, value) => {
        const before = JSON.stringify(doc);
        try {
          const changed = update(doc, {
            $set: { 'a.b': value },
            $unset: { b: 1 },
            $push: { c: value },
          });
          if (!changed.changed) expect(JSON.stringify(changed.doc)).toBe(before);
        } catch (error) {
          expect(error).toHaveProperty('code');
        }
        expect(JSON.stringify(doc)).toBe(before);
      }),
    );
  });
});

describe('an upsert', () => {
  const upsert = (filter: Document, change: Document | Document[]) => {
    const updater = compileUpdate(change, { isUpsert: true });
    const matcher = compileFilter(filter);
    return updater.apply(updater.seed(matcher), { matcher, isInsert: true }).doc;
  };

  it.each<[Document, Document | Document[], Document]>([
    [{ a: 1, 'b.c': { $eq: 2 } }, { $set: { d: 3 } }, { a: 1, b: { c: 2 }, d: 3 }],
    [{ $and: [{ a: 1 }, { b: 2 }], c: { $gt: 5 } }, { $set: { d: 3 } }, { a: 1, b: 2, d: 3 }],
    [{ $or: [{ a: 1 }] }, { $set: { d: 3 } }, { a: 1, d: 3 }],
    [{ $or: [{ a: 1 }, { a: 2 }] }, { $set: { d: 3 } }, { d: 3 }],
    [{ a: { $in: [1, 2] } }, { $set: { d: 3 } }, { d: 3 }],
    [{ a: { $all: [1] } }, { $set: { d: 3 } }, { a: 1, d: 3 }],
    [{ _id: 7, a: 1 }, { b: 2 }, { _id: 7, b: 2 }],
    [{ _id: 7 }, { $setOnInsert: { a: 1 }, $inc: { n: 2 } }, { _id: 7, a: 1, n: 2 }],
    [{ a: 1 }, [{ $set: { b: '$a' } }], { a: 1, b: 1 }],
    [{ b: 1, _id: 2 }, { $set: { a: 1 } }, { _id: 2, b: 1, a: 1 }],
  ])('of %j with %j inserts %j', (filter, change, wanted) => {
    expect(JSON.stringify(upsert(filter, change))).toBe(JSON.stringify(wanted));
  });

  it('keeps the id of the filter', () => {
    expect(() => upsert({ _id: 1 }, { _id: 2 })).toThrow(expect.objectContaining({ code: 66 }));
    expect(() => upsert({ _id: 1 }, { $set: { _id: 2 } })).toThrow(
      expect.objectContaining({ code: 66 }),
    );
    expect(upsert({ a: 1 }, { _id: 2, b: 1 })).toEqual({ _id: 2, b: 1 });
  });

  it('cannot infer a field twice', () => {
    for (const filter of [
      { a: 1, $and: [{ a: 2 }] },
      { a: { b: 1 }, 'a.b': 1 },
    ]) {
      expect(() => upsert(filter, { $set: { x: 1 } })).toThrow(
        expect.objectContaining({ code: 54 }),
      );
    }
  });
});

describe('an update mongod would not take', () => {
  it.each<[string, number, Document, Document | Document[], Given?]>([
    ['unknown operator', 9, {}, { $foo: { a: 1 } }],
    ['operand that is no document', 9, {}, { $set: 1 }],
    ['same path twice', 40, {}, { $set: { a: 1 }, $inc: { a: 1 } }],
    ['path within path', 40, {}, { $set: { a: 1, 'a.b': 2 } }],
    ['rename onto a set path', 40, {}, { $set: { a: 1 }, $rename: { b: 'a' } }],
    ['conflict that appears with the document', 40, { a: [1] }, { $set: { 'a.0': 1, 'a.$[]': 2 } }],
    ['path through a scalar', 28, { a: 1 }, { $set: { 'a.b': 1 } }],
    ['path through null', 28, { a: null }, { $set: { 'a.b': 1 } }],
    ['name in an array', 28, { a: [] }, { $set: { 'a.b': 1 } }],
    ['other id', 66, { _id: 1 }, { $set: { _id: 2 } }],
    ['no id', 66, { _id: 1 }, { $unset: { _id: 1 } }],
    ['replacement with other id', 66, { _id: 1 }, { _id: 2 }],
    ['increment by text', 14, { a: 1 }, { $inc: { a: 'x' } }],
    ['increment of text', 14, { a: 'x' }, { $inc: { a: 1 } }],
    ['long overflow', 2, { a: Long.MAX_VALUE }, { $inc: { a: int(1) } }],
    ['push on a scalar', 2, { a: 1 }, { $push: { a: 1 } }],
    ['each without array', 2, {}, { $push: { a: { $each: 1 } } }],
    ['unknown clause', 2, {}, { $push: { a: { $each: [1], $foo: 1 } } }],
    ['addToSet on a scalar', 2, { a: 1 }, { $addToSet: { a: 1 } }],
    ['pop by 2', 9, { a: [] }, { $pop: { a: 2 } }],
    ['pop of a scalar', 14, { a: 1 }, { $pop: { a: 1 } }],
    ['pull from a scalar', 2, { a: 1 }, { $pull: { a: 1 } }],
    ['pullAll without array', 2, { a: [1] }, { $pullAll: { a: 1 } }],
    ['bits of a double', 2, { a: new Double(1) }, { $bit: { a: { and: int(1) } } }],
    ['empty path', 56, {}, { $set: { '': 1 } }],
    ['empty part', 56, {}, { $set: { 'a..b': 1 } }],
    ['dollar field', 52, {}, { $set: { 'a.$b': 1 } }],
    ['dollar field in a replacement', 52, {}, { a: 1, $b: 2 }],
    ['position without a match', 2, { a: [1] }, { $set: { 'a.$': 1 } }],
    ['two positions', 2, { a: [1] }, { $set: { 'a.$.b.$': 1 } }],
    ['all elements of a scalar', 2, { a: 1 }, { $set: { 'a.$[]': 1 } }],
    ['all elements of nothing', 2, {}, { $set: { 'a.$[]': 1 } }],
    ['identifier without filter', 2, { a: [1] }, { $set: { 'a.$[x]': 1 } }],
    ['filter not used', 9, { a: [1] }, { $set: { a: 1 } }, { arrayFilters: [{ x: 1 }] }],
    [
      'filter given twice',
      9,
      { a: [1] },
      { $set: { 'a.$[x]': 1 } },
      { arrayFilters: [{ x: 1 }, { x: 2 }] },
    ],
    [
      'filter of two names',
      9,
      { a: [1] },
      { $set: { 'a.$[x]': 1 } },
      { arrayFilters: [{ x: 1, y: 2 }] },
    ],
    ['filter of a bad name', 2, { a: [1] }, { $set: { a: 1 } }, { arrayFilters: [{ X: 1 }] }],
    ['pull through a scalar', 28, { a: 1 }, { $pull: { 'a.b': 1 } }],
    ['pop through a name in an array', 28, { a: [1] }, { $pop: { 'a.b': 1 } }],
    ['rename through a scalar', 28, { a: 1 }, { $rename: { 'a.b': 'c' } }],
    ['rename along a path', 2, { a: { b: 1 } }, { $rename: { 'a.b': 'a' } }],
    ['rename into an array', 2, { a: 1, b: [1] }, { $rename: { a: 'b.0' } }],
    ['rename to itself', 2, {}, { $rename: { a: 'a' } }],
    ['rename out of an array', 2, { a: [{ b: 1 }] }, { $rename: { 'a.0.b': 'c' } }],
    ['a stage that makes other documents', 72, {}, [{ $match: {} }]],
    ['unknown stage', 72, {}, [{ $foo: 1 }]],
    ['current date of a number', 2, {}, { $currentDate: { a: 1 } }],
  ])('%s gets code %i', (_title, code, doc, change, given) => {
    expect(() => update(doc, change, given)).toThrow(expect.objectContaining({ code }));
  });

  it('names the value in the words of mongod', () => {
    const id = ObjectId.createFromHexString('507f1f77bcf86cd799439011');
    expect(() => update({ _id: id, a: 'x' }, { $inc: { a: 1 } })).toThrow(
      "Cannot apply $inc to a value of non-numeric type. {_id: ObjectId('507f1f77bcf86cd799439011')} has the field 'a' of non-numeric type string",
    );
    expect(() => update({ a: 1 }, { $set: { 'a.b': 1 } })).toThrow(
      "Cannot create field 'b' in element {a: 1}",
    );
  });
});
