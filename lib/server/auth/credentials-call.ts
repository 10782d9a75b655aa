import { AsyncLocalStorage } from 'node:async_hooks';
import type { AppError } from '@/lib/server/errors';
import { singleton } from '@/lib/server/singleton';

/**
 * The outcome of a sign-in through next-auth's routes: next-auth answers every refusal with the
 * same redirect, and knows no devices.
 */
interface CredentialsCall {
  refusal?: AppError;
  knownDevice?: string;
}

const calls = () => singleton('credentials-calls', () => new AsyncLocalStorage<CredentialsCall>());

/** Runs next-auth's handler and returns what `noteCredentials` was given meanwhile. */
export async function withCredentialsCall<T>(
  run: () => Promise<T>,
): Promise<{ result: T; call: CredentialsCall }> {
  const call: CredentialsCall = {};
  return { result: await calls().run(call, run), call };
}

/** Notes the outcome for the route; does nothing elsewhere, as in a server action. */
export function noteCredentials(outcome: CredentialsCall): void {
  Object.assign(calls().getStore() ?? {}, outcome);
}
