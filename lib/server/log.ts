import { AsyncLocalStorage } from 'node:async_hooks';
import { type Logger, pino } from 'pino';
import { getConfig } from '@/lib/server/config';
import { singleton } from '@/lib/server/singleton';

/** Where what is logged happened, and who asked. */
interface LogContext {
  requestId: string;
  /** A route, an event of a socket, or "form". */
  endpoint: string;
  address?: string;
  userId?: string;
}

const contexts = () => singleton('log-contexts', () => new AsyncLocalStorage<LogContext>());

/** Runs something of which every line that it logs has these fields. */
export function withLogContext<T>(context: LogContext, run: () => T): T {
  return contexts().run({ ...context }, run);
}

/** Adds what becomes known only later, as who is asking; does nothing outside of `withLogContext`. */
export function addLogContext(more: Partial<LogContext>): void {
  Object.assign(contexts().getStore() ?? {}, more);
}

/** The one logger: an event name and fields, never message text, cookies, tokens or passwords. */
export function log(): Logger {
  return singleton('log', () =>
    pino({
      level: getConfig().logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => ({ ...contexts().getStore() }),
      redact: {
        paths: [
          'password',
          'token',
          'cookie',
          'authorization',
          '*.password',
          '*.token',
          '*.cookie',
        ],
        censor: '[redacted]',
      },
    }),
  );
}
