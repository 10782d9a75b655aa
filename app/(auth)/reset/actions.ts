'use server';

import { answerForm, textOf } from '@/lib/server/auth/answer-form';
import { parseInput } from '@/lib/server/parse-input';
import { resetPassword } from '@/lib/server/services/accounts/reset';
import { resetPasswordInput } from '@/lib/shared/account-schemas';
import type { FormState } from '@/lib/shared/form-state';

/** Sets a new password from the form, which asks for an e-mail address once the account turns out to have none. */
export async function resetAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const email = textOf(formData, 'email');
  const state = await answerForm({ ...(formData.has('email') && { email }) }, async (origin) => {
    const [token, password] = [textOf(formData, 'token'), textOf(formData, 'password')];
    const input = { token, password, ...(email && { email }) };
    await resetPassword(origin, parseInput(resetPasswordInput, input));
  });
  return state.problems?.email ? { ...state, values: { email } } : state;
}
