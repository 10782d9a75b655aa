import type { Conversation } from '@/lib/client/store/state';

/** Of numbers beyond a gap, as many as events can reasonably overtake one another by. */
const LATER_MAX_COUNT = 200;

/** Whether changes of the held messages are known to be missing. */
export function isBehind({ range, rev, lastRev }: Conversation): boolean {
  return range !== null && rev < lastRev;
}

/** Every change up to that number is in the messages, and those beyond it that came early. */
export function raiseRev(held: Conversation, rev: number): Conversation {
  let upTo = Math.max(held.rev, rev);
  const later = held.laterRevs.filter((each) => each > upTo);
  while (later[0] === upTo + 1) {
    upTo++;
    later.shift();
  }
  const isSame = later.length === held.laterRevs.length;
  return { ...held, rev: upTo, laterRevs: isSame ? held.laterRevs : later };
}

/** The change of that number has come by itself: it counts as far as none before it is missing. */
export function noteRev(held: Conversation, rev: number): Conversation {
  const lastRev = Math.max(held.lastRev, rev);
  if (!held.range || rev <= held.rev || held.laterRevs.includes(rev)) {
    return lastRev === held.lastRev ? held : { ...held, lastRev };
  }
  const laterRevs = [...held.laterRevs, rev].sort((a, b) => a - b).slice(0, LATER_MAX_COUNT);
  return raiseRev({ ...held, lastRev, laterRevs }, held.rev);
}

/**
 * Messages were added that show the changes up to that number alone: of those that came since, the
 * added ones may lack some.
 */
export function limitRev(held: Conversation, rev: number): Conversation {
  const laterRevs = held.laterRevs.filter((each) => each <= rev);
  const isSame = laterRevs.length === held.laterRevs.length;
  return {
    ...held,
    rev: Math.min(held.rev, rev),
    laterRevs: isSame ? held.laterRevs : laterRevs,
  };
}
