import type { PersonDto } from '@/lib/shared/dto';
import { fold } from '@/lib/shared/text';

type Ranked = Pick<PersonDto, 'fullName' | 'online' | 'lastMessage'>;

/** How far down the list to look for somebody online to suggest. */
const SUGGESTED_FROM = 60;

const onlineFirst = (a: Ranked, b: Ranked) => Number(b.online) - Number(a.online);

/**
 * One page of a search in the order it is shown: conversations as the server put them, then names
 * that begin with what was typed, then those with a later word that does; among equals whoever is
 * online comes first. Page by page, so that what comes later never moves what is already read.
 */
export function rankFound<T extends Ranked>(found: readonly T[], q: string): T[] {
  const beginning = fold(q);
  const rankOf = ({ fullName, lastMessage }: Ranked) => {
    if (lastMessage) return 0;
    return fold(fullName).startsWith(beginning) ? 1 : 2;
  };
  const ranks = new Map(found.map((each) => [each, rankOf(each)]));
  return found.toSorted((a, b) => {
    const [left = 0, right = 0] = [ranks.get(a), ranks.get(b)];
    return left - right || (left === 0 ? 0 : onlineFirst(a, b));
  });
}

/** Whom to offer before anything is typed: the latest conversations, then who is online. */
export function suggestPeople<T extends Ranked>(listed: readonly T[], count: number): T[] {
  const near = listed.slice(0, SUGGESTED_FROM);
  const active = near.filter((each) => each.lastMessage);
  const others = near.filter((each) => !each.lastMessage).sort(onlineFirst);
  return [...active, ...others].slice(0, count);
}
