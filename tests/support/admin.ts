import { runToEnd, type ServerOptions } from './server';

/** Runs the operator's command as a person would; the code it ends with, and what it prints. */
export function admin(
  { dataDir, env, wrapper }: Pick<ServerOptions, 'env' | 'wrapper'> & { dataDir: string },
  ...args: string[]
): Promise<{ code: number | null; output: string }> {
  return runToEnd({
    dataDir,
    ...(wrapper && { wrapper }),
    ...(env && { env }),
    args: ['scripts/run.mjs', 'admin', ...args],
  });
}

/** The same for a program: the answer of `--json`. */
export async function adminJson<T>(
  at: Parameters<typeof admin>[0],
  ...args: string[]
): Promise<T & { success: boolean; code?: string; message?: string }> {
  const { output } = await admin(at, ...args, '--json');
  return JSON.parse(output);
}
