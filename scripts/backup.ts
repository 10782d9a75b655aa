/** `npm run backup -- FILE`: one file with everything, taken beside a running server or without one. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { makeBackup } from '@/lib/server/backups/make-backup';
import { verifyBackup } from '@/lib/server/backups/restore-backup';
import { backupName, listBackups, pruneBackups } from '@/lib/server/backups/shelf';
import {
  dataDirOfBackups,
  megabytes,
  readArguments,
  readPassphrase,
  resolveFile,
  runBackupCommand,
  UsageError,
} from './support/backup-command';

const HELP = `Writes everything that DATA_DIR keeps into one file, while the server runs or without it: the database,
the images and files, and the secret. Whoever has the file can read all of it.

  backup FILE             into that file, which must not be there yet
  backup FOLDER           into a file of that folder that is named by the time
  backup --verify FILE    restores it into a temporary folder and compares what is there
  backup --list FOLDER    the backups of a folder
  backup --prune N FOLDER deletes all of them but the newest N

  --passphrase-file FILE  encrypts it with what that file holds
  --json                  one line for programs
  --help                  this text`;

const isFolder = (file: string): boolean =>
  statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;

function requireFolder(name: string): string {
  const folder = resolveFile(name);
  if (!isFolder(folder)) throw new Error(`${folder} is no folder`);
  return folder;
}

async function make(name: string, passphrase: string | null) {
  const given = resolveFile(name);
  const file = isFolder(given) ? path.join(given, backupName(new Date())) : given;
  if (existsSync(file)) throw new Error(`${file} is there already: nothing was written over it`);
  const dataDir = dataDirOfBackups();
  if (!existsSync(path.join(dataDir, 'database', 'data.mdb'))) {
    throw new Error(`DATA_DIR (${dataDir}) holds no database`);
  }
  const manifest = await makeBackup(dataDir, { file, passphrase });
  const { size } = statSync(file);
  const documents = Object.values(manifest.collections).reduce((sum, count) => sum + count, 0);
  const text = `${file} (${megabytes(size)}): ${documents} documents, ${manifest.files} files`;
  return { text, output: { file, bytes: size, manifest } };
}

async function run(): Promise<{ text: string; output: object }> {
  const { values, positionals } = readArguments({
    'passphrase-file': { type: 'string' },
    verify: { type: 'boolean' },
    list: { type: 'boolean' },
    prune: { type: 'string' },
    json: { type: 'boolean' },
  });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new UsageError('One file or folder is needed.');
  const passphrase = readPassphrase(values['passphrase-file'] as string | undefined);
  if (values.verify) {
    const manifest = await verifyBackup({ file: resolveFile(name), passphrase });
    const text = `Whole: made ${manifest.madeAt} by Parley ${manifest.version}, ${manifest.files} files`;
    return { text, output: { manifest } };
  }
  if (values.list) {
    const backups = await listBackups(requireFolder(name));
    const lines = backups.map(
      ({ file, madeAt, bytes }) => `${madeAt}  ${megabytes(bytes)}  ${file}`,
    );
    return { text: lines.join('\n') || 'There are none.', output: { backups } };
  }
  if (values.prune !== undefined) {
    const keep = Number(values.prune);
    if (!Number.isInteger(keep) || keep < 1) throw new UsageError('--prune takes a number from 1.');
    const deleted = await pruneBackups(requireFolder(name), keep);
    const text = deleted.map(({ file }) => `deleted ${file}`).join('\n') || 'Nothing to delete.';
    return { text, output: { deleted } };
  }
  return make(name, passphrase);
}

runBackupCommand(HELP, run);
