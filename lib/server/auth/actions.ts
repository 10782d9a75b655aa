'use server';

import { cookies, headers } from 'next/headers';
import { RedirectType, redirect } from 'next/navigation';
import { knownDeviceCookie } from '@/lib/server/auth/known-device-cookie';
import { signIn } from '@/lib/server/auth/next-auth';
import { requireOwnOrigin } from '@/lib/server/auth/origin';
import { readRequestOrigin } from '@/lib/server/auth/request-origin';
import { getConfig } from '@/lib/server/config';
import { connectDatabase } from '@/lib/server/db';
import { toAppError } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { parseInput } from '@/lib/server/parse-input';
import {
  logIn,
  type RequestOrigin,
  type SignedIn,
  signUp,
} from '@/lib/server/services/accounts/account';
import { logInInput, signUpInput } from '@/lib/shared/account-schemas';
import type { FormState } from '@/lib/shared/form-state';
import { NEXT_PARAMETER, nextPage } from '@/lib/shared/urls';

function text(formData: FormData, name: string): string {
  const value = formData.get(name);
  return typeof value === 'string' ? value : '';
}

/** Runs a sign-in, keeps what was typed when it is refused, and goes on to `next` when it is not. */
async function enter(
  { values, next }: { values: FormState['values']; next: string },
  attempt: (origin: RequestOrigin) => Promise<SignedIn>,
): Promise<FormState> {
  try {
    const requestHeaders = await headers();
    requireOwnOrigin(requestHeaders);
    await connectDatabase();
    const { token, knownDevice } = await attempt(readRequestOrigin(requestHeaders));
    await signIn('credentials', { token, redirect: false });
    (await cookies()).set(knownDeviceCookie(knownDevice));
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code === 'internal') log().error({ err: error }, 'sign_in.failed');
    const { publicUrl } = getConfig();
    const { code, reason, problems } = failure;
    return {
      failure: { code, ...(reason && { reason }) },
      ...(reason === 'other_address' && publicUrl && { openAt: publicUrl.origin }),
      ...(problems && { problems }),
      ...(values && { values }),
    };
  }
  // In place of the form, so that Back does not lead to it.
  redirect(nextPage(next), RedirectType.replace);
}

/** Creates an account from the sign-up form and signs in to it. */
export async function signUpAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const values = {
    fullName: text(formData, 'fullName'),
    email: text(formData, 'email'),
    bio: text(formData, 'bio'),
  };
  return enter({ values, next: text(formData, NEXT_PARAMETER) }, (client) =>
    signUp(client, parseInput(signUpInput, { ...values, password: text(formData, 'password') })),
  );
}

/** Signs in from the form. */
export async function logInAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const values = { email: text(formData, 'email') };
  return enter({ values, next: text(formData, NEXT_PARAMETER) }, (client) =>
    logIn(client, parseInput(logInInput, { ...values, password: text(formData, 'password') })),
  );
}
