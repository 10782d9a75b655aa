import mongoose from 'mongoose';
import { isDuplicateKey } from '@/lib/server/errors';
import { rowAfter } from '@/lib/server/services/messages/conversation';
import { singleton } from '@/lib/server/singleton';
import { Conversation } from '@/models/conversation';
import { Message, type MessageRecord } from '@/models/message';

/** Of all conversations together in one command. */
const BATCH_MAX_COUNT = 200;
/** Older MongoDB servers, before 8.0, do not know a command that writes to two collections. */
const COMMAND_NOT_FOUND = 59;
const MESSAGES = 0;
const CONVERSATIONS = 1;

/** What became of a run of messages. */
export interface RunOutcome {
  /** How many of them are stored, from the first. */
  storedCount: number;
  /** Why the next one is not; absent when all are. */
  error?: Error;
  /** Whether the conversation's row is brought up to the last one, too. */
  isRowWritten: boolean;
}

interface Run {
  records: readonly MessageRecord[];
  resolve(outcome: RunOutcome): void;
}

/** One operation of the command, and whose. */
interface Operation {
  run: Run;
  document: object;
  isRow: boolean;
}

interface Reply {
  ok: number;
  idx: number;
  n: number;
  code?: number;
  errmsg?: string;
  keyPattern?: object;
}

/** The fields of the index that a text names: `… index: senderId_1_clientId_1 dup key: …`. */
function namedKeys(text: string): object {
  const name = /index: (\S+)/.exec(text)?.[1] ?? '';
  return Object.fromEntries([...name.matchAll(/([a-z]+)_-?1/gi)].map(([, field]) => [field, 1]));
}

/** The same form that the driver gives to errors of single writes. */
const errorOf = ({ code, errmsg = 'not stored', keyPattern = namedKeys(errmsg) }: Reply): Error =>
  Object.assign(new Error(errmsg), { code, keyPattern });

function operationsOf(run: Run): Operation[] {
  const inserts = run.records.map((document) => ({
    run,
    document: { insert: MESSAGES, document },
    isRow: false,
  }));
  const newest = run.records.at(-1);
  const row = newest && rowAfter(newest);
  if (!row) return inserts;
  const update = {
    update: CONVERSATIONS,
    filter: row.filter,
    updateMods: row.update,
    multi: false,
    upsert: false,
  };
  return [...inserts, { run, document: update, isRow: true }];
}

/**
 * Stores messages, those of all conversations that come while a write is under way with the next one
 * command, which is synced once. In the order of the operations, up to the first that fails: a run of
 * numbers never gets a gap, and no row is ahead of its messages.
 */
class MessageLog {
  #waiting: Run[] = [];
  #isWriting = false;
  #isBulkKnown = true;

  store(records: readonly MessageRecord[]): Promise<RunOutcome> {
    return new Promise((resolve) => {
      this.#waiting.push({ records, resolve });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    // What comes within the same turn goes along.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const runs = this.#take();
      const unwritten = await this.#write(runs).catch((error: Error) => {
        // Whether anything was stored is not known; who repeats a send finds out by its clientId.
        for (const run of runs) run.resolve({ storedCount: 0, error, isRowWritten: false });
        return [];
      });
      this.#waiting.unshift(...unwritten);
    }
    this.#isWriting = false;
  }

  /** Whole runs, one at least. */
  #take(): Run[] {
    let count = 0;
    const end = this.#waiting.findIndex(({ records }) => {
      count += records.length;
      return count > BATCH_MAX_COUNT;
    });
    return this.#waiting.splice(0, end < 0 ? this.#waiting.length : Math.max(1, end));
  }

  /** Returns the runs that were not begun, because one before them failed. */
  async #write(runs: Run[]): Promise<Run[]> {
    if (!this.#isBulkKnown) return this.#insert(runs);
    const operations = runs.flatMap(operationsOf);
    const { db } = mongoose.connection;
    const names = [Message, Conversation].map(({ collection }) => collection.name);
    try {
      const { cursor, writeConcernError } = await mongoose.connection
        .getClient()
        .db('admin')
        .command({
          bulkWrite: 1,
          ops: operations.map(({ document }) => document),
          nsInfo: names.map((name) => ({ ns: `${db?.databaseName}.${name}` })),
          ordered: true,
          errorsOnly: false,
          writeConcern: { w: 'majority', j: true },
        });
      if (writeConcernError) throw new Error(`not synced: ${writeConcernError.errmsg}`);
      return this.#settle(runs, operations, cursor.firstBatch);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === COMMAND_NOT_FOUND)) {
        throw error;
      }
      this.#isBulkKnown = false;
      return this.#insert(runs);
    }
  }

  #settle(runs: Run[], operations: Operation[], replies: readonly Reply[]): Run[] {
    const failed = replies.find(({ ok }) => ok !== 1);
    const end = failed?.idx ?? operations.length;
    const failedRun = operations[end]?.run;
    const moved = new Set(replies.filter(({ ok, n }) => ok === 1 && n > 0).map(({ idx }) => idx));
    const storedCounts = new Map<Run, number>();
    const rowsWritten = new Set<Run>();
    for (const [index, { run, isRow }] of operations.slice(0, end).entries()) {
      if (!isRow) storedCounts.set(run, (storedCounts.get(run) ?? 0) + 1);
      else if (moved.has(index)) rowsWritten.add(run);
    }
    const failedAt = failedRun ? runs.indexOf(failedRun) : runs.length;
    for (const run of runs.slice(0, failedAt + 1)) {
      const storedCount = storedCounts.get(run) ?? 0;
      const isWhole = storedCount === run.records.length;
      run.resolve({
        storedCount,
        isRowWritten: rowsWritten.has(run),
        ...(failed && run === failedRun && !isWhole && { error: errorOf(failed) }),
      });
    }
    return runs.slice(failedAt + 1);
  }

  /** For servers that know no such command: the messages alone. */
  async #insert(runs: Run[]): Promise<Run[]> {
    const [run, ...others] = runs;
    if (!run) return [];
    let storedCount = 0;
    try {
      for (const record of run.records) {
        await Message.collection.insertOne(record as never);
        storedCount++;
      }
      run.resolve({ storedCount, isRowWritten: false });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      run.resolve({ storedCount, isRowWritten: false, error: error as Error });
    }
    return others;
  }
}

/**
 * Stores messages of one conversation that bear the numbers after its last one, in their order. When it
 * resolves, those that are stored are on disk. Never rejects.
 */
export function storeMessages(records: readonly MessageRecord[]): Promise<RunOutcome> {
  return singleton('message-log', () => new MessageLog()).store(records);
}
