import { AppError } from '@/lib/server/errors';
import { singleton } from '@/lib/server/singleton';
import { UPLOADS_MAX_COUNT, UPLOADS_PER_PERSON_MAX_COUNT } from '@/lib/shared/limits';

const RETRY_AFTER_SECONDS = 5;

interface Places {
  total: number;
  byPerson: Map<string, number>;
}
const places = (): Places =>
  singleton('upload-places', () => ({ total: 0, byPerson: new Map<string, number>() }));

/**
 * Takes one of the places for unfinished uploads of this process and returns what gives it back
 * (idempotent). Throws `rate_limited` when this person has all of theirs, `unavailable` when everybody
 * together has. These are no rates: they bound space on disk and hold with RATE_LIMITS=off as well.
 */
export function takeUploadPlace(userId: string): () => void {
  const { total, byPerson } = places();
  const own = byPerson.get(userId) ?? 0;
  if (own >= UPLOADS_PER_PERSON_MAX_COUNT) {
    throw new AppError('rate_limited', 'Too many uploads at once. Please wait for one to finish.', {
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    });
  }
  if (total >= UPLOADS_MAX_COUNT) {
    throw new AppError('unavailable', undefined, { retryAfterSeconds: RETRY_AFTER_SECONDS });
  }
  places().total++;
  byPerson.set(userId, own + 1);
  let isTaken = true;
  return () => {
    if (!isTaken) return;
    isTaken = false;
    places().total--;
    const left = (byPerson.get(userId) ?? 1) - 1;
    if (left > 0) byPerson.set(userId, left);
    else byPerson.delete(userId);
  };
}
