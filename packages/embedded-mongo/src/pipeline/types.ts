import type { Collation } from '../bson/collation';
import type { SortSpec } from '../bson/order';
import type { Document } from '../bson/values';

/** What a pipeline reads from a collection; its leading stages become part of the read. */
export interface SourceRequest {
  /** Of the same database; undefined for the collection the command names. */
  collection?: string;
  filter: Document;
  sort?: SortSpec;
  skip?: number;
  limit?: number;
  /** Instead of documents: the one document of `$collStats` with these options. */
  statistics?: Document;
  /** `let` variables that `$expr` in the filter may use. */
  variables?: Record<string, unknown> | undefined;
}

/** The collection that `$out` and `$merge` write to; of the command's database unless named. */
export interface OutputTarget {
  database?: string;
  collection: string;
}

/** How pipelines write. Each call resolves once the change is acknowledged. */
export interface PipelineWriter {
  /** `$out`: the documents replace the collection in one step, its indexes stay. */
  replaceCollection(target: OutputTarget, documents: Document[]): Promise<void>;
  hasUniqueIndex(target: OutputTarget, fields: string[]): boolean;
  /** Updates the one document the filter finds; returns how many it found. */
  update(
    target: OutputTarget,
    filter: Document,
    update: Document | Document[],
    variables: Record<string, unknown>,
  ): Promise<number>;
  insert(target: OutputTarget, document: Document): Promise<void>;
  count(target: OutputTarget, filter: Document): Promise<number>;
}

export interface PipelineContext {
  /** Reads a collection through the planner. */
  open(request: SourceRequest): AsyncIterable<Document>;
  /** Absent where `$out` and `$merge` are not allowed. */
  writer?: PipelineWriter;
  /** `let` of the command. */
  variables?: Record<string, unknown> | undefined;
  collation?: Collation | undefined;
  /** Awaited every few documents: lets others run; throws when the time limit is over. */
  pause(): Promise<void>;
  /** Without it a stage that gathers more than 100 MB fails with code 292. */
  allowDiskUse?: boolean;
  /** True for `aggregate: 1`, which has `$documents` for a source. */
  collectionless?: boolean;
}

export type Stage = (input: AsyncIterable<Document>) => AsyncIterable<Document>;

export interface Pipeline {
  /** The read the pipeline starts with, for explain; undefined after `$documents`. */
  source: SourceRequest | undefined;
  /** True when it ends in `$out` or `$merge`. */
  writes: boolean;
  run(): AsyncIterable<Document>;
  /** The stages after the source on other input, for `$facet`. */
  stages: Stage[];
}

/** Where a pipeline is used: some stages are not allowed everywhere. */
export type Place = '$facet' | '$lookup' | '$unionWith' | undefined;

export type CompilePipeline = (
  stages: readonly unknown[],
  context: PipelineContext,
  place?: Place,
) => Pipeline;
