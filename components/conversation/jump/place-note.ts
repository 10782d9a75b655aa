import type { ReadingPlace } from '@/lib/client/store/reading-places';

/** What an entry of the history keeps of the place it was left at; null stands for the end. */
export function toNote(place: ReadingPlace | null): { place: ReadingPlace | null } {
  return { place };
}

/** Reads it back; undefined where nothing was noted. Anything may stand in a browser's history. */
export function readNote(note: unknown): ReadingPlace | null | undefined {
  if (typeof note !== 'object' || note === null || !('place' in note)) return undefined;
  const { place } = note;
  if (place === null) return null;
  if (typeof place !== 'object' || place === undefined) return undefined;
  const { seq, offset }: { seq?: unknown; offset?: unknown } = place;
  return typeof seq === 'number' && typeof offset === 'number' ? { seq, offset } : undefined;
}
