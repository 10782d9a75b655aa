/**
 * `npm run admin -- COMMAND`: the operator's commands. They go to the running server over a socket file in
 * DATA_DIR; without one, this process opens the database itself.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import nextEnv from '@next/env';
import { pino } from 'pino';
import { callServer } from '@/lib/server/admin/call-server';
import { getConfig } from '@/lib/server/config';
import { toAppError, toFailure } from '@/lib/server/errors';
import { singleton } from '@/lib/server/singleton';
import {
  type AdminCommand,
  type AdminOutput,
  adminCommands,
  isAdminCommand,
} from '@/lib/shared/accounts/admin-schemas';
import type { Envelope } from '@/lib/shared/errors';
import { DESCRIBE, HELP } from './admin-output';

/** A command that was not understood; its message says why. */
class UsageError extends Error {}

interface Asked {
  command: AdminCommand;
  /** As it was typed; each command's schema says what it takes of that. */
  input: {
    person?: string;
    report?: string;
    all?: boolean;
    q?: string;
    limit?: string;
    uses?: number;
    days?: number;
  };
  isSure: boolean;
}

const OPTIONS = {
  json: { type: 'boolean', default: false },
  yes: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  all: { type: 'boolean' },
  q: { type: 'string' },
  limit: { type: 'string' },
  uses: { type: 'string' },
  days: { type: 'string' },
} as const;

function readArguments(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The command, of one word or of two, and what stands behind it. */
function readCommand(words: string[]): { command: AdminCommand; rest: string[] } {
  for (const count of [2, 1]) {
    const command = words.slice(0, count).join(' ');
    if (isAdminCommand(command)) return { command, rest: words.slice(count) };
  }
  throw new UsageError(
    words.length > 0 ? `There is no command "${words.join(' ')}".` : 'A command is missing.',
  );
}

function readAsked({ values, positionals }: ReturnType<typeof readArguments>): Asked {
  const { command, rest } = readCommand(positionals);
  const { all, q, limit, uses, days } = values;
  const known = Object.keys(adminCommands[command].input.shape);
  const [subject, ...more] = rest;
  const input = {
    ...(subject && { [known.includes('report') ? 'report' : 'person']: subject }),
    ...(all && { all }),
    ...(q && { q }),
    ...(limit && { limit }),
    ...(uses && { uses: Number(uses) }),
    ...(days && { days: Number(days) }),
  };
  const extra = Object.keys(input).find((name) => !known.includes(name));
  if (more.length > 0 || extra) {
    throw new UsageError(
      `"${command}" does not take ${more[0] ?? (extra === 'person' ? subject : `--${extra}`)}.`,
    );
  }
  const parsed = adminCommands[command].input.safeParse(input);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new UsageError(`${issue?.path.join('.').toUpperCase()} ${issue?.message}`);
  }
  return { command, input, isSure: values.yes };
}

/** Asks before what cannot be undone; without somebody to ask, `--yes` has to be given. */
async function requireSure({ command, input, isSure }: Asked): Promise<void> {
  if (command !== 'delete' || isSure) return;
  if (!process.stdin.isTTY) throw new UsageError('"delete" cannot be undone: add --yes.');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(
    `Delete the account of ${input.person} for good? (yes/no) `,
  );
  terminal.close();
  if (answer.trim().toLowerCase() !== 'yes') throw new UsageError('Nothing was deleted.');
}

/** Runs a command in the database itself, as no server runs to do it. */
async function runHere(call: { command: string; input: object }): Promise<Envelope<object>> {
  const { mongodbUri, dataDir, host, port } = getConfig();
  if (!mongodbUri && !existsSync(path.join(dataDir, 'database', 'data.mdb'))) {
    throw new Error(`no server runs, and DATA_DIR (${dataDir}) holds no database`);
  }
  // Loaded only now: with a server running, an answer comes at once.
  const [{ runCommand }, { closeDatabase, connectDatabase }, { closeRedis }, { localAddress }] =
    await Promise.all([
      import('@/lib/server/admin/run-command'),
      import('@/lib/server/db'),
      import('@/lib/server/redis'),
      import('@/lib/server/http/addresses'),
    ]);
  // Whoever runs the server is told why it cannot be used.
  await connectDatabase();
  try {
    const output = await runCommand(call, { localOrigin: localAddress(host, port) });
    return { success: true, ...output };
  } catch (error) {
    return toFailure(toAppError(error));
  } finally {
    await closeDatabase();
    closeRedis();
  }
}

function describe<C extends AdminCommand>(command: C, output: AdminOutput<C>): string {
  return DESCRIBE[command](output);
}

async function main(args: string[]): Promise<number> {
  const read = readArguments(args);
  if (read.values.help) {
    console.log(HELP);
    return 0;
  }
  const asked = readAsked(read);
  await requireSure(asked);
  nextEnv.loadEnvConfig(process.cwd());
  // What is logged is not the answer.
  singleton('log', () => pino({ level: 'warn' }, pino.destination(2)));
  const { command, input } = asked;
  const answer =
    (await callServer(getConfig().dataDir, { command, input })) ??
    (await runHere({ command, input }));
  if (read.values.json) console.log(JSON.stringify(answer));
  else if (!answer.success) console.error(`Not done: ${answer.message}`);
  else console.log(describe(command, adminCommands[command].output.parse(answer)));
  return answer.success ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    if (error instanceof UsageError) {
      console.error(`${error.message}\n\n${HELP}`);
      process.exit(2);
    }
    const reason = error instanceof Error ? error.message : String(error);
    if (process.argv.includes('--json')) {
      console.log(JSON.stringify({ success: false, code: 'unavailable', message: reason }));
    } else {
      console.error(`Not done: ${reason}`);
    }
    process.exit(1);
  },
);
