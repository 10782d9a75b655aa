import type { Collation } from '../bson/collation';
import { failure } from '../bson/mongo-error';
import type { Operation } from '../bson/operation';
import { decodeDocument, encodeDocument, MAX_DOCUMENT_BYTES } from '../bson/raw-bson';
import { asInteger, type Document, isDocument, isNumber, toNumber } from '../bson/values';
import { compilePipeline } from '../pipeline/aggregate';
import type { Pipeline, PipelineContext, SourceRequest } from '../pipeline/types';
import { execute, logIfSlow, type QueryShape, shapeQuery, take } from '../planner/query';
import type { Collection } from '../storage/catalog';
import {
  batchSizeOf,
  type Command,
  type Context,
  collationFor,
  namespace,
  namespaceOf,
  ownerOf,
} from './context';
import type { Batches } from './cursors';
import { collectionStatistics } from './inspect/statistics';
import { listAnswer } from './listing';
import { pipelineWriter } from './output';
import { countMatches, variablesOf } from './reads';
import { cursorBody } from './wire';

interface CountShape {
  filter: Document;
  skip: number;
  limit: number;
  field: string;
  id: unknown;
}

/** The pipeline that drivers send for countDocuments, which an index alone can often answer. */
function countShape(pipeline: Document[]): CountShape | undefined {
  const stages = [...pipeline];
  const shape: CountShape = { filter: {}, skip: 0, limit: 0, field: '', id: null };
  if (isDocument(stages[0]?.$match)) shape.filter = stages.shift()?.$match as Document;
  if (stages[0]?.$skip !== undefined) shape.skip = asInteger(stages.shift()?.$skip) ?? -1;
  if (stages[0]?.$limit !== undefined) shape.limit = asInteger(stages.shift()?.$limit) || -1;
  const [last, ...more] = stages;
  if (more.length > 0 || shape.skip < 0 || shape.limit < 0) return undefined;
  const group = last?.$group;
  if (!isDocument(group) || Object.keys(group).length !== 2) return undefined;
  const [field] = Object.keys(group).filter((name) => name !== '_id');
  if (field === undefined || field.includes('.') || field.startsWith('$')) return undefined;
  const sum = group[field];
  const { _id: id } = group;
  if (!isDocument(sum) || Object.keys(sum).length !== 1 || asInteger(sum.$sum) !== 1) {
    return undefined;
  }
  if (id !== null && asInteger(id) === undefined) return undefined;
  return { ...shape, field, id };
}

/** A running pipeline: first in its own command, later in each getMore of its cursor. */
class PipelineRun implements Batches {
  readonly #context: Context;
  readonly #collection: string | undefined;
  readonly #pipeline: Pipeline;
  readonly #iterator: AsyncIterator<Document>;
  /** One document read ahead, to know whether a batch is the last. */
  #waiting: Buffer | undefined;
  #operation: Operation;
  #slice: () => boolean;
  /** Of the whole pipeline: default collations of joined collections are not used. */
  readonly #collation: Collation | undefined;

  constructor(context: Context, collection: string | undefined, stages: Document[]) {
    this.#context = context;
    this.#collection = collection;
    const { args, engine, database } = context;
    const own =
      collection === undefined ? undefined : engine.store.catalog.find(`${database}.${collection}`);
    this.#collation = collationFor(args.document('collation'), own);
    this.#operation = context.operation;
    this.#slice = this.#operation.slice();
    this.#pipeline = compilePipeline(stages, this.#pipelineContext());
    this.#iterator = this.#pipeline.run()[Symbol.asyncIterator]();
  }

  get writes(): boolean {
    return this.#pipeline.writes;
  }

