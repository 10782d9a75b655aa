import path from 'node:path';
import { OPEN_FILES_MIN_COUNT, openFilesLimit } from '@/lib/server/open-files';
import { installCodeCache } from '@/lib/server/start/code-cache';
import { readBuiltConfig } from '@/lib/server/start/next-config';

/** Built beside this file; loading it opens more files than a low limit allows. */
const MAIN = './main.js';

const limit = openFilesLimit();
if (limit !== null && limit < OPEN_FILES_MIN_COUNT) {
  console.error(
    `Parley cannot start: only ${limit} files may be open at once, and it needs ${OPEN_FILES_MIN_COUNT} and one for each connection: raise the limit (ulimit -n 65536)`,
  );
  process.exit(1);
}
// What is built is production, whatever the environment says: React and Next decide while they load.
Object.assign(process.env, { NODE_ENV: 'production' });
const built = import.meta.dirname;
const root = path.dirname(built);
installCodeCache(path.join(built, 'code-cache-main'), root);
Object.assign(process.env, { __NEXT_PRIVATE_STANDALONE_CONFIG: readBuiltConfig(root) });
void import(MAIN);
