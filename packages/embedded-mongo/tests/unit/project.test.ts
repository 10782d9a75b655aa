import { Int32 } from 'bson';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/bson/values';
import { compileFilter } from '../../src/language/match';
import { compileProjection } from '../../src/language/project';
import { compareBySort, parseSort } from '../../src/language/sort';

const doc = { b: 1, _id: 7, a: [{ x: 1, y: 2 }, { x: 3 }, 5], c: { d: 1, e: { f: 2, g: 3 } } };
const project = (spec: Document, filter: Document = {}, given: Document = doc) =>
  compileProjection(spec, { matcher: compileFilter(filter) })(given);

describe('a projection', () => {
  it.each<[Document, Document]>([
    [{}, doc],
    [
      { c: 1, b: 1 },
      { b: 1, _id: 7, c: doc.c },
    ],
    [{ b: 1, _id: 0 }, { b: 1 }],
    [{ _id: 1 }, { _id: 7 }],
    [{ _id: 0 }, { b: 1, a: doc.a, c: doc.c }],
    [
      { a: 0, 'c.e': 0 },
      { b: 1, _id: 7, c: { d: 1 } },
    ],
    [
      { a: 0, _id: 1 },
      { b: 1, _id: 7, c: doc.c },
    ],
    [{ 'c.e.f': 1 }, { _id: 7, c: { e: { f: 2 } } }],
    [{ c: { e: { f: true } } }, { _id: 7, c: { e: { f: 2 } } }],
    [{ 'a.x': 1 }, { _id: 7, a: [{ x: 1 }, { x: 3 }] }],
    [
      { 'a.x': 0, c: 0 },
      { b: 1, _id: 7, a: [{ y: 2 }, {}, 5] },
    ],
    [{ 'b.x': 1 }, { _id: 7 }],
    [
      { a: { $slice: 1 }, c: 0 },
      { b: 1, _id: 7, a: [{ x: 1, y: 2 }] },
    ],
    [{ a: { $slice: -1 } }, { b: 1, _id: 7, a: [5], c: doc.c }],
    [
      { a: { $slice: [1, 1] }, b: 1 },
      { b: 1, _id: 7, a: [{ x: 3 }] },
    ],
    [
      { a: { $slice: [-2, 1] }, b: 1 },
      { b: 1, _id: 7, a: [{ x: 3 }] },
    ],
    [
      { a: { $slice: 1 }, _id: 1 },
      { _id: 7, a: [{ x: 1, y: 2 }] },
    ],
    [
      { a: { $slice: 1 }, _id: 0 },
      { b: 1, a: [{ x: 1, y: 2 }], c: doc.c },
    ],
    [{ a: { $elemMatch: { x: 3 } }, _id: 0 }, { a: [{ x: 3 }] }],
    [{ a: { $elemMatch: { x: 3 } } }, { _id: 7, a: [{ x: 3 }] }],
    [{ a: { $elemMatch: { x: 9 } } }, { _id: 7 }],
    [
      { b: 1, z: '$c.d' },
      { b: 1, _id: 7, z: 1 },
    ],
    [
      { _id: 0, n: { $size: '$a' }, l: { $literal: 1 } },
      { n: new Int32(3), l: 1 },
    ],
    [{ _id: 0, b: 'text' }, { b: 'text' }],
  ])('%j', (spec, wanted) => {
    const found = project(spec);
    expect(found).toEqual(wanted);
    expect(JSON.stringify(found)).toBe(JSON.stringify(wanted));
  });

  it('takes parts of the id', () => {
    expect(project({ '_id.x': 1 }, {}, { _id: { x: 1, y: 2 }, a: 1 })).toEqual({ _id: { x: 1 } });
    expect(project({ '_id.x': 0 }, {}, { _id: { x: 1, y: 2 }, a: 1 })).toEqual({
      _id: { y: 2 },
      a: 1,
    });
  });

  it('takes the element that matched', () => {
    expect(project({ 'a.$': 1 }, { 'a.x': 3 })).toEqual({ _id: 7, a: [{ x: 3 }] });
    expect(project({ b: 1, 'a.$': 1 }, { a: { $gt: 4 } })).toEqual({ b: 1, _id: 7, a: [5] });
  });

  it.each<[filter: Document, path: string, given: Document, wanted: Document]>([
    [{}, 'g.$', { x: [1] }, {}],
    [
      { x: { $gt: 0 } },
      'a.b.c.$',
      { x: [-1, 1], a: { b: { d: [1], f: 4 }, e: 1 } },
      { a: { b: {} } },
    ],
    [{ x: 1 }, 'a.b.c.$', { x: [1], a: [{ b: [[{ c: 1, d: 2 }]] }] }, { a: [{ b: [[{ c: 1 }]] }] }],
    [{ x: { $gt: 0 } }, 'a.b.$', { x: [-1, 1], a: { b: 5 } }, { a: { b: 5 } }],
    [
      { 'x.y': 1 },
      'a.b.$',
      { x: { y: [0, 1] }, a: [{ b: [1, 2] }, { b: [3, 4] }] },
      { a: [{ b: [3, 4] }] },
    ],
    [{ 'x.y': 1 }, 'a.b.$', { x: { y: [0, 1] }, a: { b: [1, 2] } }, { a: { b: [2] } }],
    [
      { a: { $elemMatch: { $elemMatch: { $eq: 3 } } } },
      'b.$',
      { a: [[1], [3]], b: [5, 7] },
      { b: [7] },
    ],
    [{ $and: [{ a: 3 }, { a: 1 }] }, 'b.$', { a: [1, 2, 3], b: [4, 5, 6] }, { b: [4] }],
    [{ a: { $in: [3, 2] } }, 'b.$', { a: [1, 2, 3], b: [4, 5, 6] }, { b: [5] }],
    [{ $or: [{ a: 3 }, { a: 2 }] }, 'b.$', { a: [1, 2, 3], b: [4, 5, 6] }, { b: [5] }],
  ])('for %j takes by %s of %j: %j', (filter, path, given, wanted) => {
    expect(project({ [path]: 1 }, filter, given)).toEqual(wanted);
  });

  it('learns no position from $or over fields, $nor and $not', () => {
    const given = { a: [1, 2], b: [5, 6] };
    const filters = [
      { $or: [{ a: 1 }, { b: 5 }] },
      { $nor: [{ a: 9 }] },
      { a: { $not: { $elemMatch: { $eq: 9 } } } },
      { b: [5, 6] },
    ];
    for (const filter of filters) {
      expect(() => project({ 'a.$': 1 }, filter, given)).toThrow(
        expect.objectContaining({ code: 51246 }),
      );
    }
  });

  it.each<[Document, number]>([
    [{ a: 1, b: 0 }, 31254],
    [{ a: 0, b: 1 }, 31253],
    [{ a: 1, 'a.b': 1 }, 31249],
    [{ 'a.b': 1, a: 1 }, 31250],
    [{ '': 1 }, 40352],
    [{ 'a.': 1 }, 40353],
    [{ 'a..b': 1 }, 15998],
    [{ a: {} }, 51270],
    [{ a: { $elemMatch: 1 } }, 31274],
    [{ 'a.b': { $elemMatch: { x: 1 } } }, 31275],
    [{ a: { $foo: 1 } }, 31325],
    [{ a: { $add: [{ $foo: 1 }] } }, 168],
    [{ b: 0, a: { $size: '$a' } }, 31252],
    [{ b: 0, a: 'text' }, 31310],
    [{ 'a.$.x': 1 }, 31394],
    [{ 'a.$': 1 }, 51246],
    [{ '.$': 1 }, 5392900],
    [{ 'a.$': 'x' }, 31271],
    [{ a: { $meta: 'textScore' } }, 238],
    [{ 'a.$': 0 }, 31395],
    [{ $a: 1 }, 16410],
  ])('%j gets code %i', (spec, code) => {
    expect(() => project(spec)).toThrow(expect.objectContaining({ code }));
  });

  it('fails where no element matched', () => {
    const failing = (spec: Document, filter: Document) => () => project(spec, filter);
    expect(failing({ 'a.$': 1 }, { 'a.0.x': 1 })).toThrow(expect.objectContaining({ code: 51246 }));
    expect(failing({ 'a.$': 1, 'b.$': 1 }, { a: 5, b: 1 })).toThrow(
      expect.objectContaining({ code: 31276 }),
    );
    expect(failing({ 'a.$': 1, c: { $elemMatch: {} } }, { a: 5 })).toThrow(
      expect.objectContaining({ code: 31255 }),
    );
  });
});

