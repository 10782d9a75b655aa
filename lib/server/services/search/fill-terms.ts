import { setTimeout as wait } from 'node:timers/promises';
import { log } from '@/lib/server/log';
import { searchTermsOf, TERMS_VERSION } from '@/lib/server/services/words/search-terms';
import { Message } from '@/models/message';

const BATCH_COUNT = 100;
/** The job rests this many times as long as it worked, so that messages on their way hardly notice. */
const REST_FACTOR = 4;
/** Terms are derived: should a crash take those of a batch, the batch is found again. */
const DERIVED = { writeConcern: { w: 1, journal: false }, ordered: false } as const;

/**
 * Gives their search terms to the messages that have none, or those of an older version, a batch at a
 * time and slowly. What is left to do can be seen from the messages themselves, so the job goes on where
 * it was after any end. Resolves when all are done or `signal` ends it. Idempotent.
 */
export async function fillSearchTerms(signal: AbortSignal): Promise<void> {
  let filled = 0;
  while (!signal.aborted) {
    const began = performance.now();
    const messages = await Message.find({
      $or: [{ termsVersion: null }, { termsVersion: { $lt: TERMS_VERSION } }],
    })
      .limit(BATCH_COUNT)
      .lean();
    if (messages.length === 0) break;
    await Message.bulkWrite(
      messages.map((message) => ({
        updateOne: {
          // Not over one that was changed in between: that change brings its own terms.
          filter: { _id: message._id, text: message.text, deletedAt: message.deletedAt },
          update: { $set: searchTermsOf(message) },
        },
      })),
      DERIVED,
    );
    filled += messages.length;
    const rest = (performance.now() - began) * REST_FACTOR;
    await wait(rest, undefined, { signal }).catch(() => {});
  }
  if (filled > 0) log().info({ messages: filled }, 'search.filled');
}
