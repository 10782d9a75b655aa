import { randomBytes } from 'node:crypto';
import { failure } from '../bson/mongo-error';
import type { Operation } from '../bson/operation';

/** As in MongoDB: an unused cursor is closed after ten minutes. */
const IDLE_MS = 10 * 60_000;
/** Reserved in a 16 MiB answer for everything but the documents. */
const BATCH_BYTES = 16 * 1024 * 1024 - 64 * 1024;

/** A result that is read in batches of documents as bytes. */
export interface Batches {
  /** Up to `count` documents and about `bytes` bytes; `done` when no more will come. */
  next(
    operation: Operation,
    count: number,
    bytes: number,
  ): Promise<{ documents: Buffer[]; done: boolean }>;
}

interface Cursor {
  id: bigint;
  ns: string;
  client: string;
  session: string;
  batches: Batches;
  lastUsed: number;
  busy: boolean;
}

/** The open cursors of this process. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>();

  get size(): number {
    return this.#open.size;
  }

  /** The first batch of a result; the cursor stays open, with an id above zero, if there is more. */
  async start(
    ns: string,
    owner: { client: string; session: string },
    operation: Operation,
    batches: Batches,
    batchSize: number,
  ): Promise<{ id: bigint; ns: string; batch: Buffer[] }> {
    const first =
      batchSize === 0
        ? { documents: [], done: false }
        : await batches.next(operation, batchSize, BATCH_BYTES);
    if (first.done) return { id: 0n, ns, batch: first.documents };
    const id = randomBytes(8).readBigInt64LE() | 1n;
    this.#open.set(id, { id, ns, ...owner, batches, lastUsed: Date.now(), busy: false });
    return { id, ns, batch: first.documents };
  }

  /** @throws MongoError 43 when there is no such cursor, 12051 while it is in use. */
  async more(
    id: bigint,
    ns: string,
    operation: Operation,
    batchSize: number | undefined,
  ): Promise<{ id: bigint; ns: string; batch: Buffer[] }> {
    const cursor = this.#open.get(id);
    if (!cursor) throw failure(43, `cursor id ${id} not found`);
    if (cursor.ns !== ns) {
      throw failure(
        13,
        `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`,
      );
    }
    if (cursor.busy) throw failure(12051, `cursor id ${id} is already in use`);
    cursor.busy = true;
    try {
      const { documents, done } = await cursor.batches.next(
        operation,
        batchSize ?? Number.POSITIVE_INFINITY,
        BATCH_BYTES,
      );
      cursor.lastUsed = Date.now();
      if (done) this.#open.delete(id);
      return { id: done ? 0n : id, ns, batch: documents };
    } catch (error) {
      this.#open.delete(id);
      throw error;
    } finally {
      cursor.busy = false;
    }
  }

  kill(id: bigint): boolean {
    return this.#open.delete(id);
  }

  /** Closes the cursors that the predicate selects, of a client that has gone for example. */
  killWhere(select: (cursor: { client: string; session: string; ns: string }) => boolean): void {
    for (const [id, cursor] of this.#open) if (select(cursor)) this.#open.delete(id);
  }

  sweep(now = Date.now()): void {
    for (const [id, cursor] of this.#open) {
      if (!cursor.busy && now - cursor.lastUsed > IDLE_MS) this.#open.delete(id);
    }
  }
}
