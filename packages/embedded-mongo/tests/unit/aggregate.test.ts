import { Decimal128, Double, Int32, Long } from 'bson';
import { describe, expect, it } from 'vitest';
import type { Document } from '../../src/bson/values';
import { compileFilter } from '../../src/language/match';
import { compareBySort } from '../../src/language/sort';
import { compilePipeline } from '../../src/pipeline/aggregate';
import type { PipelineContext, SourceRequest } from '../../src/pipeline/types';

const int = (value: number) => new Int32(value);

const COLLECTIONS: Record<string, Document[]> = {
  sales: [
    { _id: 1, item: 'abc', price: int(10), qty: int(2), tags: ['x', 'y'] },
    { _id: 2, item: 'jkl', price: int(20), qty: int(1), tags: [] },
    { _id: 3, item: 'xyz', price: int(5), qty: int(5) },
    { _id: 4, item: 'abc', price: new Double(7.5), qty: int(10), tags: null },
  ],
  items: [
    { _id: 'a', sku: 'abc', stock: 120 },
    { _id: 'b', sku: 'jkl', stock: 0 },
    { _id: 'c', sku: null },
    { _id: 'd' },
  ],
  people: [
    { _id: 1, name: 'Dev' },
    { _id: 2, name: 'Eliot', reportsTo: 'Dev' },
    { _id: 3, name: 'Ron', reportsTo: 'Eliot' },
    { _id: 4, name: 'Andrew', reportsTo: 'Eliot' },
    // A missing reportsTo must not match documents without a name.
    { _id: 5, name: null },
  ],
};

function context(
  main: string,
  more: Partial<PipelineContext> = {},
): PipelineContext & { requests: SourceRequest[] } {
  const requests: SourceRequest[] = [];
  return {
    requests,
    async *open(request) {
      requests.push(request);
      const matcher = compileFilter(request.filter, { variables: request.variables });
      let docs = (COLLECTIONS[request.collection ?? main] ?? []).filter((doc) => matcher.test(doc));
      if (request.sort) docs = docs.toSorted(compareBySort(request.sort));
      const skip = request.skip ?? 0;
      yield* docs.slice(skip, request.limit === undefined ? undefined : skip + request.limit);
    },
    pause: () => Promise.resolve(),
    ...more,
  };
}

async function run(
  stages: Document[],
  main = 'sales',
  more: Partial<PipelineContext> = {},
): Promise<Document[]> {
  const found: Document[] = [];
  for await (const doc of compilePipeline(stages, context(main, more)).run()) found.push(doc);
  return found;
}

const byId = { $sort: { _id: 1 } };

