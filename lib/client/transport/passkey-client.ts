import {
  type AuthenticationResponseJSON,
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from '@simplewebauthn/browser';
import { createApiClient } from '@/lib/client/transport/api-client';
import { ApiError } from '@/lib/client/transport/api-error';
import { accountApi } from '@/lib/shared/accounts/account-urls';
import type { ProofInput } from '@/lib/shared/accounts/credential-schemas';
import type { PasskeyDto } from '@/lib/shared/accounts/passkey-schemas';

const { request } = createApiClient();

/** What the browser said no to, in the form of the server's own refusals. */
function toRefusal(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const isThere =
    error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED';
  if (isThere) return new ApiError('conflict', { reason: 'passkey_exists' });
  const name = error instanceof Error ? error.name : '';
  const isCancelled = name === 'NotAllowedError' || name === 'AbortError';
  return new ApiError('forbidden', {
    reason: isCancelled ? 'passkey_cancelled' : 'passkey_unsupported',
  });
}

async function ask(path: string, isAutofill = false): Promise<AuthenticationResponseJSON> {
  try {
    if (!browserSupportsWebAuthn())
      throw new ApiError('forbidden', { reason: 'passkey_unsupported' });
    const { options } = await request<{ options: PublicKeyCredentialRequestOptionsJSON }>(path, {
      method: 'POST',
    });
    return await startAuthentication({ optionsJSON: options, useBrowserAutofill: isAutofill });
  } catch (error) {
    throw toRefusal(error);
  }
}

async function make(path: string, body: object): Promise<RegistrationResponseJSON> {
  try {
    if (!browserSupportsWebAuthn())
      throw new ApiError('forbidden', { reason: 'passkey_unsupported' });
    const { options } = await request<{ options: PublicKeyCredentialCreationOptionsJSON }>(path, {
      method: 'POST',
      body,
    });
    return await startRegistration({ optionsJSON: options });
  } catch (error) {
    throw toRefusal(error);
  }
}

/**
 * What passkeys are asked for and made with, between browser and server. Every call answers or throws an
 * ApiError; one that is under way ends when the next begins, as a browser runs one at a time.
 */
export const passkeyClient = {
  /** Asks for a passkey of whoever signs in; with `isAutofill` it waits in the list of the e-mail field. */
  toLogIn: ({ isAutofill }: { isAutofill: boolean }) =>
    ask(accountApi.passkeyLogInOptions, isAutofill),

  /** Asks for one of one's own, in place of the password. */
  toConfirm: () => ask(accountApi.confirmOptions),

  /** Makes the passkey of a new account. */
  toSignUp: (input: { fullName: string; invitation?: string }) =>
    make(accountApi.passkeySignUpOptions, input),

  /** Makes another one, after the proof. */
  add: async (proof: ProofInput): Promise<PasskeyDto> => {
    const credential = await make(accountApi.newPasskeyOptions, proof);
    const answer = await request<{ passkey: PasskeyDto }>(accountApi.passkeys, {
      method: 'POST',
      body: { credential },
    });
    return answer.passkey;
  },
};
