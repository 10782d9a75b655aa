import { encodeKey } from '../bson/key-encoding';
import { failedToParse, failure, notSupported } from '../bson/mongo-error';
import { integerValue } from '../bson/numbers';
import { checkedParts } from '../bson/paths';
import {
  arrayIndex,
  asInteger,
  bsonType,
  type Document,
  getOwn,
  isDocument,
  setOwn,
} from '../bson/values';
import { compileExpression } from '../language/expression';
import { compileFilter } from '../language/match';
import { withPath } from './stages-shape';
import { collect, memoryMeter } from './stages-support';
import type { CompilePipeline, PipelineContext, SourceRequest, Stage } from './types';

/** A context in which a read that names no collection reads this one. */
function inCollection(context: PipelineContext, collection: string): PipelineContext {
  const { writer: _writer, ...rest } = context;
  return {
    ...rest,
    collectionless: false,
    open: (request) => context.open({ collection, ...request }),
  };
}

function checkOptions(stage: string, spec: unknown, known: string[]): Document {
  if (!isDocument(spec)) {
    throw failedToParse(
      `the ${stage} stage specification must be an object, but found ${bsonType(spec)}`,
    );
  }
  const unknown = Object.keys(spec).find((name) => !known.includes(name));
  if (unknown !== undefined) throw failedToParse(`unknown argument to ${stage}: ${unknown}`);
  return spec;
}

function stringOption(stage: string, spec: Document, name: string): string {
  const value = spec[name];
  if (name === 'from' && isDocument(value)) {
    throw notSupported(`\`${stage}\` from another database`);
  }
  if (typeof value !== 'string') {
    throw failedToParse(
      value === undefined
        ? `must specify '${name}' field for a ${stage}`
        : `${stage} argument '${name}' must be a string, found ${bsonType(value)}`,
    );
  }
  return value;
}

/** The values at a path, those of arrays one by one; a number in the path is a position in an array. */
function valuesOf(doc: Document, path: string): unknown[] {
  const values: unknown[] = [];
  const visit = (value: unknown, parts: string[]): void => {
    const [part, ...rest] = parts;
    if (part === undefined) {
      if (Array.isArray(value)) for (const item of value) values.push(item);
      else if (value !== undefined) values.push(value);
    } else if (Array.isArray(value)) {
      const position = arrayIndex(part);
      if (position !== undefined) visit(value[position], rest);
      else for (const item of value) if (isDocument(item)) visit(getOwn(item, part), rest);
    } else if (isDocument(value)) visit(getOwn(value, part), rest);
  };
  visit(doc, path.split('.'));
  return values;
}

/** A filter for any of the values; a regular expression is a value here, not a pattern. */
function anyOf(path: string, values: unknown[]): Document {
  if (values.length === 1) return { [path]: { $eq: values[0] } };
  return values.some((value) => bsonType(value) === 'regex')
    ? { $or: values.map((value) => ({ [path]: { $eq: value } })) }
    : { [path]: { $in: values } };
}

/** `$lookup`, by equal fields, by a pipeline with `let`, or by both. */
export function compileLookup(
  spec: unknown,
  context: PipelineContext,
  compile: CompilePipeline,
): Stage {
  const options = checkOptions('$lookup', spec, [
    'from',
    'as',
    'localField',
    'foreignField',
    'let',
    'pipeline',
  ]);
  const as = stringOption('$lookup', options, 'as');
  checkedParts(as);
  if (options.from === undefined && options.pipeline !== undefined) {
    throw notSupported('`$lookup` without `from`');
  }
  const from = stringOption('$lookup', options, 'from');
  const hasFields = options.localField !== undefined || options.foreignField !== undefined;
  if (options.pipeline === undefined && (options.let !== undefined || !hasFields)) {
    throw failedToParse(
      "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified",
    );
  }
  const local = hasFields ? stringOption('$lookup', options, 'localField') : undefined;
  const foreign = hasFields ? stringOption('$lookup', options, 'foreignField') : '';
  const { pipeline = [] } = options;
  if (!Array.isArray(pipeline)) {
    throw failedToParse("'pipeline' option must be specified as an array");
  }
  if (options.let !== undefined && !isDocument(options.let)) {
    throw failedToParse("$lookup argument 'let' must be an object");
  }
  const variables = Object.entries(options.let ?? {}).map(
    ([name, value]) => [name, compileExpression(value, context)] as const,
  );
  const foreignContext = inCollection(context, from);
  const bind = (doc: Document): PipelineContext => ({
    ...foreignContext,
    variables: {
      ...context.variables,
      ...Object.fromEntries(variables.map(([name, value]) => [name, value(doc)])),
    },
  });
  // Compiled once for its errors, then for each document, because variables become constants.
  compile(pipeline, bind({}), '$lookup');
  return async function* (input) {
    for await (const doc of input) {
      const values = local === undefined ? [] : valuesOf(doc, local);
      // A missing field joins with null.
      const filter = anyOf(foreign, values.length === 0 ? [null] : values);
      const join = local === undefined ? [] : [{ $match: filter }];
      const found: Document[] = [];
      for await (const other of compile([...join, ...pipeline], bind(doc), '$lookup').run()) {
        found.push(other);
      }
      const joined = withPath(doc, as, found);
      memoryMeter('$lookup', context)(joined);
      yield joined;
    }
  };
}