describe('$group', () => {
  it('accumulates by key', async () => {
    expect(
      await run([
        {
          $group: {
            _id: '$item',
            n: { $count: {} },
            sum: { $sum: '$qty' },
            revenue: { $sum: { $multiply: ['$price', '$qty'] } },
            average: { $avg: '$qty' },
            most: { $max: '$price' },
            least: { $min: '$price' },
            first: { $first: '$_id' },
            last: { $last: '$missing' },
            all: { $push: '$qty' },
            set: { $addToSet: '$item' },
          },
        },
        byId,
        { $limit: 1 },
      ]),
    ).toEqual([
      {
        _id: 'abc',
        n: int(2),
        sum: int(12),
        revenue: new Double(95),
        average: new Double(6),
        most: int(10),
        least: new Double(7.5),
        first: 1,
        last: null,
        all: [int(2), int(10)],
        set: ['abc'],
      },
    ]);
  });

  it('puts missing and null together and keeps number types', async () => {
    const source = {
      open: async function* () {
        yield* [{ a: null }, {}, { a: int(1) }, { a: new Double(1) }];
      },
    };
    expect(await run([{ $group: { _id: '$a', n: { $sum: 1 } } }], 'sales', source)).toEqual([
      { _id: null, n: int(2) },
      { _id: int(1), n: int(2) },
    ]);
    const sums = async (values: unknown[]) =>
      (
        await run([{ $group: { _id: null, s: { $sum: '$v' } } }], '', {
          open: async function* () {
            for (const v of values) yield { v };
          },
        })
      )[0]?.s;
    expect(await sums([int(2147483647), int(1)])).toEqual(Long.fromNumber(2147483648));
    expect(await sums([int(1), Long.fromNumber(1)])).toEqual(Long.fromNumber(2));
    expect(await sums([new Double(0.1), new Double(0.2), new Double(0.3)])).toEqual(
      new Double(0.6),
    );
    expect(await sums([int(1), Decimal128.fromString('0.10')])).toEqual(
      Decimal128.fromString('1.10'),
    );
    expect(await sums(['x', null])).toEqual(int(0));
    expect(await sums([new Double(Infinity), new Double(1)])).toEqual(new Double(Infinity));
  });

  it('ranks', async () => {
    expect(
      await run([
        {
          $group: {
            _id: null,
            top: { $top: { sortBy: { price: -1 }, output: '$_id' } },
            bottom: { $bottomN: { n: 2, sortBy: { price: -1 }, output: '$_id' } },
            firstN: { $firstN: { input: '$item', n: 2 } },
            maxN: { $maxN: { input: '$qty', n: 2 } },
            merged: { $mergeObjects: { $cond: ['$tags', { t: '$_id' }, { u: '$_id' }] } },
          },
        },
      ]),
    ).toEqual([
      {
        _id: null,
        top: 2,
        bottom: [4, 3],
        firstN: ['abc', 'jkl'],
        maxN: [int(10), int(5)],
        merged: { t: 2, u: 4 },
      },
    ]);
  });

  it('has its short forms', async () => {
    expect(await run([{ $sortByCount: '$item' }, { $limit: 1 }])).toEqual([
      { _id: 'abc', count: int(2) },
    ]);
    expect(
      await run([{ $bucket: { groupBy: '$price', boundaries: [0, 8, 15], default: 'more' } }]),
    ).toEqual([
      { _id: 0, count: int(2) },
      { _id: 8, count: int(1) },
      { _id: 'more', count: int(1) },
    ]);
    expect(await run([{ $match: { qty: { $gt: 1 } } }, { $count: 'n' }])).toEqual([{ n: int(3) }]);
    expect(await run([{ $match: { qty: 99 } }, { $count: 'n' }])).toEqual([]);
  });
});

describe('stages that shape documents', () => {
  it('unwind', async () => {
    expect(await run([{ $unwind: '$tags' }, { $project: { tags: 1 } }])).toEqual([
      { _id: 1, tags: 'x' },
      { _id: 1, tags: 'y' },
    ]);
    expect(
      await run([
        { $unwind: { path: '$tags', includeArrayIndex: 'i', preserveNullAndEmptyArrays: true } },
        { $project: { tags: 1, i: 1 } },
      ]),
    ).toEqual([
      { _id: 1, tags: 'x', i: Long.fromNumber(0) },
      { _id: 1, tags: 'y', i: Long.fromNumber(1) },
      { _id: 2, i: null },
      { _id: 3, i: null },
      { _id: 4, tags: null, i: null },
    ]);
  });

  it('add, remove and replace', async () => {
    const [first] = await run([
      {
        $addFields: {
          'a.b': '$qty',
          price: '$$REMOVE',
          tags: { $size: { $ifNull: ['$tags', []] } },
        },
      },
      { $unset: ['item', 'qty'] },
    ]);
    expect(first).toEqual({ _id: 1, tags: int(2), a: { b: int(2) } });
    expect(await run([{ $replaceRoot: { newRoot: { id: '$_id' } } }, { $limit: 1 }])).toEqual([
      { id: 1 },
    ]);
    expect(
      await run([{ $set: { 'tags.x': 1 } }, { $limit: 1 }, { $project: { tags: 1 } }]),
    ).toEqual([{ _id: 1, tags: [{ x: 1 }, { x: 1 }] }]);
  });

  it('sort, skip, limit and sample', async () => {
    const ids = async (stages: Document[]) => (await run(stages)).map(({ _id }) => _id);
    expect(await ids([{ $sort: { price: -1 } }, { $skip: 1 }, { $limit: 2 }])).toEqual([1, 4]);
    expect(await ids([{ $limit: 3 }, { $sort: { price: 1 } }, { $skip: 2 }])).toEqual([2]);
    expect((await ids([{ $sample: { size: 3 } }])).length).toBe(3);
  });

  it('give the first match, sort and limit to the read', () => {
    const given = context('sales');
    const pipeline = compilePipeline(
      [
        { $match: { a: 1 } },
        { $match: { b: 2 } },
        { $sort: { c: -1 } },
        { $limit: 5 },
        { $match: { d: 1 } },
      ],
      given,
    );
    expect(pipeline.source).toEqual({
      filter: { $and: [{ a: 1 }, { b: 2 }] },
      sort: [['c', -1]],
      limit: 5,
    });
  });
});

