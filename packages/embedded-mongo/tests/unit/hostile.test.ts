import { serialize } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MongoError } from '../../src/bson/mongo-error';
import { type Document, isDocument } from '../../src/bson/values';
import { DATES } from '../../src/language/dates/expression-date';
import { compileExpression } from '../../src/language/expression';
import { ARITHMETIC } from '../../src/language/expression-arithmetic';
import { ARRAYS } from '../../src/language/expression-array';
import { STRINGS } from '../../src/language/expression-string';
import { TYPES } from '../../src/language/expression-type';
import { compileFilter } from '../../src/language/match';
import { compileProjection } from '../../src/language/project';
import { compilePipeline } from '../../src/pipeline/aggregate';
import { compileUpdate } from '../../src/pipeline/update';
import { anyDocument, anyValue } from './bson-arbitrary';

const PATHS = 'a b a.b a.0 _id __proto__ a..b $a a.$ a.$[] a.$[x] a.'.split(' ');
const QUERY =
  '$eq $ne $gt $lt $in $nin $and $or $nor $not $exists $type $mod $regex $options $all $elemMatch $size $bitsAllSet $expr $slice'.split(
    ' ',
  );
const UPDATE =
  '$set $unset $inc $mul $min $max $rename $setOnInsert $currentDate $push $addToSet $pop $pull $pullAll $bit'.split(
    ' ',
  );
const CLAUSES = [...UPDATE, '$each', '$slice', '$sort', '$position', 'and', '$type'];
const STAGES =
  '$match $sort $limit $skip $count $unwind $sample $group $bucket $sortByCount $lookup $unionWith $graphLookup $facet $project $addFields $unset $replaceRoot'.split(
    ' ',
  );
const OPTIONS =
  'path from as localField foreignField pipeline let coll startWith connectFromField connectToField _id groupBy boundaries output newRoot size $sum $push $top $firstN n input sortBy'.split(
    ' ',
  );

/** Trees of operators, paths and values in random places, most of them invalid. */
function garbage(names: string[]): fc.Arbitrary<unknown> {
  const depthIdentifier = fc.createDepthIdentifier();
  const limits = { maxDepth: 4, depthIdentifier };
  return fc.letrec((tie) => ({
    tree: fc.oneof(
      limits,
      { weight: 2, arbitrary: anyValue },
      { weight: 1, arbitrary: fc.constantFrom('$a', '$$ROOT', '$', '$$', 'date', 'day') },
      {
        weight: 3,
        arbitrary: fc.dictionary(fc.constantFrom(...names, ...PATHS), tie('tree'), {
          maxKeys: 2,
          depthIdentifier,
        }),
      },
      { weight: 2, arbitrary: fc.array(tie('tree'), { maxLength: 3, depthIdentifier }) },
    ),
  })).tree;
}

/** Runs work that may be refused, with a code, but never fails otherwise. */
async function refusedAtMost(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof MongoError)) throw error;
    expect(error.code).toBeGreaterThan(0);
    expect(error.codeName).not.toBe('');
  }
  expect(({} as Document).polluted).toBeUndefined();
}

/** What comes out must be a document that can be stored. */
const store = (doc: unknown) => serialize({ doc });

const runs = { numRuns: 1500 };

describe('whatever a client sends is done or refused with a code', () => {
  it('as a filter', () =>
    fc.assert(
      fc.asyncProperty(garbage(QUERY), anyDocument, (filter, doc) =>
        refusedAtMost(() => isDocument(filter) && compileFilter(filter).test(doc)),
      ),
      runs,
    ));

  it('as a projection', () =>
    fc.assert(
      fc.asyncProperty(garbage(QUERY), anyDocument, (spec, doc) =>
        refusedAtMost(() => isDocument(spec) && store(compileProjection(spec)(doc))),
      ),
      runs,
    ));

  it('as an update', () => {
    const operands = fc.dictionary(fc.constantFrom(...PATHS), garbage(CLAUSES), { maxKeys: 2 });
    const update = fc.dictionary(fc.constantFrom(...UPDATE), operands, { minKeys: 1, maxKeys: 2 });
    return fc.assert(
      fc.asyncProperty(update, anyDocument, (change, doc) =>
        refusedAtMost(() => {
          const matcher = compileFilter({ a: 1 });
          store(compileUpdate(change, { isUpsert: false }).apply(doc, { matcher }).doc);
        }),
      ),
      runs,
    );
  });

  it('as an expression', () => {
    const operators = { ...ARITHMETIC, ...ARRAYS, ...DATES, ...STRINGS, ...TYPES };
    const value = fc.oneof(anyValue, fc.constantFrom('$a', '$b', 'day', 'int', 'UTC'));
    const call = fc.constantFrom(...Object.keys(operators)).chain((name) => {
      const operator = operators[name];
      const named = operator?.named ?? [];
      const args = fc.dictionary(fc.constantFrom('x', ...named), value, { maxKeys: 5 });
      return fc
        .oneof(fc.array(value, { maxLength: 4 }), named.length > 0 ? args : value)
        .map((operand): Document => ({ [name]: operand }));
    });
    return fc.assert(
      fc.asyncProperty(call, anyDocument, (spec, doc) =>
        refusedAtMost(() => store(compileExpression(spec)(doc))),
      ),
      { numRuns: 6000 },
    );
  });

  it('as a stage', () =>
    fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...STAGES),
        garbage(OPTIONS),
        anyDocument,
        (name, spec, doc) =>
          refusedAtMost(async () => {
            const open = async function* () {
              yield* [doc, doc];
            };
            const pipeline = compilePipeline([{ [name]: spec }], {
              open,
              pause: () => Promise.resolve(),
            });
            for await (const result of pipeline.run()) store(result);
          }),
      ),
      { numRuns: 3000 },
    ));
});
