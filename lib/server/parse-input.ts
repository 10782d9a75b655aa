import type { z } from 'zod';
import { AppError } from '@/lib/server/errors';
import type { FieldProblem } from '@/lib/shared/errors';

/** What an issue says, as data; the schemas give it as `params` where zod itself does not know. */
function problemOf(issue: z.core.$ZodIssue): FieldProblem {
  if (issue.code === 'custom') return issue.params?.problem ?? { reason: 'not_valid' };
  if (issue.code === 'too_big' && issue.origin === 'string')
    return { reason: 'too_long', limit: Number(issue.maximum) };
  // The only things that have a least length are those that must not be empty.
  if (issue.code === 'too_small' || issue.code === 'invalid_type') return { reason: 'required' };
  return { reason: 'not_valid' };
}

/**
 * Parses what came from outside. Throws AppError `bad_request` that names each field and what is
 * wrong with it.
 */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  const problems: Record<string, FieldProblem> = {};
  for (const issue of parsed.error.issues) {
    const name = issue.path.map(String).join('.') || 'body';
    fields[name] ??= issue.message;
    problems[name] ??= problemOf(issue);
  }
  throw failForFields(fields, problems);
}

/** `bad_request` that names each field and what is wrong with it. */
function failForFields(
  fields: Record<string, string>,
  problems: Record<string, FieldProblem>,
): AppError {
  const message = Object.entries(fields)
    .map(([name, reason]) => `${name} ${reason}`)
    .join('; ');
  return new AppError('bad_request', `Please check: ${message}.`, { fields, problems });
}

/** The same of one field whose value only the stored data shows to be wrong. */
export function failForField(name: string, reason: string): AppError {
  return failForFields({ [name]: reason }, { [name]: { reason: 'not_valid' } });
}
