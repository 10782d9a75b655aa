import type { Collation } from '../bson/collation';
import type { Operation } from '../bson/operation';
import type { SortSpec } from '../bson/order';
import type { Document } from '../bson/values';
import { compileFilter, type Matcher } from '../language/match';
import type { Collection } from '../storage/catalog';
import type { Store } from '../storage/store';
import { Execution } from './execution';
import { choosePlan, type Plan } from './planner';
import type { Found } from './sources';

/** A compiled query before a plan is chosen. */
export interface QueryShape {
  filter: Document;
  matcher: Matcher;
  sort: SortSpec;
  skip?: number;
  limit?: number;
  hint?: unknown;
  collation?: Collation | undefined;
}

/** Bytes of documents a command holds at a time unless it says otherwise. */
const TAKE_BYTES = 4 * 1024 * 1024;
/**
 * Compiles a filter into a query.
 * @throws MongoError as mongod does on a bad filter.
 */
export function shapeQuery(
  filter: Document,
  options: {
    sort?: SortSpec;
    skip?: number | undefined;
    limit?: number | undefined;
    hint?: unknown;
    collation?: Collation | undefined;
    variables?: Document | undefined;
  } = {},
): QueryShape {
  const { collation, variables, hint, skip, limit } = options;
  return {
    filter,
    matcher: compileFilter(filter, {
      ...(collation ? { collation } : {}),
      ...(variables ? { variables } : {}),
    }),
    sort: options.sort ?? [],
    ...(skip ? { skip } : {}),
    ...(limit ? { limit } : {}),
    ...(hint === undefined || hint === null ? {} : { hint }),
    ...(collation ? { collation } : {}),
  };
}

/** Chooses a plan for a query on the collection as it is now. */
export function planQuery(store: Store, collection: Collection, query: QueryShape): Plan {
  return choosePlan(store, collection, { ...query, limited: query.limit !== undefined });
}

export function execute(store: Store, collection: Collection, query: QueryShape): Execution {
  return new Execution({ store, collection, plan: planQuery(store, collection, query), ...query });
}

/** Continues in slices until `want` more documents, or `maxBytes` of them, have been read. */
export async function take(
  store: Store,
  operation: Operation,
  execution: Execution,
  want: number,
  maxBytes = TAKE_BYTES,
): Promise<Found[]> {
  const found: Found[] = [];
  let measured = 0;
  let room = maxBytes;
  store.refresh();
  for (;;) {
    execution.run(found, want, operation.slice(), room);
    if (execution.done || execution.full || found.length >= want) return found;
    for (; measured < found.length; measured++) room -= found[measured]?.bytes.length ?? 0;
    await operation.yield();
    store.refresh();
  }
}

/** Logs a slow query that used no index. */
export function logIfSlow(
  { log, slowMs }: { log: (event: string, fields: Document) => void; slowMs: number },
  ns: string,
  query: QueryShape,
  execution: Execution,
  startedAt: number,
): void {
  const milliseconds = performance.now() - startedAt;
  if (milliseconds < slowMs || execution.plan.kind !== 'scan') return;
  log('slow-query', {
    ns,
    milliseconds: Math.round(milliseconds),
    documents: execution.documentsExamined,
    // Field names only: the values may be personal data.
    fields: Object.keys(query.filter),
    sort: query.sort.map(([path]) => path),
    plan: 'COLLSCAN',
  });
}
