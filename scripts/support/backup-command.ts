import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import nextEnv from '@next/env';
import { BackupError } from '@/lib/server/backups/archive';
import { readDataPlace } from '@/lib/server/config';

/** A command that was not understood; its message says why. */
export class UsageError extends Error {}

/** A file as it was named: from the folder that the command was given in, which npm and bin/parley leave. */
export const resolveFile = (file: string): string =>
  path.resolve(process.env.INIT_CWD ?? process.cwd(), file);

/** The data folder of the built-in database. Throws BackupError where that is not what holds the data. */
export function dataDirOfBackups(): string {
  nextEnv.loadEnvConfig(process.cwd());
  const { dataDir, mongodbUri } = readDataPlace(process.env);
  if (mongodbUri) {
    throw new BackupError(
      'MONGODB_URI is set: this is for the built-in database; use mongodump and mongorestore, and copy DATA_DIR',
    );
  }
  return dataDir;
}

/** What is written in a file for that, without the end of its line. */
export function readPassphrase(file: string | undefined): string | null {
  if (file === undefined) return null;
  const passphrase = readFileSync(resolveFile(file), 'utf8').replace(/\r?\n$/, '');
  if (passphrase === '') throw new BackupError(`the passphrase in ${file} is empty`);
  return passphrase;
}

export function readArguments<T extends NonNullable<Parameters<typeof parseArgs>[0]>['options']>(
  options: T,
) {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

export const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/**
 * Runs a command to its end: 0 when it is done, 1 when not, 2 when it was not understood; with `--json` the
 * answer is one line.
 */
export function runBackupCommand(
  help: string,
  run: () => Promise<{ text: string; output: object }>,
): void {
  const isJson = process.argv.includes('--json');
  if (process.argv.includes('--help') || process.argv.includes('-h')) {
    console.log(help);
    return;
  }
  run().then(
    ({ text, output }) => {
      console.log(isJson ? JSON.stringify({ success: true, ...output }) : text);
      process.exit(0);
    },
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      const isUsage = error instanceof UsageError;
      if (isJson) {
        const code = isUsage ? 'bad_request' : 'unavailable';
        console.log(JSON.stringify({ success: false, code, message }));
      } else console.error(isUsage ? `${message}\n\n${help}` : `Not done: ${message}`);
      process.exit(isUsage ? 2 : 1);
    },
  );
}
