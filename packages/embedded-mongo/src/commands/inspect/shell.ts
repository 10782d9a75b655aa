import { arch, cpus, hostname, release, totalmem, type } from 'node:os';
import { failure } from '../../bson/mongo-error';
import type { Document } from '../../bson/values';
import type { Command, Context } from '../context';

/*
 * Commands that shells and administration tools send at their start or for simple requests. This
 * database has no users, roles, options or log of its own, so most lists are empty.
 */

const LOGS = ['global', 'startupWarnings'];

function getLog({ args }: Context): Document {
  const name = args.string('getLog');
  if (name === '*') return { names: LOGS, ok: 1 };
  if (!LOGS.includes(name)) throw failure(96, `No log named '${name}'`);
  return { totalLinesWritten: 0, log: [], ok: 1 };
}

function hostInfo(): Document {
  return {
    system: {
      currentTime: new Date(),
      hostname: hostname(),
      cpuAddrSize: 64,
      memSizeMB: Math.floor(totalmem() / 1_048_576),
      numCores: cpus().length,
      cpuArch: arch(),
    },
    os: { type: type(), name: type(), version: release() },
    extra: {},
    ok: 1,
  };
}

export const shellCommands: Record<string, Command> = {
  getLog: { run: getLog, fields: ['getLog'] },
  hostInfo: { run: hostInfo, fields: ['hostInfo'] },
  getCmdLineOpts: { run: () => ({ argv: [], parsed: {}, ok: 1 }), fields: ['getCmdLineOpts'] },
  usersInfo: {
    run: () => ({ users: [], ok: 1 }),
    fields: ['usersInfo'],
    harmless: ['showCredentials', 'showPrivileges', 'showCustomData', 'filter'],
    refused: ['showAuthenticationRestrictions'],
  },
  rolesInfo: {
    run: () => ({ roles: [], ok: 1 }),
    fields: ['rolesInfo'],
    harmless: ['showBuiltinRoles'],
    refused: ['showPrivileges', 'showAuthenticationRestrictions'],
  },
};