  #pipelineContext(): PipelineContext {
    return {
      open: (request) => this.#read(request),
      writer: pipelineWriter(this.#context),
      ...variablesOf(this.#context),
      ...(this.#collation ? { collation: this.#collation } : {}),
      pause: () => this.#pause(),
      allowDiskUse: false,
      ...(this.#collection === undefined ? { collectionless: true } : {}),
    };
  }

  async #pause(): Promise<void> {
    // The slice reads the clock every 16 calls, and this is called only every few documents.
    for (let i = 0; i < 16; i++) {
      if (!this.#slice()) continue;
      await this.#operation.yield();
      this.#slice = this.#operation.slice();
      return;
    }
  }

  async *#read(request: SourceRequest): AsyncGenerator<Document> {
    const { args, engine, database } = this.#context;
    const { store } = engine;
    const name = request.collection ?? this.#collection ?? '';
    const ns = namespace(database, name);
    store.refresh();
    if (request.statistics) {
      yield await collectionStatistics(this.#context, ns, request.statistics);
      return;
    }
    const collection = store.catalog.find(ns);
    if (!collection) return;
    const query = sourceQuery(request, this.#collation, {
      hint: request.collection === undefined ? args.value('hint') : undefined,
    });
    const startedAt = performance.now();
    const execution = execute(store, collection, query);
    let want = 16;
    while (!execution.done) {
      const found = await take(store, this.#operation, execution, want);
      for (const { bytes } of found) yield decodeDocument(bytes);
      want = Math.min(want * 2, 256);
    }
    logIfSlow(engine, ns, query, execution, startedAt);
  }

  async #pull(): Promise<Buffer | undefined> {
    const { value, done } = await this.#iterator.next();
    return done ? undefined : checkedSize(encodeDocument(value));
  }

  async next(
    operation: Operation,
    count: number,
    bytes: number,
  ): Promise<{ documents: Buffer[]; done: boolean }> {
    this.#operation = operation;
    this.#slice = operation.slice();
    const documents: Buffer[] = [];
    let size = 0;
    this.#waiting ??= await this.#pull();
    while (this.#waiting && documents.length < count) {
      if (documents.length > 0 && size + this.#waiting.length > bytes) break;
      documents.push(this.#waiting);
      size += this.#waiting.length;
      this.#waiting = await this.#pull();
      operation.check();
    }
    return { documents, done: this.#waiting === undefined };
  }
}

/** @throws MongoError 10334 */
function checkedSize(bytes: Buffer): Buffer {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw failure(10334, `BSONObj size: ${bytes.length} is invalid, at most ${MAX_DOCUMENT_BYTES}`);
  }
  return bytes;
}

function sourceQuery(
  request: SourceRequest,
  collation: Collation | undefined,
  options: { hint?: unknown } = {},
): QueryShape {
  return shapeQuery(request.filter, {
    ...(request.sort ? { sort: request.sort } : {}),
    skip: request.skip,
    limit: request.limit,
    hint: options.hint,
    collation,
    variables: request.variables,
  });
}

/** The query at the start of an explained pipeline. */
export function matchOf(context: Context, collection: Collection | undefined): QueryShape {
  const { args } = context;
  const pipeline = compilePipeline(args.documentsOf('pipeline'), {
    open: () => {
      throw failure(1, 'an explained pipeline does not run');
    },
    pause: () => Promise.resolve(),
    ...variablesOf(context),
  });
  const collation = collationFor(args.document('collation'), collection);
  return sourceQuery(pipeline.source ?? { filter: {} }, collation, { hint: args.value('hint') });
}

async function aggregate(context: Context): Promise<Buffer> {
  const { args, engine, operation, database } = context;
  const pipeline = args.documentsOf('pipeline');
  const named = args.value('aggregate');
  const collectionless = isNumber(named) && toNumber(named) === 1;
  const ns = collectionless ? `${database}.$cmd.aggregate` : namespaceOf(context);
  if (!args.has('cursor')) {
    throw failure(
      9,
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  }
  const counted = collectionless ? undefined : countShape(pipeline);
  if (counted) return listAnswer(context, ns, await runCount(context, ns, counted));
  const run = new PipelineRun(context, collectionless ? undefined : String(named), pipeline);
  if (run.writes) {
    await run.next(operation, 1, 1);
    return listAnswer(context, ns, []);
  }
  const cursor = await engine.cursors.start(
    ns,
    ownerOf(context),
    operation,
    run,
    batchSizeOf(args),
  );
  return cursorBody('firstBatch', cursor);
}

async function runCount(context: Context, ns: string, shape: CountShape): Promise<Buffer[]> {
  const { args, engine } = context;
  const collection = engine.store.catalog.find(ns);
  const query = shapeQuery(shape.filter, {
    skip: shape.skip,
    limit: shape.limit,
    hint: args.value('hint'),
    collation: collationFor(args.document('collation'), collection),
    variables: context.variables,
  });
  const n = collection ? await countMatches(context, collection, query) : 0;
  return n > 0 ? [encodeDocument({ _id: shape.id, [shape.field]: n })] : [];
}

export const aggregateCommands: Record<string, Command> = {
  aggregate: {
    run: aggregate,
    fields: ['aggregate', 'pipeline', 'cursor', 'hint', 'collation', 'let'],
    // Nothing is spilled to disk: a stage fails beyond the memory limit with or without it.
    harmless: ['allowDiskUse', 'bypassDocumentValidation'],
    refused: ['explain', 'exchange', 'fromMongos'],
    writes: true,
  },
};
