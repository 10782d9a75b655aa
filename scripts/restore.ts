/** `npm run restore -- FILE`: puts a backup into DATA_DIR, with the server stopped. */
import { restoreBackup } from '@/lib/server/backups/restore-backup';
import {
  dataDirOfBackups,
  readArguments,
  readPassphrase,
  resolveFile,
  runBackupCommand,
  UsageError,
} from './support/backup-command';

const HELP = `Puts a backup into DATA_DIR, which is to be empty. The server has to be stopped.

  restore FILE

  --replace               moves what is there into a folder "replaced-..." of DATA_DIR first
  --passphrase-file FILE  what the backup was encrypted with
  --json                  one line for programs
  --help                  this text`;

async function run(): Promise<{ text: string; output: object }> {
  const { values, positionals } = readArguments({
    'passphrase-file': { type: 'string' },
    replace: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw new UsageError('One file is needed.');
  const passphrase = readPassphrase(values['passphrase-file'] as string | undefined);
  const dataDir = dataDirOfBackups();
  const { manifest, replaced } = await restoreBackup(
    { file: resolveFile(name), passphrase },
    { dataDir, replace: values.replace === true },
  );
  const aside = replaced ? ` What was there is in ${replaced}.` : '';
  const text = `Restored into ${dataDir} as of ${manifest.madeAt}.${aside}`;
  return { text, output: { dataDir, manifest, replaced } };
}

runBackupCommand(HELP, run);
