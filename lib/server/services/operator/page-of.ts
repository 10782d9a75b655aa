import type { Types } from 'mongoose';

/** The page of rows that were read one further than it goes, and the id at which the next one begins. */
export function pageOf<T extends { _id: Types.ObjectId }>(
  rows: T[],
  limit: number,
): { shown: T[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { shown, nextCursor: last?._id.toHexString() ?? null };
}
