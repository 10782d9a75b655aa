'use server';

import { headers } from 'next/headers';
import { textOf } from '@/lib/server/auth/answer-form';
import { enter } from '@/lib/server/auth/enter';
import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { AppError } from '@/lib/server/errors';
import { parseInput } from '@/lib/server/parse-input';
import { logIn, signUp } from '@/lib/server/services/accounts/account';
import {
  signInWithPasskey,
  signUpWithPasskey,
} from '@/lib/server/services/accounts/passkey-sign-in';
import {
  type RelyingParty,
  requireRelyingParty,
} from '@/lib/server/services/passkeys/relying-party';
import { logInInput, signUpInput } from '@/lib/shared/account-schemas';
import { passkeyLogInInput, passkeySignUpInput } from '@/lib/shared/accounts/passkey-schemas';
import type { FormState } from '@/lib/shared/form-state';
import { NEXT_PARAMETER } from '@/lib/shared/urls';

/** Creates an account from the sign-up form and signs in to it. */
export async function signUpAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const values = {
    fullName: textOf(formData, 'fullName'),
    email: textOf(formData, 'email'),
    bio: textOf(formData, 'bio'),
  };
  return enter({ values, next: textOf(formData, NEXT_PARAMETER) }, (client) =>
    signUp(
      client,
      parseInput(signUpInput, {
        ...values,
        password: textOf(formData, 'password'),
        invitation: textOf(formData, 'invitation') || undefined,
      }),
    ),
  );
}

/** Signs in from the form. */
export async function logInAction(_previous: FormState, formData: FormData): Promise<FormState> {
  const values = { email: textOf(formData, 'email') };
  return enter({ values, next: textOf(formData, NEXT_PARAMETER) }, (client) =>
    logIn(
      client,
      parseInput(logInInput, {
        ...values,
        password: textOf(formData, 'password'),
        code: textOf(formData, 'code') || undefined,
      }),
    ),
  );
}

const getParty = async (): Promise<RelyingParty> =>
  requireRelyingParty(findRelyingParty(await headers()));

/** What the authenticator answered, as the form carries it. */
function credentialOf(formData: FormData): unknown {
  try {
    return JSON.parse(textOf(formData, 'credential'));
  } catch (error) {
    throw new AppError('bad_request', undefined, { cause: error });
  }
}

/** Signs in with the passkey that the browser was asked for. */
export async function logInWithPasskeyAction(
  _previous: FormState,
  formData: FormData,
): Promise<FormState> {
  return enter({ values: {}, next: textOf(formData, NEXT_PARAMETER) }, async (origin) => {
    const credential = credentialOf(formData);
    const input = parseInput(passkeyLogInInput, { credential });
    return signInWithPasskey(origin, { ...input, party: await getParty() });
  });
}

/** Creates an account with the passkey that was made for it, and signs in to it. */
export async function signUpWithPasskeyAction(
  _previous: FormState,
  formData: FormData,
): Promise<FormState> {
  const values = { fullName: textOf(formData, 'fullName'), bio: textOf(formData, 'bio') };
  return enter({ values, next: textOf(formData, NEXT_PARAMETER) }, async (origin) => {
    const input = parseInput(passkeySignUpInput, {
      ...values,
      credential: credentialOf(formData),
      invitation: textOf(formData, 'invitation') || undefined,
    });
    return signUpWithPasskey(origin, { ...input, party: await getParty() });
  });
}
