import type { QueryFilter } from 'mongoose';
import { fold } from '@/lib/shared/text';
import { User, type UserRecord } from '@/models/user';

/** Raise it when `fold` or `nameWords` change: rows of an older number are folded again at start. */
const NAME_FOLD_VERSION = 2;

/** Scripts that put no space between words: any part of such a name is searched for. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/**
 * The beginnings a search may hit: every word, what follows a hyphen or the like inside one, and
 * every part of a word in a script that is written without spaces.
 */
export function nameWords(fullName: string): string[] {
  const words = new Set<string>();
  for (const word of fold(fullName).split(' ')) {
    if (word) words.add(word);
    for (const boundary of word.matchAll(/[^\p{L}\p{N}\p{M}]+(?=[\p{L}\p{N}])/gu)) {
      words.add(word.slice(boundary.index + boundary[0].length));
    }
    for (const letter of word.matchAll(/\p{L}/gu)) {
      if (UNSPACED.test(letter[0])) words.add(word.slice(letter.index));
    }
  }
  return [...words];
}

/** What a row keeps of a name beside the name itself, for sorting and finding. */
export function nameFields(fullName: string) {
  return {
    fullName,
    nameKey: fold(fullName),
    nameWords: nameWords(fullName),
    nameFoldVersion: NAME_FOLD_VERSION,
  };
}

/** A pattern for "starts with", whatever characters the text has. */
export function startsWith(text: string): RegExp {
  const pattern = text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  // BSON ends a pattern at a zero byte, so it has to be written out.
  return new RegExp(`^${pattern.replaceAll('\0', '\\x00')}`);
}

/** Who has a name with words that begin as those of a text do; null for a text without any. */
export function hasName(text: string): QueryFilter<UserRecord> | null {
  // The longest word first: it is the one fewest names begin with, and its index range is read.
  const words = fold(text)
    .split(' ')
    .filter(Boolean)
    .sort((a, b) => b.length - a.length);
  return words.length === 0
    ? null
    : { $and: words.map((word) => ({ nameWords: startsWith(word) })) };
}

const REFOLD_BATCH_COUNT = 500;

/**
 * Folds the names again that an older version folded, so that they are found as new ones are.
 * Idempotent, and safe beside running servers. Ends early when `signal` does.
 */
export async function refoldNames(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const users = await User.find({
      deletedAt: null,
      $or: [{ nameFoldVersion: null }, { nameFoldVersion: { $lt: NAME_FOLD_VERSION } }],
    })
      .select('fullName')
      .limit(REFOLD_BATCH_COUNT)
      .lean();
    if (users.length === 0) return;
    await User.bulkWrite(
      users.map((user) => ({
        updateOne: {
          // Not over a name that was changed in between.
          filter: { _id: user._id, fullName: user.fullName },
          update: { $set: nameFields(user.fullName) },
        },
      })),
    );
  }
}
