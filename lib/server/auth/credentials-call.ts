import { AsyncLocalStorage } from 'node:async_hooks';
import type { AppError } from '@/lib/server/errors';
import { singleton } from '@/lib/server/singleton';

/**
 * A sign-in through next-auth's routes: next-auth answers every refusal with the same redirect, knows no
 * devices, and does not tell its callbacks who is calling.
 */
interface CredentialsCall {
  /** Of the request. */
  headers: Headers;
  refusal?: AppError;
  knownDevice?: string;
  /** Where to go on to, in place of what was asked for. */
  goTo?: string;
}

const calls = () => singleton('credentials-calls', () => new AsyncLocalStorage<CredentialsCall>());

/** Runs next-auth's handler and returns what `noteCredentials` was given meanwhile. */
export async function withCredentialsCall<T>(
  headers: Headers,
  run: () => Promise<T>,
): Promise<{ result: T; call: CredentialsCall }> {
  const call: CredentialsCall = { headers };
  return { result: await calls().run(call, run), call };
}

/** Notes the outcome for the route; does nothing elsewhere, as in a server action. */
export function noteCredentials(outcome: Partial<CredentialsCall>): void {
  Object.assign(calls().getStore() ?? {}, outcome);
}

/** The headers of the request that next-auth is answering. Throws outside its routes. */
export function callHeaders(): Headers {
  const call = calls().getStore();
  if (!call) throw new Error('no request is being answered by next-auth');
  return call.headers;
}
