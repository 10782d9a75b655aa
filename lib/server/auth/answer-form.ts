import { randomUUID } from 'node:crypto';
import { headers } from 'next/headers';
import { requireOwnOrigin } from '@/lib/server/auth/origin';
import { readRequestOrigin } from '@/lib/server/auth/request-origin';
import { getConfig } from '@/lib/server/config';
import { connectDatabase } from '@/lib/server/db';
import { toAppError } from '@/lib/server/errors';
import { log, withLogContext } from '@/lib/server/log';
import { logRefusal } from '@/lib/server/log-refusal';
import type { RequestOrigin } from '@/lib/server/services/actor';
import type { FormState } from '@/lib/shared/form-state';

type Values = FormState['values'];

/** A field of a form as text; "" where there is none. */
export function textOf(formData: FormData, name: string): string {
  const value = formData.get(name);
  return typeof value === 'string' ? value : '';
}

/** Runs what a form of our own pages asks for. Throws what `attempt` throws, and `forbidden`. */
export async function fromOwnPage<T>(attempt: (origin: RequestOrigin) => Promise<T>): Promise<T> {
  const requestHeaders = await headers();
  const origin = readRequestOrigin(requestHeaders);
  const context = { requestId: randomUUID(), endpoint: 'form', address: origin.address };
  return withLogContext(context, async () => {
    try {
      requireOwnOrigin(requestHeaders);
      await connectDatabase();
      return await attempt(origin);
    } catch (error) {
      logRefusal(error, 'form.refused');
      throw error;
    }
  });
}

/** What a refused form is told; it keeps what was typed. */
export function toRefusedForm(error: unknown, values: Values): FormState {
  const failure = toAppError(error);
  if (failure.code === 'internal') log().error({ err: error }, 'form.failed');
  const { publicUrl } = getConfig();
  const { code, reason, problems } = failure;
  return {
    failure: { code, ...(reason && { reason }) },
    ...(reason === 'other_address' && publicUrl && { openAt: publicUrl.origin }),
    ...(problems && { problems }),
    ...(values && { values }),
  };
}

/** Runs what a form asks for, and tells the form how it ended. */
export async function answerForm(
  values: Values,
  attempt: (origin: RequestOrigin) => Promise<void>,
): Promise<FormState> {
  try {
    await fromOwnPage(attempt);
    return { isDone: true, ...(values && { values }) };
  } catch (error) {
    return toRefusedForm(error, values);
  }
}
