import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ROOT } from './build';

/** Only root can become somebody else. */
export const isRoot = process.getuid?.() === 0;
/** A user of this machine who owns nothing. */
export const NOBODY = 65534;
export const AS_NOBODY = [
  'setpriv',
  `--reuid=${NOBODY}`,
  `--regid=${NOBODY}`,
  '--clear-groups',
] as const;

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  env?: Record<string, string | undefined>;
  cwd?: string;
  wrapper?: readonly string[];
}

/** Runs a program to its end, with nothing of this process's environment but the path. */
export async function run(
  command: readonly string[],
  { env = {}, cwd = ROOT, wrapper = [] }: RunOptions = {},
): Promise<Ended> {
  const [program = '', ...args] = [...wrapper, ...command];
  const child = spawn(program, args, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, NODE_ENV: 'production', LOG_LEVEL: 'warn', ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}
