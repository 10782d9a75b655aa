import type { ErrorCode, FieldProblem } from '@/lib/shared/errors';

/** What a server action tells the form it came from; `{}` before the first attempt. */
export interface FormState {
  /** It went through, and no other page follows. */
  isDone?: true;
  failure?: { code: ErrorCode; reason?: string };
  /** Where the form would be taken, when it was opened at another address. */
  openAt?: string;
  problems?: Record<string, FieldProblem>;
  /** What was typed, so that a refused form keeps it. Never a password. */
  values?: { fullName?: string; email?: string; bio?: string };
}
