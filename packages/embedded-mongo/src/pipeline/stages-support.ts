import { calculateObjectSize } from 'bson';
import { failure } from '../bson/mongo-error';
import type { Document } from '../bson/values';
import type { PipelineContext } from './types';

/** The memory limit of a stage, as in mongod. */
const MEMORY_LIMIT_BYTES = 100 * 1024 * 1024;
const DOCUMENTS_PER_PAUSE = 32;
const SORT_RUN = 1024;

/** Yields the documents of an input and lets others run at intervals. */
export async function* pausing(
  input: AsyncIterable<Document>,
  context: PipelineContext,
): AsyncGenerator<Document> {
  let count = 0;
  for await (const doc of input) {
    if (++count % DOCUMENTS_PER_PAUSE === 0) await context.pause();
    yield doc;
  }
}

/** Counts the bytes a stage holds. @throws MongoError 292 beyond 100 MB without `allowDiskUse`. */
export function memoryMeter(stage: string, context: PipelineContext): (doc: Document) => void {
  let bytes = 0;
  return (doc) => {
    if (context.allowDiskUse) return;
    bytes += calculateObjectSize(doc);
    if (bytes > MEMORY_LIMIT_BYTES) {
      throw failure(
        292,
        `Exceeded memory limit for ${stage}, but did not allow external sort. Pass allowDiskUse:true to opt in.`,
      );
    }
  };
}

/** All documents of an input. */
export async function collect(
  stage: string,
  input: AsyncIterable<Document>,
  context: PipelineContext,
): Promise<Document[]> {
  const measure = memoryMeter(stage, context);
  const docs: Document[] = [];
  for await (const doc of input) {
    measure(doc);
    docs.push(doc);
  }
  return docs;
}

/** A stable merge sort of short runs, which lets others run in between. */
export async function sortDocuments(
  docs: Document[],
  compare: (a: Document, b: Document) => number,
  context: PipelineContext,
): Promise<Document[]> {
  let runs: Document[][] = [];
  for (let at = 0; at < docs.length; at += SORT_RUN) {
    const run = docs.slice(at, at + SORT_RUN);
    // Throws for a document that cannot be sorted, even when it is the only one.
    for (const doc of run) compare(doc, doc);
    runs.push(run.sort(compare));
    await context.pause();
  }
  while (runs.length > 1) {
    const merged: Document[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      merged.push(await mergeRuns(runs[i] ?? [], runs[i + 1] ?? [], compare, context));
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function mergeRuns(
  a: Document[],
  b: Document[],
  compare: (a: Document, b: Document) => number,
  context: PipelineContext,
): Promise<Document[]> {
  const out: Document[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x && (!y || compare(x, y) <= 0)) {
      out.push(x);
      i++;
    } else if (y) {
      out.push(y);
      j++;
    }
    if (out.length % SORT_RUN === 0) await context.pause();
  }
  return out;
}
