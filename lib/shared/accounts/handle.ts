import { z } from 'zod';
import type { FieldProblem } from '@/lib/shared/errors';

const HANDLE_MIN_CHARACTERS = 3;
const HANDLE_MAX_CHARACTERS = 30;

/** Latin letters, digits, and single dots or underscores between them: nothing that looks like another. */
const HANDLE = /^[a-z0-9]+(?:[._][a-z0-9]+)*$/;

/** What could be taken for the server, for whoever runs it, or for everybody. */
const RESERVED = new Set(
  'admin administrator all anonymous channel contact deleted everyone help here info mail me mod moderator nobody notes official operator owner parley postmaster root security service staff support system team webmaster you'.split(
    ' ',
  ),
);

/** A handle as it is kept: without `@`, in lower case; null for text that is none. */
export function canonicalHandle(text: string): string | null {
  const handle = text.trim().replace(/^@/, '').toLowerCase();
  const { length } = handle;
  const isFitting = length >= HANDLE_MIN_CHARACTERS && length <= HANDLE_MAX_CHARACTERS;
  return isFitting && HANDLE.test(handle) && !RESERVED.has(handle) ? handle : null;
}

const problemOf = (text: string): { message: string; problem: FieldProblem } => {
  const handle = text.trim().replace(/^@/, '').toLowerCase();
  if (handle.length < HANDLE_MIN_CHARACTERS) {
    const problem: FieldProblem = { reason: 'too_short', limit: HANDLE_MIN_CHARACTERS };
    return { message: `must be at least ${HANDLE_MIN_CHARACTERS} characters`, problem };
  }
  if (handle.length > HANDLE_MAX_CHARACTERS) {
    const problem: FieldProblem = { reason: 'too_long', limit: HANDLE_MAX_CHARACTERS };
    return { message: `must be at most ${HANDLE_MAX_CHARACTERS} characters`, problem };
  }
  if (RESERVED.has(handle)) return { message: 'is taken', problem: { reason: 'taken' } };
  return {
    message: 'may have letters from a to z, digits, and single dots or underscores between them',
    problem: { reason: 'not_valid' },
  };
};

const handle = z
  .string({ error: 'must be text, or null' })
  .max(200, 'is too long')
  .transform((text, context) => {
    const canonical = canonicalHandle(text);
    if (canonical !== null) return canonical;
    const { message, problem } = problemOf(text);
    context.addIssue({ code: 'custom', message, params: { problem } });
    return z.NEVER;
  });

export const handleBody = z.object({
  handle: handle.nullable().meta({ description: 'With or without `@`; null for none.' }),
});
export type HandleInput = z.infer<typeof handleBody>;
