import { failure, notSupported, typeMismatch } from '../bson/mongo-error';
import { countValue, integerValue } from '../bson/numbers';
import type { SortSpec } from '../bson/order';
import {
  asInteger,
  bsonType,
  type Document,
  getOwn,
  isDocument,
  isNumber,
  toNumber,
} from '../bson/values';
import { compileExpression } from '../language/expression';
import { compileFilter } from '../language/match';
import { compareBySort, parseSort } from '../language/sort';
import { compileGroup } from './stages-group';
import { compileFacet, compileGraphLookup, compileLookup, compileUnionWith } from './stages-join';
import { compileOutput } from './stages-output';
import { SHAPE_STAGES, withPath } from './stages-shape';
import { collect, pausing, sortDocuments } from './stages-support';
import type { Pipeline, PipelineContext, Place, SourceRequest, Stage } from './types';

type CompileStage = (spec: unknown, context: PipelineContext, place: Place) => Stage;

const STAGES: Record<string, CompileStage> = {
  $match: (spec, context) => compileMatch(spec, context),
  $sort: (spec, context) => compileSort(spec, context),
  $limit: (spec) => compileLimit(spec),
  $skip: (spec) => compileSkip(spec),
  $count: (spec) => compileCount(spec),
  $unwind: (spec) => compileUnwind(spec),
  $sample: (spec, context) => compileSample(spec, context),
  $group: (spec, context) => compileGroup('$group', spec, context),
  $bucket: (spec, context) => compileGroup('$bucket', spec, context),
  $sortByCount: (spec, context) => compileGroup('$sortByCount', spec, context),
  $lookup: (spec, context) => compileLookup(spec, context, compilePipeline),
  $unionWith: (spec, context) => compileUnionWith(spec, context, compilePipeline),
  $graphLookup: (spec, context) => compileGraphLookup(spec, context),
  $facet: (spec, context) => compileFacet(spec, context, compilePipeline),
};
for (const [name, compile] of Object.entries(SHAPE_STAGES)) {
  STAGES[name] = (spec, context) => {
    const shape = compile(spec, context);
    return async function* (input) {
      for await (const doc of input) yield shape(doc);
    };
  };
}

/** Stages of MongoDB that this database refuses by name. */
const REFUSED = new Set(
  'bucketAuto changeStream changeStreamSplitLargeEvent currentOp densify fill geoNear indexStats listClusterCatalog listLocalSessions listSampledQueries listSearchIndexes listSessions planCacheStats querySettings queryStats rankFusion redact scoreFusion search searchMeta setWindowFields shardedDataDistribution vectorSearch'
    .split(' ')
    .map((name) => `$${name}`),
);

/**
 * Compiles an aggregation pipeline; every error in its form is reported here, before it runs.
 * @throws MongoError 40323, 40324 for what is no stage, the codes of the stages, 238 for refusals.
 */
export function compilePipeline(
  stages: readonly unknown[],
  context: PipelineContext,
  place?: Place,
): Pipeline {
  const specs = stages.map(stageOf);
  const { source, rest } = splitSource(specs, context, place);
  let output: Stage | undefined;
  const compiled = rest.map(({ name, spec }, i) => {
    if (name === '$out' || name === '$merge') {
      if (place) {
        throw failure(
          place === '$facet' ? 40600 : 51047,
          `${name} is not allowed within a ${place} stage`,
        );
      }
      if (i !== rest.length - 1) {
        throw failure(40601, `${name} can only be the final stage in the pipeline`);
      }
      if (!context.writer) throw notSupported(`\`${name}\` here`);
      output = compileOutput(name, spec, context, context.writer);
      return output;
    }
    if (place === '$facet' && name === '$facet') {
      throw failure(40600, '$facet is not allowed to be used within a $facet stage');
    }
    const compile = Object.hasOwn(STAGES, name) ? STAGES[name] : undefined;
    if (compile) return compile(spec, context, place);
    if (name === '$documents' || name === '$collStats') {
      throw failure(40602, `${name} is only valid as the first stage in a pipeline`);
    }
    throw REFUSED.has(name)
      ? notSupported(`\`${name}\``)
      : failure(40324, `Unrecognized pipeline stage name: '${name}'`);
  });
  const run = (): AsyncIterable<Document> => {
    const start = Array.isArray(source) ? fromArray(source) : context.open(source);
    return compiled.reduce<AsyncIterable<Document>>(
      (input, stage) => stage(input),
      pausing(start, context),
    );
  };
  return {
    source: Array.isArray(source) ? undefined : source,
    writes: output !== undefined,
    run,
    stages: compiled,
  };
}

