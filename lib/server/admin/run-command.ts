import { getConfig } from '@/lib/server/config';
import { AppError } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { parseInput } from '@/lib/server/parse-input';
import {
  disableAccount,
  enableAccount,
  endSessionsOf,
  invite,
  listAccounts,
  makeResetLink,
  removeAccount,
  removeSecondFactorOf,
} from '@/lib/server/services/operator/accounts';
import { listReports, markReport } from '@/lib/server/services/operator/reports';
import { getStats } from '@/lib/server/services/operator/stats';
import { resetUrl } from '@/lib/shared/accounts/account-urls';
import {
  type AdminCommand,
  type AdminInput,
  type AdminOutput,
  adminCommands,
  isAdminCommand,
} from '@/lib/shared/accounts/admin-schemas';
import { RESET_LINK_MINUTES } from '@/lib/shared/limits';
import { pages } from '@/lib/shared/urls';

interface Context {
  /** Where a browser on this machine opens the server. */
  localOrigin: string;
}

const RUN: {
  [C in AdminCommand]: (input: AdminInput<C>, context: Context) => Promise<AdminOutput<C>>;
} = {
  people: listAccounts,
  disable: async (input) => ({ account: await disableAccount(input) }),
  enable: async (input) => ({ account: await enableAccount(input) }),
  delete: async (input) => ({ account: await removeAccount(input) }),
  invite: async (input, { localOrigin }) => {
    const { publicUrl } = getConfig();
    const { token } = await invite(input);
    const link = (publicUrl?.origin ?? localOrigin) + pages.join(token);
    return { link, ...input, isPublic: publicUrl !== null };
  },
  'reset-link': async (input, { localOrigin }) => {
    const { publicUrl } = getConfig();
    const { fullName, email, token } = await makeResetLink(input);
    const link = (publicUrl?.origin ?? localOrigin) + resetUrl(token);
    return {
      link,
      fullName,
      email: email ?? '',
      minutes: RESET_LINK_MINUTES,
      isPublic: publicUrl !== null,
    };
  },
  'second-factor off': async (input) => ({ account: await removeSecondFactorOf(input) }),
  'sessions end': endSessionsOf,
  reports: listReports,
  'reports done': async ({ report }) => ({ report: await markReport({ report, done: true }) }),
  stats: getStats,
};

/** Commands that only read; any other is logged. */
const READS = new Set<AdminCommand>(['people', 'reports', 'stats']);

/**
 * Runs one of the operator's commands. Throws `bad_request` for a command that does not exist or an input
 * that is not valid, and what the service throws.
 */
export async function runCommand(
  call: { command: string; input: unknown },
  context: Context,
): Promise<object> {
  const { command } = call;
  if (!isAdminCommand(command))
    throw new AppError('bad_request', `There is no command ${command}.`);
  const input = parseInput(adminCommands[command].input, call.input);
  // Each command's input goes with its own function; the compiler sees only that both are of one name.
  const run = RUN[command] as (input: object, context: Context) => Promise<object>;
  const output = await run(input, context);
  if (!READS.has(command)) log().info({ command, by: 'operator' }, 'admin.done');
  return output;
}
