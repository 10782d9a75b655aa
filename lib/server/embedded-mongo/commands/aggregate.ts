import { failure, notSupported } from '../mongo-error';
import { shapeQuery } from '../query';
import { encodeDocument } from '../raw-bson';
import { asInteger, type Document, isDocument, toNumber } from '../values';
import { cursorBody } from '../wire';
import { type Command, type Context, collationFor, namespaceOf, ownerOf } from './context';
import { listBatches } from './listing';
import { countMatches, FIRST_BATCH } from './reads';

interface CountShape {
  filter: Document;
  skip: number;
  limit: number;
  field: string;
  id: unknown;
}

/** The pipeline drivers send for countDocuments: an index can often answer it alone. */
function countShape(pipeline: Document[]): CountShape | undefined {
  const stages = [...pipeline];
  const shape: CountShape = { filter: {}, skip: 0, limit: 0, field: '', id: null };
  if (isDocument(stages[0]?.$match)) shape.filter = stages.shift()?.$match as Document;
  if (stages[0]?.$skip !== undefined) shape.skip = asInteger(stages.shift()?.$skip) ?? -1;
  if (stages[0]?.$limit !== undefined) shape.limit = asInteger(stages.shift()?.$limit) ?? -1;
  const [last, ...more] = stages;
  if (more.length > 0 || shape.skip < 0 || shape.limit < 0) return undefined;
  if (last && typeof last.$count === 'string') return undefined;
  const group = last?.$group;
  if (!isDocument(group) || Object.keys(group).length !== 2) return undefined;
  const [field] = Object.keys(group).filter((name) => name !== '_id');
  if (field === undefined || field.includes('.')) return undefined;
  const sum = group[field];
  const { _id: id } = group;
  if (!isDocument(sum) || Object.keys(sum).length !== 1 || asInteger(sum.$sum) !== 1) {
    return undefined;
  }
  if (id !== null && asInteger(id) === undefined) return undefined;
  return { ...shape, field, id };
}

async function aggregate(context: Context): Promise<Buffer> {
  const { args, engine, operation } = context;
  const pipeline = args.documentsOf('pipeline');
  if (args.value('aggregate') === 1) throw notSupported('a pipeline on a database');
  const ns = namespaceOf(context);
  const batchSize = batchSizeOf(context);
  const collection = engine.store.catalog.find(ns);
  const counted = countShape(pipeline);
  if (counted) {
    const query = shapeQuery(counted.filter, {
      skip: counted.skip,
      limit: counted.limit,
      hint: args.value('hint'),
      collation: collationFor(args.document('collation'), collection),
      variables: args.document('let'),
    });
    const n = collection ? await countMatches(context, collection, query) : 0;
    const documents = n > 0 ? [encodeDocument({ _id: counted.id, [counted.field]: n })] : [];
    const cursor = await engine.cursors.start(
      ns,
      ownerOf(context),
      operation,
      listBatches(documents),
      batchSize,
    );
    return cursorBody('firstBatch', cursor);
  }
  throw notSupported('this pipeline');
}

function batchSizeOf({ args }: Context): number {
  const cursor = args.document('cursor');
  if (!cursor) {
    throw failure(
      9,
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  }
  const size = cursor.batchSize === undefined ? FIRST_BATCH : toNumber(cursor.batchSize);
  if (size < 0) throw failure(2, 'Batch size must be non-negative');
  return size;
}

export const aggregateCommands: Record<string, Command> = {
  aggregate: {
    run: aggregate,
    fields: ['aggregate', 'pipeline', 'cursor', 'hint', 'collation', 'let'],
    harmless: ['allowDiskUse', 'bypassDocumentValidation'],
    writes: true,
  },
};
