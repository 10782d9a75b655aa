import { AppError } from '@/lib/server/errors';

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
    throw new AppError('bad_request', `Please check: ${name} must be at least 0.`, {
      fields: { [name]: 'must be at least 0' },
      problems: { [name]: { reason: 'not_valid' } },
    });
  }
}
