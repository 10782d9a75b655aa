import type { z } from 'zod';
import { AppError } from '@/lib/server/errors';

/**
 * Parses what came from outside. Throws AppError `bad_request` that names each field and what is
 * wrong with it.
 */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields: Record<string, string> = {};
  for (const issue of parsed.error.issues) {
    const name = issue.path.map(String).join('.') || 'body';
    fields[name] ??= issue.message;
  }
  const message = Object.entries(fields)
    .map(([name, reason]) => `${name} ${reason}`)
    .join('; ');
  throw new AppError('bad_request', `Please check: ${message}.`, { fields });
}
