/** `npm run backup -- FILE`: one file with everything, taken beside a running server or without one. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { makeBackup } from '@/lib/server/backups/make-backup';
import { verifyBackup } from '@/lib/server/backups/restore-backup';
import { backupName, listBackups, pruneBackups } from '@/lib/server/backups/shelf';
import { megabytes, readOnlyWord, resolveFile, runCommand, UsageError } from './support/command';
import { readPassphrase, readPlace, requireDatabase } from './support/data-place';

const HELP = `Writes everything into one file, while the server runs or without it: the database (of DATA_DIR or of
MONGODB_URI), the images and files (but those on Cloudinary), and the secret. Whoever has the file can read all of it.

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
  // Said before an hour of copying.
  if (!isFolder(path.dirname(file))) throw new Error(`there is no folder ${path.dirname(file)}`);
  const place = readPlace();
  if (!place.mongodbUri) requireDatabase(place.dataDir);
  const manifest = await makeBackup(place, { file, passphrase });
  const { size } = statSync(file);
  const documents = Object.values(manifest.collections).reduce((sum, count) => sum + count, 0);
  const elsewhere = manifest.isWithoutPictures ? '; pictures and files stay on Cloudinary' : '';
  const text = `${file} (${megabytes(size)}): ${documents} documents, ${manifest.files} files${elsewhere}`;
  return { text, output: { file, bytes: size, manifest } };
}

async function verify(name: string, passphrase: string | null) {
  const manifest = await verifyBackup({ file: resolveFile(name), passphrase });
  const text = `Whole: made ${manifest.madeAt} by Parley ${manifest.version}, ${manifest.files} files`;
  return { text, output: { manifest } };
}

async function list(name: string) {
  const backups = await listBackups(requireFolder(name));
  const lines = backups.map(({ file, madeAt, bytes }) => `${madeAt}  ${megabytes(bytes)}  ${file}`);
  return { text: lines.join('\n') || 'There are none.', output: { backups } };
}

async function prune(name: string, kept: string) {
  const keep = Number(kept);
  if (!Number.isInteger(keep) || keep < 1) throw new UsageError('--prune takes a number from 1.');
  const deleted = await pruneBackups(requireFolder(name), keep);
  const text = deleted.map(({ file }) => `deleted ${file}`).join('\n') || 'Nothing to delete.';
  return { text, output: { deleted } };
}

runCommand({
  help: HELP,
  options: {
    'passphrase-file': { type: 'string' },
    verify: { type: 'boolean' },
    list: { type: 'boolean' },
    prune: { type: 'string' },
  },
  async run({ values, positionals }) {
    const name = readOnlyWord(positionals, 'One file or folder is needed.');
    const asked = [values.verify, values.list, values.prune !== undefined].filter(Boolean);
    if (asked.length > 1) throw new UsageError('Of --verify, --list and --prune one at a time.');
    const passphrase = readPassphrase(values['passphrase-file']);
    if (values.verify) return verify(name, passphrase);
    if (values.list) return list(name);
    if (values.prune !== undefined) return prune(name, values.prune);
    return make(name, passphrase);
  },
});