interface StageSpec {
  name: string;
  spec: unknown;
}

function stageOf(stage: unknown): StageSpec {
  if (!isDocument(stage)) {
    throw typeMismatch("Each element of the 'pipeline' array must be an object");
  }
  const [name, ...others] = Object.keys(stage);
  if (name === undefined || others.length > 0) {
    throw failure(40323, 'A pipeline stage specification object must contain exactly one field.');
  }
  return { name, spec: stage[name] };
}

/** Takes leading `$match`, `$sort`, `$skip` and `$limit` into the read, where indexes can serve them. */
function splitSource(
  specs: StageSpec[],
  context: PipelineContext,
  place: Place,
): { source: SourceRequest | Document[]; rest: StageSpec[] } {
  if (specs[0]?.name === '$documents') {
    return { source: documentsOf(specs[0].spec, context), rest: specs.slice(1) };
  }
  const first = specs[0]?.name ?? '';
  const known = Object.hasOwn(STAGES, first) || first === '$out' || first === '$merge';
  if (context.collectionless && place === undefined && (known || first === '')) {
    throw failure(73, '{aggregate: 1} is not valid for this pipeline; a collection is required');
  }
  if (first === '$collStats' && place !== '$facet') {
    const { spec } = specs[0] ?? {};
    if (!isDocument(spec)) throw failure(5447000, '$collStats must take a nested object');
    if (context.collectionless) throw failure(73, '$collStats needs a collection');
    return { source: { filter: {}, statistics: spec }, rest: specs.slice(1) };
  }
  const filters: Document[] = [];
  const source: SourceRequest = { filter: {} };
  if (context.variables) source.variables = context.variables;
  let at = 0;
  // The pipelines of a `$facet` read its input, not a collection.
  for (; place !== '$facet' && at < specs.length; at++) {
    const { name, spec } = specs[at] ?? { name: '', spec: undefined };
    if (
      name === '$match' &&
      isDocument(spec) &&
      !source.sort &&
      source.skip === undefined &&
      source.limit === undefined
    ) {
      // Errors in the form are reported here, not at the first document.
      compileFilter(spec, context);
      filters.push(spec);
    } else if (
      name === '$sort' &&
      !source.sort &&
      source.skip === undefined &&
      source.limit === undefined
    ) {
      source.sort = sortOf(spec);
    } else if (name === '$skip' && source.skip === undefined && source.limit === undefined) {
      source.skip = countOf(name, spec, 0);
    } else if (name === '$limit' && source.limit === undefined) {
      source.limit = countOf(name, spec, 1);
    } else break;
  }
  const [only] = filters;
  if (only) source.filter = filters.length === 1 ? only : { $and: filters };
  return { source, rest: specs.slice(at) };
}

function documentsOf(spec: unknown, context: PipelineContext): Document[] {
  if (!context.collectionless) throw failure(73, '$documents is only valid with {aggregate: 1}');
  if (!Array.isArray(spec)) {
    throw failure(5858203, 'error during aggregation :: an array is expected');
  }
  return spec.map((item: unknown) => {
    const doc = compileExpression(item, context)({});
    if (!isDocument(doc)) {
      throw failure(40228, `$documents must hold objects, found ${bsonType(doc)}`);
    }
    return doc;
  });
}

async function* fromArray(documents: Document[]): AsyncGenerator<Document> {
  yield* documents;
}

function compileMatch(spec: unknown, context: PipelineContext): Stage {
  if (!isDocument(spec)) {
    throw failure(15959, 'the match filter must be an expression in an object');
  }
  const matcher = compileFilter(spec, context);
  return async function* (input) {
    for await (const doc of input) if (matcher.test(doc)) yield doc;
  };
}

function sortOf(spec: unknown): SortSpec {
  if (!isDocument(spec)) throw failure(15973, 'the $sort key specification must be an object');
  if (Object.keys(spec).length === 0) {
    throw failure(15976, '$sort stage must have at least one sort key');
  }
  return parseSort(spec);
}

function compileSort(spec: unknown, context: PipelineContext): Stage {
  const compare = compareBySort(sortOf(spec), context.collation);
  return async function* (input) {
    yield* await sortDocuments(await collect('$sort', input, context), compare, context);
  };
}

