import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import nextEnv from '@next/env';
import { BackupError } from '@/lib/server/backups/archive';
import { readDataPlace } from '@/lib/server/config';
import { resolveFile } from './command';

/** Where the data lies, as the environment and `.env` say. Makes nothing. Throws ConfigError. */
export function readPlace(): ReturnType<typeof readDataPlace> {
  nextEnv.loadEnvConfig(process.cwd());
  return readDataPlace(process.env);
}

/** Throws where the built-in database is not there, or may not be looked at. */
export function requireDatabase(dataDir: string): void {
  const file = path.join(dataDir, 'database', 'data.mdb');
  if (!statSync(file, { throwIfNoEntry: false })) {
    throw new Error(`DATA_DIR (${dataDir}) holds no database`);
  }
}

/** What is written in a file for that, without the end of its line. */
export function readPassphrase(file: string | undefined): string | null {
  if (file === undefined) return null;
  let text: string;
  try {
    text = readFileSync(resolveFile(file), 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new BackupError(`the passphrase cannot be read: ${reason}`, { cause: error });
  }
  const passphrase = text.replace(/\r?\n$/, '');
  if (passphrase === '') throw new BackupError(`the passphrase in ${file} is empty`);
  return passphrase;
}