/** `$unionWith`: the documents of another collection after those of this one. */
export function compileUnionWith(
  spec: unknown,
  context: PipelineContext,
  compile: CompilePipeline,
): Stage {
  const options =
    typeof spec === 'string'
      ? { coll: spec }
      : checkOptions('$unionWith', spec, ['coll', 'pipeline']);
  const { coll, pipeline = [] } = options as { coll?: unknown; pipeline?: unknown };
  if (coll === undefined) throw notSupported('`$unionWith` without `coll`');
  if (typeof coll !== 'string') {
    throw failedToParse(
      `BSON field '$unionWith.coll' is the wrong type '${bsonType(coll)}', expected type 'string'`,
    );
  }
  if (!Array.isArray(pipeline)) {
    throw failedToParse("BSON field '$unionWith.pipeline' must be an array");
  }
  const other = compile(pipeline, inCollection(context, coll), '$unionWith');
  return async function* (input) {
    yield* input;
    yield* other.run();
  };
}

/** `$facet`: several pipelines over the same documents, one document as result. */
export function compileFacet(
  spec: unknown,
  context: PipelineContext,
  compile: CompilePipeline,
): Stage {
  if (!isDocument(spec) || Object.keys(spec).length === 0) {
    throw failure(40169, 'the $facet specification must be a non-empty object');
  }
  const facets = Object.entries(spec).map(([name, pipeline]) => {
    if (name.startsWith('$')) throw failure(16410, "FieldPath field names may not start with '$'.");
    if (name.includes('.')) {
      throw failure(16412, `FieldPath field names may not contain '.'. Found: ${name}`);
    }
    if (!Array.isArray(pipeline)) {
      throw failure(
        40170,
        `arguments to $facet must be arrays, ${name} is type ${bsonType(pipeline)}`,
      );
    }
    return [name, compile(pipeline, context, '$facet')] as const;
  });
  return async function* (input) {
    const docs = await collect('$facet', input, context);
    const result: Document = {};
    for (const [name, { stages }] of facets) {
      const start: AsyncIterable<Document> = replay(docs, context);
      const found = stages.reduce((at, stage) => stage(at), start);
      setOwn(result, name, await collect('$facet', found, context));
    }
    yield result;
  };
}

async function* replay(docs: Document[], context: PipelineContext): AsyncGenerator<Document> {
  for (const [i, doc] of docs.entries()) {
    if (i % 32 === 31) await context.pause();
    yield doc;
  }
}

const GRAPH_OPTIONS = [
  'from',
  'startWith',
  'connectFromField',
  'connectToField',
  'as',
  'maxDepth',
  'depthField',
  'restrictSearchWithMatch',
];

/** `$graphLookup`: follows references breadth first, meeting each document once. */
export function compileGraphLookup(spec: unknown, context: PipelineContext): Stage {
  const options = checkOptions('$graphLookup', spec, GRAPH_OPTIONS);
  const from = stringOption('$graphLookup', options, 'from');
  const connectFrom = stringOption('$graphLookup', options, 'connectFromField');
  const connectTo = stringOption('$graphLookup', options, 'connectToField');
  const as = stringOption('$graphLookup', options, 'as');
  checkedParts(as);
  if (options.startWith === undefined) {
    throw failure(40105, "must specify 'startWith' field for a $graphLookup");
  }
  const startWith = compileExpression(options.startWith, context);
  const depthField =
    options.depthField === undefined
      ? undefined
      : stringOption('$graphLookup', options, 'depthField');
  const maxDepth =
    options.maxDepth === undefined ? Number.POSITIVE_INFINITY : asInteger(options.maxDepth);
  if (maxDepth === undefined || maxDepth < 0) {
    throw failure(40101, 'maxDepth requires a nonnegative argument');
  }
  const { restrictSearchWithMatch: restriction } = options;
  if (restriction !== undefined && !isDocument(restriction)) {
    throw failure(40185, 'restrictSearchWithMatch must be an object');
  }
  compileFilter(restriction ?? {}, context);
  const search = (values: unknown[]): SourceRequest => {
    // A null start meets null fields, not missing ones.
    const filters = [anyOf(connectTo, values), { [connectTo]: { $exists: true } }];
    const request: SourceRequest = {
      collection: from,
      filter: { $and: restriction ? [...filters, restriction] : filters },
    };
    if (context.variables) request.variables = context.variables;
    return request;
  };
  const keyOf = (value: unknown) => encodeKey([value], [1], context.collation).toString('latin1');
  return async function* (input) {
    for await (const doc of input) {
      const measure = memoryMeter('$graphLookup', context);
      const start = startWith(doc);
      const found = new Map<string, Document>();
      const asked = new Set<string>();
      let frontier: unknown[] = Array.isArray(start) ? start : start === undefined ? [] : [start];
      for (let depth = 0; depth <= maxDepth; depth++) {
        frontier = frontier.filter((value) => {
          const key = keyOf(value);
          return !asked.has(key) && asked.add(key);
        });
        if (frontier.length === 0) break;
        const next: unknown[] = [];
        for await (const other of context.open(search(frontier))) {
          const id = keyOf(other._id);
          if (found.has(id)) continue;
          measure(other);
          found.set(
            id,
            depthField === undefined
              ? other
              : withPath(other, depthField, integerValue(BigInt(depth), 'long')),
          );
          for (const value of valuesOf(other, connectFrom)) next.push(value);
        }
        await context.pause();
        frontier = next;
      }
      yield withPath(doc, as, [...found.values()]);
    }
  };
}
