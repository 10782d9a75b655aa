import { AsyncLocalStorage } from 'node:async_hooks';
import type { AppError } from '@/lib/server/errors';
import { singleton } from '@/lib/server/singleton';

/**
 * What came of the credentials of one call of next-auth's routes: it answers every refusal with the
 * same redirect, and knows nothing of devices.
 */
interface CredentialsCall {
  refusal?: AppError;
  knownDevice?: string;
}

const calls = () => singleton('credentials-calls', () => new AsyncLocalStorage<CredentialsCall>());

/** Runs next-auth's handler and tells what `noteCredentials` was told meanwhile. */
export async function withCredentialsCall<T>(
  run: () => Promise<T>,
): Promise<{ result: T; call: CredentialsCall }> {
  const call: CredentialsCall = {};
  return { result: await calls().run(call, run), call };
}

/** Notes the outcome for the route; elsewhere, in a server action for one, nobody asks. */
export function noteCredentials(outcome: CredentialsCall): void {
  Object.assign(calls().getStore() ?? {}, outcome);
}
