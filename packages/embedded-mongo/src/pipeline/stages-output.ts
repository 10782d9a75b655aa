import { failedToParse, failure, notSupported, typeMismatch } from '../bson/mongo-error';
import { bsonType, type Document, fieldsOf, getOwn, isDocument } from '../bson/values';
import { compileExpression } from '../language/expression';
import { collect } from './stages-support';
import type { OutputTarget, PipelineContext, PipelineWriter, Stage } from './types';

/** Compiles `$out` or `$merge`: the pipeline's documents go to a collection and none come out. */
export function compileOutput(
  name: '$out' | '$merge',
  spec: unknown,
  context: PipelineContext,
  writer: PipelineWriter,
): Stage {
  if (name === '$merge') return compileMerge(spec, context, writer);
  const target = outTarget(spec);
  return async function* (input) {
    await writer.replaceCollection(target, await collect('$out', input, context));
    yield* [];
  };
}

function outTarget(spec: unknown): OutputTarget {
  if (typeof spec === 'string') return { collection: spec };
  if (!isDocument(spec)) {
    throw failure(
      16990,
      `$out only supports a string or object argument, but found ${bsonType(spec)}`,
    );
  }
  if (spec.timeseries !== undefined) throw notSupported('`$out` to a time series');
  const { db, coll, ...others } = spec;
  if (typeof db !== 'string' || typeof coll !== 'string' || Object.keys(others).length > 0) {
    throw failure(
      16994,
      "If an object is passed to $out it must have exactly 2 fields: 'db' and 'coll'",
    );
  }
  return { database: db, collection: coll };
}

const MATCHED = ['replace', 'keepExisting', 'merge', 'fail'] as const;
const NOT_MATCHED = ['insert', 'discard', 'fail'] as const;

interface Merge {
  target: OutputTarget;
  on: string[];
  whenMatched: (typeof MATCHED)[number] | Document[];
  whenNotMatched: (typeof NOT_MATCHED)[number];
  variables: Array<readonly [string, (doc: Document) => unknown]>;
}

function parseMerge(spec: unknown, context: PipelineContext): Merge {
  const options: unknown = typeof spec === 'string' ? { into: spec } : spec;
  if (!isDocument(options)) {
    throw failure(
      51182,
      `$merge requires a string or object argument, but found ${bsonType(options)}`,
    );
  }
  const unknown = Object.keys(options).find(
    (name) => !['into', 'on', 'let', 'whenMatched', 'whenNotMatched'].includes(name),
  );
  if (unknown !== undefined) {
    throw failure(40415, `BSON field '$merge.${unknown}' is an unknown field.`);
  }
  const { into, on = '_id', whenMatched = 'merge', whenNotMatched = 'insert' } = options;
  const matched = Array.isArray(whenMatched)
    ? (whenMatched as Document[])
    : MATCHED.find((mode) => mode === whenMatched);
  if (matched === undefined) {
    throw failure(
      51191,
      `Only values of 'replace', 'merge', 'keepExisting', 'fail' or a pipeline are allowed for whenMatched`,
    );
  }
  const notMatched = NOT_MATCHED.find((mode) => mode === whenNotMatched);
  if (notMatched === undefined) {
    throw failure(
      2,
      `Enumeration value '${String(whenNotMatched)}' for field '$merge.whenNotMatched' is not a valid value.`,
    );
  }
  const fields: unknown[] = Array.isArray(on) ? on : [on];
  if (fields.length === 0) {
    throw failure(51187, "If explicitly specifying $merge 'on', must include at least one field");
  }
  if (!fields.every((field) => typeof field === 'string')) {
    throw failure(51134, "$merge 'on' array elements must be strings");
  }
  if (options.let !== undefined && !Array.isArray(matched)) {
    throw failure(51199, "Cannot use 'let' variables with 'whenMatched' other than a pipeline");
  }
  const bound: Document = { new: '$$ROOT', ...(isDocument(options.let) ? options.let : {}) };
  return {
    target: mergeTarget(into),
    on: fields,
    whenMatched: matched,
    whenNotMatched: notMatched,
    variables: Object.entries(bound).map(
      ([name, value]) => [name, compileExpression(value, context)] as const,
    ),
  };
}

function mergeTarget(into: unknown): OutputTarget {
  if (typeof into === 'string') return { collection: into };
  if (!isDocument(into)) {
    throw failure(
      51178,
      `$merge 'into' field must be either a string or an object, but found ${bsonType(into)}`,
    );
  }
  const { db, coll } = into;
  if (typeof coll !== 'string' || (db !== undefined && typeof db !== 'string')) {
    throw typeMismatch("$merge 'into' must name 'coll' and may name 'db', both strings");
  }
  return db === undefined ? { collection: coll } : { database: db, collection: coll };
}

function compileMerge(spec: unknown, context: PipelineContext, writer: PipelineWriter): Stage {
  const merge = parseMerge(spec, context);
  return async function* (input) {
    if (
      !merge.on.every((field) => field === '_id') &&
      !writer.hasUniqueIndex(merge.target, merge.on)
    ) {
      throw failure(51183, 'Cannot find index to verify that join fields will be unique');
    }
    // Reads the whole input first: the target may be the collection it comes from.
    for (const doc of await collect('$merge', input, context)) {
      await mergeOne(doc, merge, writer);
      await context.pause();
    }
    yield* [];
  };
}

async function mergeOne(doc: Document, merge: Merge, writer: PipelineWriter): Promise<void> {
  const { target, on, whenMatched, whenNotMatched } = merge;
  const filter: Document = {};
  for (const field of on) {
    const value = field
      .split('.')
      .reduce<unknown>((at, part) => (isDocument(at) ? getOwn(at, part) : undefined), doc);
    if (field === '_id' && value === undefined) continue;
    if (value === undefined || value === null || Array.isArray(value)) {
      throw failure(
        51132,
        `$merge write error: 'on' field '${field}' cannot be missing, null, undefined or an array`,
      );
    }
    filter[field] = { $eq: value };
  }
  if (whenMatched === 'fail') {
    if (whenNotMatched !== 'insert') {
      throw failedToParse(
        'Combination of {whenMatched: fail} and {whenNotMatched: other than insert} is not supported',
      );
    }
    await writer.insert(target, doc);
    return;
  }
  const found =
    Object.keys(filter).length === 0 ? 0 : await writeMatched(doc, filter, merge, writer);
  if (found > 0) return;
  if (whenNotMatched === 'insert') await writer.insert(target, doc);
  else if (whenNotMatched === 'fail') {
    throw failure(
      13113,
      '$merge could not find a matching document in the target collection for at least one document in the source collection',
    );
  }
}

function writeMatched(
  doc: Document,
  filter: Document,
  { target, whenMatched, variables }: Merge,
  writer: PipelineWriter,
): Promise<number> {
  if (whenMatched === 'keepExisting') return writer.count(target, filter);
  if (whenMatched === 'replace') return writer.update(target, filter, fieldsOf(doc), {});
  const bound = Object.fromEntries(variables.map(([name, value]) => [name, value(doc)]));
  const pipeline = Array.isArray(whenMatched)
    ? whenMatched
    : [{ $replaceWith: { $mergeObjects: ['$$ROOT', '$$new'] } }];
  return writer.update(target, filter, pipeline, bound);
}
