import { ApiError } from '@/lib/client/transport/api-error';
import type { FormState } from '@/lib/shared/form-state';

/** What speaks to authenticators is fetched when it is first wanted. */
export const loadPasskeyClient = () =>
  import('@/lib/client/transport/passkey-client').then((module) => module.passkeyClient);

type PasskeyClient = Awaited<ReturnType<typeof loadPasskeyClient>>;

/**
 * Gets an authenticator's answer and hands it to a form's action; a refusal by the browser or the server
 * is told as the action would tell it.
 */
export async function submitCredential(
  get: (client: PasskeyClient) => Promise<object>,
  submit: (credential: string) => Promise<FormState>,
): Promise<FormState> {
  let credential: object;
  try {
    credential = await get(await loadPasskeyClient());
  } catch (error) {
    if (!(error instanceof ApiError)) return { failure: { code: 'unavailable' } };
    const { code, reason, problems } = error;
    return { failure: { code, ...(reason && { reason }) }, problems };
  }
  return submit(JSON.stringify(credential));
}
