'use server';

import { emailNotice } from '@/components/mail/email-letters';
import { answerForm, textOf } from '@/lib/server/auth/answer-form';
import { parseInput } from '@/lib/server/parse-input';
import { confirmEmail } from '@/lib/server/services/accounts/email-change';
import { confirmEmailInput } from '@/lib/shared/account-schemas';
import type { FormState } from '@/lib/shared/form-state';

/** Takes the new e-mail address from the form: opening the link alone does nothing, as programs open links, too. */
export async function confirmEmailAction(
  _previous: FormState,
  formData: FormData,
): Promise<FormState> {
  return answerForm({}, async (origin) => {
    const input = parseInput(confirmEmailInput, { token: textOf(formData, 'token') });
    await confirmEmail(origin, { ...input, write: await emailNotice() });
  });
}
