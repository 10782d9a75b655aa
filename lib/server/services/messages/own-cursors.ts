import { failForField } from '@/lib/server/parse-input';

/**
 * Throws `bad_request` for a cursor before every number the conversation can have: 0, or that of the
 * oldest message that was brought in from elsewhere.
 */
export function requireOwnCursors(
  cursors: Record<string, number | undefined>,
  clearedSeq: number,
): void {
  for (const [name, seq = 0] of Object.entries(cursors)) {
    if (seq >= Math.min(0, clearedSeq)) continue;
    throw failForField(name, 'must be at least 0');
  }
}
