/** `npm run restore -- FILE`: puts a backup into DATA_DIR, and into MONGODB_URI where that is set. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { restoreBackup } from '@/lib/server/backups/restore-backup';
import type { DataPlace } from '@/lib/server/config';
import { readOnlyWord, resolveFile, runCommand } from './support/command';
import { readPassphrase, readPlace } from './support/data-place';

const HELP = `Puts a backup into DATA_DIR, which is to be empty, and with MONGODB_URI its database into that one, which is to
be empty, too. The server has to be stopped, all of its nodes.

  restore FILE

  --replace               sets what is there aside first: into a folder "replaced-..." of DATA_DIR, and into
                          collections "replaced-..." of MONGODB_URI
  --passphrase-file FILE  what the backup was encrypted with
  --json                  one line for programs
  --help                  this text`;

/** What is to be done so that people stay signed in; empty where nothing is. */
function secretHint({ dataDir, mongodbUri, jwtSecret }: DataPlace): string {
  const file = path.join(dataDir, 'jwt-secret');
  const restored = readFileSync(file, 'utf8').trim();
  if (jwtSecret === restored || (jwtSecret === null && mongodbUri === null)) return '';
  return ` Start the server with JWT_SECRET_KEY as ${file} has it: with another, everybody has to sign in again.`;
}

runCommand({
  help: HELP,
  options: { 'passphrase-file': { type: 'string' }, replace: { type: 'boolean' } },
  async run({ values, positionals }) {
    const name = readOnlyWord(positionals, 'One file is needed.');
    const passphrase = readPassphrase(values['passphrase-file']);
    const place = readPlace();
    const { manifest, replaced, replacedCollections } = await restoreBackup(
      { file: resolveFile(name), passphrase },
      { ...place, replace: values.replace === true },
    );
    const { dataDir } = place;
    const asides = [replaced, replacedCollections && `collections ${replacedCollections}…`];
    const aside = asides.filter(Boolean).join(' and ');
    const text = [
      `Restored into ${dataDir}${place.mongodbUri ? ' and MONGODB_URI' : ''} as of ${manifest.madeAt}.`,
      aside && ` What was there is in ${aside}.`,
      manifest.isWithoutPictures && ' Pictures and files are on Cloudinary.',
      secretHint(place),
    ];
    return {
      text: text.filter(Boolean).join(''),
      output: { dataDir, manifest, replaced, replacedCollections },
    };
  },
});
