import type { AllWords } from '@/components/i18n/all-english';
import type { ErrorCode, FieldProblem } from '@/lib/shared/errors';

/** Why something failed, in the reader's language: by its reason where it has a known one. */
export function translateError(
  words: AllWords,
  { code, reason = '' }: { code: ErrorCode; reason?: string | undefined },
): string {
  const reasons: Record<string, string> = { ...words.pictures.refused, ...words.failed.reasons };
  return reasons[reason] ?? words.failed.codes[code];
}

/** What is wrong with a field, continuing its name where the language lets it. */
export function translateProblem(
  words: AllWords,
  problem: FieldProblem | undefined,
): string | undefined {
  if (!problem) return undefined;
  const { reason, limit = 0 } = problem;
  if (reason === 'too_long' || reason === 'too_short') return words.failed[reason](limit);
  // A later version of the server may know more of them.
  return words.failed.problems[reason] ?? words.failed.problems.not_valid;
}
