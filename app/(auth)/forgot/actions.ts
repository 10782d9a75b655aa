'use server';

import { headers } from 'next/headers';
import { resetLetter } from '@/components/mail/reset-letter';
import { answerForm, textOf } from '@/lib/server/auth/answer-form';
import { findLinkBase } from '@/lib/server/http/addresses';
import { parseInput } from '@/lib/server/parse-input';
import { requestReset } from '@/lib/server/services/accounts/reset';
import { forgotPasswordInput } from '@/lib/shared/account-schemas';
import type { FormState } from '@/lib/shared/form-state';

/** Sends a link to a new password from the form; the same answer whether or not there is an account. */
export async function forgotAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const values = { email: textOf(formData, 'email') };
  return answerForm(values, async (origin) => {
    const input = parseInput(forgotPasswordInput, values);
    const write = await resetLetter(findLinkBase(await headers()));
    await requestReset(origin, { ...input, write });
  });
}
