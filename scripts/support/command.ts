import path from 'node:path';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { operatorLine } from '@/lib/server/operator-line';
import type { Failure } from '@/lib/shared/errors';

/** A command that was not understood; its message says why. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A command that was understood and not done, with what `--json` says of it. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';

  constructor(readonly failure: Failure) {
    super(failure.message);
  }
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** What every command takes. */
const COMMON = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Asked<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T & typeof COMMON; allowPositionals: true }>
>;

interface Outcome {
  /** For people. */
  text: string;
  /** For programs. */
  output: object;
  /** What the process ends with, if not with 0. */
  exitCode?: number;
}

export interface Command<T extends Options> {
  help: string;
  options: T;
  run(asked: Asked<T>): Promise<Outcome>;
  /** What it ends with when it was not done, if not with 1. */
  failureExitCode?: number;
}

/** A file as it was named: from the folder that the command was given in, which npm and bin/parley leave. */
export const resolveFile = (file: string): string =>
  path.resolve(process.env.INIT_CWD ?? process.cwd(), file);

export const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** The only word a command was given, or none where it takes none. Throws UsageError. */
export function readOnlyWord(words: string[], missing: string): string {
  const [word, ...more] = words;
  if (word === undefined) throw new UsageError(missing);
  if (more.length > 0) throw new UsageError(`${missing} "${more[0]}" is one too many.`);
  return word;
}

export function requireNoWords(words: string[]): void {
  if (words.length > 0) throw new UsageError(`"${words[0]}" is not understood.`);
}

/** Node's words for what is wrong with the arguments, in ours. */
function describeFault(error: unknown, options: Options): string {
  const reason = error instanceof Error ? error.message : String(error);
  const unknown = /^Unknown option '([^']*)'/.exec(reason)?.[1];
  if (unknown === undefined) return `${reason.split(/\.\s/)[0]?.replace(/\.$/, '')}.`;
  const known = Object.keys(options).map((name) => `--${name}`);
  return `There is no option ${unknown}, only ${known.sort().join(', ')}.`;
}

function readArguments<const T extends Options>(args: string[], options: T): Asked<T> {
  const all = { ...options, ...COMMON };
  try {
    return parseArgs({ args, options: all, allowPositionals: true });
  } catch (error) {
    throw new UsageError(describeFault(error, all));
  }
}

/**
 * Runs a command to its end: 0 when it is done, 1 when not, 2 when it was not understood. With `--json` all it
 * prints is one line, `{ success, … }`; otherwise a failure is one line of the error output.
 */
export function runCommand<const T extends Options>(command: Command<T>): void {
  const args = process.argv.slice(2);
  const isJson = args.includes('--json');
  const main = async (): Promise<number> => {
    const asked = readArguments(args, command.options);
    // What all commands take is always there; the compiler cannot tell for every T.
    if ((asked.values as { help: boolean }).help) {
      console.log(command.help);
      return 0;
    }
    const { text, output, exitCode = 0 } = await command.run(asked);
    console.log(isJson ? JSON.stringify({ success: true, ...output }) : text);
    return exitCode;
  };
  main().then(
    (code) => process.exit(code),
    (error: unknown) => {
      const isUsage = error instanceof UsageError;
      const message = operatorLine(error);
      if (isJson) {
        const failure: Failure =
          error instanceof CommandFailure
            ? error.failure
            : { success: false, code: isUsage ? 'bad_request' : 'unavailable', message };
        console.log(JSON.stringify(failure));
      } else console.error(isUsage ? `${message} --help says more.` : `Not done: ${message}`);
      process.exit(isUsage ? 2 : (command.failureExitCode ?? 1));
    },
  );
}