describe('a sort', () => {
  const sorted = (spec: Document, docs: Document[]) =>
    docs.toSorted(compareBySort(parseSort(spec))).map(({ _id }) => _id);
  const docs: Document[] = [
    { _id: 'arrays', a: [5, 1] },
    { _id: 'empty', a: [] },
    { _id: 'missing' },
    { _id: 'null', a: null },
    { _id: 'three', a: 3 },
    { _id: 'text', a: 'x' },
  ];

  it('goes by the least element ascending and the greatest descending', () => {
    expect(sorted({ a: 1 }, docs)).toEqual(['empty', 'missing', 'null', 'arrays', 'three', 'text']);
    expect(sorted({ a: -1 }, docs)).toEqual([
      'text',
      'arrays',
      'three',
      'missing',
      'null',
      'empty',
    ]);
  });

  it('goes field by field and through arrays', () => {
    const nested = [
      { _id: 1, a: [{ b: 2 }, { b: 9 }], c: 1 },
      { _id: 2, a: { b: 3 }, c: 2 },
      { _id: 3, a: { b: 2 }, c: 0 },
    ];
    expect(sorted({ 'a.b': 1, c: 1 }, nested)).toEqual([3, 1, 2]);
    expect(sorted({ 'a.b': -1 }, nested)).toEqual([1, 2, 3]);
  });

  it('takes the fields of one sort from the same element', () => {
    const nested = [
      {
        _id: 'x',
        a: [
          { b: 1, c: 9 },
          { b: 2, c: 1 },
        ],
      },
      { _id: 'y', a: [{ b: 1, c: 5 }] },
    ];
    expect(sorted({ 'a.b': 1, 'a.c': 1 }, nested)).toEqual(['y', 'x']);
    expect(sorted({ 'a.0.c': -1 }, nested)).toEqual(['x', 'y']);
    const parallel = [{ _id: 1, a: [1], b: [1] }, { _id: 2 }];
    expect(() => sorted({ a: 1, b: 1 }, parallel)).toThrow(expect.objectContaining({ code: 2 }));
  });

  it.each<[Document, number]>([
    [{ a: 2 }, 15975],
    [{ a: 'x' }, 15974],
    [{ a: { $meta: 'textScore' } }, 238],
  ])('by %j gets code %i', (spec, code) => {
    expect(() => parseSort(spec)).toThrow(expect.objectContaining({ code }));
  });
});