function countOf(name: string, spec: unknown, least: number): number {
  const count = asInteger(spec);
  if (count === undefined) {
    throw failure(
      name === '$limit' ? 2107201 : 5107200,
      `invalid argument to ${name} stage: Expected an integer: ${name}: ${isNumber(spec) ? toNumber(spec) : JSON.stringify(spec)}`,
    );
  }
  if (count < least) {
    throw name === '$limit'
      ? failure(15958, 'the limit must be positive')
      : failure(
          5107200,
          `invalid argument to $skip stage: Expected a non-negative number in: $skip: ${count}`,
        );
  }
  return count;
}

function compileLimit(spec: unknown): Stage {
  const limit = countOf('$limit', spec, 1);
  return async function* (input) {
    let left = limit;
    for await (const doc of input) {
      yield doc;
      if (--left === 0) return;
    }
  };
}

function compileSkip(spec: unknown): Stage {
  const skip = countOf('$skip', spec, 0);
  return async function* (input) {
    let left = skip;
    for await (const doc of input) if (left-- <= 0) yield doc;
  };
}

function compileCount(spec: unknown): Stage {
  if (typeof spec !== 'string' || spec === '') {
    throw failure(40156, 'the count field must be a non-empty string');
  }
  if (spec.startsWith('$')) throw failure(40158, 'the count field cannot be a $-prefixed path');
  if (spec.includes('\0')) throw failure(40159, 'the count field cannot contain a null byte');
  if (spec.includes('.')) throw failure(40160, "the count field cannot contain '.'");
  return async function* (input) {
    let count = 0;
    for await (const _doc of input) count++;
    if (count > 0) yield { [spec]: countValue(count) };
  };
}

function compileUnwind(spec: unknown): Stage {
  const options: Document = isDocument(spec) ? spec : { path: spec };
  const unknown = Object.keys(options).find(
    (name) => !['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays'].includes(name),
  );
  if (unknown !== undefined) {
    throw failure(28811, `unrecognized option to $unwind stage: ${unknown}`);
  }
  const {
    path,
    includeArrayIndex: indexField,
    preserveNullAndEmptyArrays: preserve = false,
  } = options;
  if (typeof path !== 'string') {
    throw path === undefined
      ? failure(28812, 'no path specified to $unwind stage')
      : failure(28808, `expected a string as the path for $unwind stage, got ${bsonType(path)}`);
  }
  if (!path.startsWith('$')) {
    throw failure(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  }
  if (typeof preserve !== 'boolean') {
    throw failure(
      28809,
      'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage',
    );
  }
  if (indexField !== undefined && (typeof indexField !== 'string' || indexField === '')) {
    throw failure(
      28810,
      'expected a non-empty string for the includeArrayIndex option to $unwind stage',
    );
  }
  if (typeof indexField === 'string' && indexField.startsWith('$')) {
    throw failure(
      28822,
      `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${indexField}`,
    );
  }
  const field = path.slice(1);
  const parts = field.split('.');
  const indexed = (doc: Document, index: number | null): Document =>
    typeof indexField === 'string'
      ? withPath(doc, indexField, index === null ? null : integerValue(BigInt(index), 'long'))
      : doc;
  return async function* (input) {
    for await (const doc of input) {
      const value = parts.reduce<unknown>(
        (at, part) => (isDocument(at) ? getOwn(at, part) : undefined),
        doc,
      );
      if (Array.isArray(value) && value.length > 0) {
        for (const [i, item] of value.entries()) yield indexed(withPath(doc, field, item), i);
      } else if (Array.isArray(value)) {
        if (preserve) yield indexed(withPath(doc, field, undefined), null);
      } else if (value !== undefined && value !== null) yield indexed(doc, null);
      else if (preserve) yield indexed(doc, null);
    }
  };
}

function compileSample(spec: unknown, context: PipelineContext): Stage {
  if (!isDocument(spec)) throw failure(28745, 'the $sample stage specification must be an object');
  const size = asInteger(spec.size);
  if (size === undefined || Object.keys(spec).length > 1) {
    throw failure(28746, 'size argument to $sample must be a number');
  }
  if (size < 0) throw failure(28747, 'size argument to $sample must not be negative');
  return async function* (input) {
    const docs = await collect('$sample', input, context);
    for (let i = 0; i < size && i < docs.length; i++) {
      const other = i + Math.floor(Math.random() * (docs.length - i));
      const [a, b] = [docs[i], docs[other]];
      if (!a || !b) return;
      docs[other] = a;
      yield b;
    }
  };
}