describe('stages that join', () => {
  it('look up by equal fields, null for missing', async () => {
    const found = await run([
      { $lookup: { from: 'items', localField: 'item', foreignField: 'sku', as: 'in.stock' } },
      { $project: { n: '$in.stock._id' } },
    ]);
    expect(found).toEqual([
      { _id: 1, n: ['a'] },
      { _id: 2, n: ['b'] },
      { _id: 3, n: [] },
      { _id: 4, n: ['a'] },
    ]);
    const nulls = await run([
      { $limit: 1 },
      { $lookup: { from: 'items', localField: 'nothing', foreignField: 'sku', as: 'j' } },
    ]);
    expect((nulls[0]?.j as Document[] | undefined)?.map(({ _id }) => _id)).toEqual(['c', 'd']);
    const arrays = await run([
      { $limit: 1 },
      { $set: { item: ['abc', 'jkl'] } },
      { $lookup: { from: 'items', localField: 'item', foreignField: 'sku', as: 'j' } },
    ]);
    expect(arrays[0]?.j).toHaveLength(2);
  });

  it('look up by pipeline with variables', async () => {
    const pipeline = [
      { $match: { $expr: { $and: [{ $eq: ['$sku', '$$item'] }, { $gte: ['$stock', '$$qty'] }] } } },
      { $project: { _id: 0, stock: 1 } },
    ];
    const found = await run([
      { $lookup: { from: 'items', let: { item: '$item', qty: '$qty' }, pipeline, as: 'j' } },
      { $project: { j: 1 } },
      { $limit: 2 },
    ]);
    expect(found).toEqual([
      { _id: 1, j: [{ stock: 120 }] },
      { _id: 2, j: [] },
    ]);
  });

  it('follow a graph', async () => {
    const [ron] = await run(
      [
        { $match: { name: 'Ron' } },
        {
          $graphLookup: {
            from: 'people',
            startWith: '$reportsTo',
            connectFromField: 'reportsTo',
            connectToField: 'name',
            as: 'up',
            depthField: 'd',
          },
        },
      ],
      'people',
    );
    expect((ron?.up as Document[] | undefined)?.map(({ name, d }) => [name, Number(d)])).toEqual([
      ['Eliot', 0],
      ['Dev', 1],
    ]);
  });

  it('follow a graph from null, but not from what is missing', async () => {
    const open = async function* ({ collection, filter }: SourceRequest) {
      const docs = [{ _id: 0, y: 1 }, { _id: 1, y: null }, { _id: 2 }];
      const matcher = compileFilter(filter);
      yield* collection ? docs.filter((doc) => matcher.test(doc)) : docs;
    };
    const graph = { from: 'c', connectFromField: 'x', connectToField: 'y', as: 'up' };
    const ids = async (startWith: unknown) =>
      (await run([{ $graphLookup: { ...graph, startWith } }], '', { open })).map(({ up }) =>
        (up as Document[]).map(({ _id }) => _id),
      );
    expect(await ids('$y')).toEqual([[0], [1], []]);
    expect(await ids(null)).toEqual([[1], [1], [1]]);
  });

  it('look up by a position in an array', async () => {
    const stages = [
      { $limit: 1 },
      { $set: { skus: [{ s: 'jkl' }, { s: 'abc' }] } },
      { $lookup: { from: 'items', localField: 'skus.1.s', foreignField: 'sku', as: 'j' } },
    ];
    expect((await run(stages))[0]?.j).toEqual([{ _id: 'a', sku: 'abc', stock: 120 }]);
  });

  it('unite and divide', async () => {
    expect(
      await run([
        { $match: { _id: 1 } },
        { $unionWith: { coll: 'items', pipeline: [{ $match: { stock: 0 } }] } },
        { $project: { _id: 1 } },
      ]),
    ).toEqual([{ _id: 1 }, { _id: 'b' }]);
    expect(
      await run([
        {
          $facet: {
            n: [{ $count: 'n' }],
            dear: [{ $match: { price: { $gt: 9 } } }, { $project: { _id: 1 } }],
          },
        },
      ]),
    ).toEqual([{ n: [{ n: int(4) }], dear: [{ _id: 1 }, { _id: 2 }] }]);
  });

  it('read given documents', async () => {
    expect(
      await run([{ $documents: [{ a: 1 }, { a: 2 }] }, { $match: { a: 2 } }], '', {
        collectionless: true,
      }),
    ).toEqual([{ a: 2 }]);
  });
});

