import { type Logger, pino } from 'pino';
import { getConfig } from '@/lib/server/config';
import { singleton } from '@/lib/server/singleton';

/** The one logger: an event name and fields, never message text, cookies, tokens or passwords. */
export function log(): Logger {
  return singleton('log', () =>
    pino({
      level: getConfig().logLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
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
