/**
 * `npm run admin -- COMMAND`: the operator's commands. They go to the running server over a socket file in
 * DATA_DIR; without one, this process opens the database itself.
 */
import { createInterface } from 'node:readline/promises';
import nextEnv from '@next/env';
import { pino } from 'pino';
import { callServer } from '@/lib/server/admin/call-server';
import { getConfig, readDataPlace } from '@/lib/server/config';
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
import { CommandFailure, runCommand, UsageError } from './support/command';
import { requireDatabase } from './support/data-place';

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
  yes: { type: 'boolean', default: false },
  all: { type: 'boolean' },
  q: { type: 'string' },
  limit: { type: 'string' },
  uses: { type: 'string' },
  days: { type: 'string' },
} as const;

interface Typed {
  values: { yes: boolean; all?: boolean; q?: string; limit?: string; uses?: string; days?: string };
  positionals: string[];
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

function readAsked({ values, positionals }: Typed): Asked {
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
  const { mongodbUri, dataDir } = readDataPlace(process.env);
  if (!mongodbUri) requireDatabase(dataDir);
  // Loaded only now: with a server running, an answer comes at once.
  const [{ runCommand }, { closeDatabase, connectDatabase }, { closeRedis }, { localAddress }] =
    await Promise.all([
      import('@/lib/server/admin/run-command'),
      import('@/lib/server/db'),
      import('@/lib/server/redis'),
      import('@/lib/server/http/addresses'),
    ]);
  // What stands in the way of that is the operator's to know, and no answer of the command.
  await connectDatabase();
  try {
    const { host, port } = getConfig();
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

runCommand({
  help: HELP,
  options: OPTIONS,
  async run(typed) {
    const asked = readAsked(typed);
    await requireSure(asked);
    nextEnv.loadEnvConfig(process.cwd());
    // What is logged is not the answer.
    singleton('log', () => pino({ level: 'warn' }, pino.destination(2)));
    const { command, input } = asked;
    const answer =
      (await callServer(readDataPlace(process.env).dataDir, { command, input })) ??
      (await runHere({ command, input }));
    if (!answer.success) throw new CommandFailure(answer);
    const { success, ...output } = answer;
    return { text: describe(command, adminCommands[command].output.parse(answer)), output };
  },
});