describe('a pipeline mongod would not take', () => {
  it.each<[Document, number]>([
    [{ $foo: 1 }, 40324],
    [{ $match: {}, $sort: {} }, 40323],
    [{ $match: 1 }, 15959],
    [{ $sort: {} }, 15976],
    [{ $limit: 0 }, 15958],
    [{ $limit: 'x' }, 2107201],
    [{ $skip: -1 }, 5107200],
    [{ $group: {} }, 15955],
    [{ $group: { _id: 1, a: 1 } }, 40234],
    [{ $group: { _id: 1, a: { $foo: 1 } } }, 15952],
    [{ $group: { _id: 1, a: { $push: ['$a', '$b'] } } }, 40237],
    [{ $group: { _id: 1, 'a.b': { $sum: 1 } } }, 40235],
    [{ $group: { _id: 1, a: { $sum: 1, $avg: 1 } } }, 40238],
    [{ $project: {} }, 51272],
    [{ $addFields: {} }, 40177],
    [{ $unset: 1 }, 31120],
    [{ $count: '' }, 40156],
    [{ $unwind: 'a' }, 28818],
    [{ $lookup: { from: 'x' } }, 9],
    [{ $facet: {} }, 40169],
    [{ $facet: { a: [{ $out: 'x' }] } }, 40600],
    [{ $bucket: { groupBy: '$a', boundaries: [2, 1] } }, 40194],
    [{ $documents: [] }, 73],
    [{ $setWindowFields: {} }, 238],
    [{ $densify: {} }, 238],
    [{ $redact: '$$KEEP' }, 238],
    [{ $bucketAuto: {} }, 238],
    [{ $changeStream: {} }, 238],
    [{ $geoNear: {} }, 238],
    [{ $search: {} }, 238],
  ])('%j gets code %i', async (stage, code) => {
    await expect(run([stage])).rejects.toMatchObject({ code });
  });

  it('ends with what it writes', async () => {
    await expect(run([{ $out: 'x' }, { $match: {} }])).rejects.toMatchObject({ code: 40601 });
  });

  it('sorts no arrays in two fields, even of one document', async () => {
    const open = async function* () {
      yield { a: [1], b: [2] };
    };
    const stages = [{ $limit: 5 }, { $match: {} }, { $sort: { a: 1, b: 1 } }];
    await expect(run(stages, '', { open })).rejects.toMatchObject({ code: 2 });
  });

  it('keeps within its memory', async () => {
    const large = 'x'.repeat(1024 * 1024);
    const open = async function* () {
      for (let i = 0; i < 110; i++) yield { i, large };
    };
    const stages = [{ $limit: 1000 }, { $match: {} }, { $sort: { i: -1 } }, { $count: 'n' }];
    await expect(run(stages, '', { open })).rejects.toMatchObject({ code: 292 });
    expect(await run(stages, '', { open, allowDiskUse: true })).toEqual([{ n: int(110) }]);
  });
});
