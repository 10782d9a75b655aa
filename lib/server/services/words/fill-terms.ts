import type { Types } from 'mongoose';
import { log } from '@/lib/server/log';
import { searchTermsOf, TERMS_VERSION } from '@/lib/server/services/words/search-terms';
import { singleton } from '@/lib/server/singleton';
import { Message, type MessageRecord } from '@/models/message';

/** What the job's commands are counted as. */
const TASK = 'terms';
const BATCH_COUNT = 100;
/** While messages come in, batches are small, and the job rests this many times as long as it worked. */
const BUSY_BATCH_COUNT = 25;
const BUSY_REST_FACTOR = 4;
const QUIET_REST_FACTOR = 1;
/** Words are written once no message has come for this long… */
const QUIET_MS = 150;
/** …or the first that waits has waited for this long. */
const LATEST_MS = 1_000;
/** Terms are derived: should a crash take those of a batch, the batch is found again. */
const DERIVED = { writeConcern: { w: 1, journal: false }, ordered: false, comment: TASK } as const;

/** Until its terms are written, a message says for whom they are missing. */
export const termsDueFor = ({
  senderId,
  receiverId,
}: Pick<MessageRecord, 'senderId' | 'receiverId'>): Types.ObjectId[] =>
  senderId.equals(receiverId) ? [senderId] : [senderId, receiverId];

/** Gives their terms to messages as they were read. Those that another node was faster with are left. */
async function writeTerms(messages: readonly MessageRecord[]): Promise<void> {
  await Message.bulkWrite(
    messages.map((message) => {
      const { _id, text, deletedAt, termsVersion = null } = message;
      return {
        updateOne: {
          // Not over one that was changed in between: that change brings its own terms.
          filter: { _id, text, deletedAt, termsVersion },
          update: { $set: searchTermsOf(message), $unset: { termsDueFor: 1 } },
        },
      };
    }),
    DERIVED,
  );
}

/**
 * Writes the terms that a person's messages still wait for, so that a search that comes next finds all
 * that was stored before it, by whichever node.
 */
export async function writeDueTerms(userId: string): Promise<void> {
  for (;;) {
    const messages = await Message.find({ termsDueFor: userId }).limit(BATCH_COUNT).lean();
    if (messages.length > 0) await writeTerms(messages);
    if (messages.length < BATCH_COUNT) return;
  }
}

/**
 * Gives their search terms to the messages that have none, or those of an older version, a batch at a
 * time. What is left to do can be seen from the messages themselves, so the job goes on where it was
 * after any end, and several nodes may run it at once.
 */
class TermsJob {
  #firstNotedAt = 0;
  #lastNotedAt = 0;
  #timer: NodeJS.Timeout | null = null;
  #working: Promise<void> | null = null;
  #isStopped = false;

  /** There is, or may be, something to do. */
  note(): void {
    this.#lastNotedAt = performance.now();
    if (this.#timer || this.#working) return;
    this.#firstNotedAt = this.#lastNotedAt;
    this.#wait(QUIET_MS);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    if (this.#timer) clearTimeout(this.#timer);
    await this.#working;
  }

  #wait(ms: number): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#look();
    }, ms).unref();
  }

  #isQuiet(): boolean {
    return performance.now() - this.#lastNotedAt >= QUIET_MS;
  }

  #look(): void {
    const isLate = performance.now() - this.#firstNotedAt >= LATEST_MS;
    if (!isLate && !this.#isQuiet()) {
      this.#wait(QUIET_MS);
      return;
    }
    this.#working = this.#fillBatch()
      .catch((error: unknown) => {
        log().warn({ err: error }, 'search.not_filled');
        return null;
      })
      .then((restMs) => {
        this.#working = null;
        if (restMs !== null) this.#wait(restMs);
      });
  }

  /** Returns how long to rest before the next batch; null when nothing is left. */
  async #fillBatch(): Promise<number | null> {
    const began = performance.now();
    const messages = await Message.find({
      $or: [{ termsVersion: null }, { termsVersion: { $lt: TERMS_VERSION } }],
    })
      .limit(this.#isQuiet() ? BATCH_COUNT : BUSY_BATCH_COUNT)
      .comment(TASK)
      .lean();
    if (messages.length > 0) await writeTerms(messages);
    // What comes while there is nothing left is noted anew.
    if (messages.length === 0 && this.#lastNotedAt < began) return null;
    const worked = performance.now() - began;
    return worked * (this.#isQuiet() ? QUIET_REST_FACTOR : BUSY_REST_FACTOR);
  }
}

const job = (): TermsJob => singleton('terms-job', () => new TermsJob());

/** Has the messages that have no search terms get them soon: in a quiet moment, or within a second. */
export function fillTermsSoon(): void {
  job().note();
}

/** Resolves once the batch under way is written; what is left is found by the next start. */
export function stopFillingTerms(): Promise<void> {
  return job().stop();
}
