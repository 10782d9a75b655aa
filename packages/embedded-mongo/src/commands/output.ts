import { randomUUID } from 'node:crypto';
import { encodeDocument } from '../bson/raw-bson';
import type { Document } from '../bson/values';
import type { OutputTarget, PipelineWriter } from '../pipeline/types';
import { shapeQuery } from '../planner/query';
import { type Collection, OUTPUT_PREFIX } from '../storage/catalog';
import { type Context, namespace } from './context';
import { purgeInBackground } from './indexes';
import { countMatches } from './reads';
import { checkedForInsert, insertTask, updateTask } from './write/statements';
import { runTask } from './write/tasks';

/** How long one job of a large $out may hold the write transaction. */
const WRITE_SLICE_MS = 8;

/** Writes for `$out` and `$merge`. */
export function pipelineWriter(context: Context): PipelineWriter {
  const { store } = context.engine;
  const nsOf = ({ database, collection }: OutputTarget) =>
    namespace(database ?? context.database, collection);
  return {
    replaceCollection: (target, documents) => replaceCollection(context, nsOf(target), documents),
    hasUniqueIndex(target, fields) {
      if (fields.length === 1 && fields[0] === '_id') return true;
      const wanted = new Set(fields);
      const indexes = store.catalog.find(nsOf(target))?.indexes ?? [];
      return indexes.some(
        (index) =>
          index.unique &&
          !index.partial &&
          index.builder === undefined &&
          index.paths.length === wanted.size &&
          index.paths.every((path) => wanted.has(path)),
      );
    },
    async update(target, filter, update, variables) {
      const task = updateTask(context, nsOf(target), {
        filter,
        update,
        multi: false,
        upsert: false,
        variables,
      });
      return (await runTask(context, task)).matched;
    },
    async insert(target, document) {
      await runTask(context, insertTask(context, nsOf(target), encodeDocument(document)));
    },
    async count(target, filter) {
      store.refresh();
      const collection = store.catalog.find(nsOf(target));
      return collection ? countMatches(context, collection, shapeQuery(filter)) : 0;
    },
  };
}

/** Fills a temporary collection with the target's indexes, then renames it to the target. */
async function replaceCollection(
  context: Context,
  ns: string,
  documents: Document[],
): Promise<void> {
  const { store } = context.engine;
  const name = `${OUTPUT_PREFIX}${process.pid}.${randomUUID()}`;
  const beside = `${ns.slice(0, ns.indexOf('.'))}.${name}`;
  const prepare = (): Collection => {
    const made = store.catalog.find(beside);
    if (made) return made;
    const target = store.catalog.find(ns);
    const collection = store.catalog.ensure(beside, target?.options ?? {});
    for (const { spec } of target?.indexes.slice(1) ?? []) {
      store.catalog.addIndex(collection, spec);
    }
    return collection;
  };
  try {
    let at = 0;
    do {
      context.operation.check();
      at = await store.write(() => {
        const collection = prepare();
        const end = performance.now() + WRITE_SLICE_MS;
        let next = at;
        for (; next < documents.length && performance.now() < end; next++) {
          store.insert(collection, checkedForInsert(encodeDocument(documents[next] ?? {})));
        }
        return next;
      });
    } while (at < documents.length);
    await store.write(() => {
      const target = store.catalog.find(ns);
      if (target) store.catalog.drop(target);
      const filled = store.catalog.find(beside);
      if (filled) store.catalog.rename(filled, ns);
    });
  } catch (error) {
    await store.write(() => {
      const left = store.catalog.find(beside);
      if (left) store.catalog.drop(left);
    });
    throw error;
  } finally {
    purgeInBackground(context);
  }
}
