/**
 * `npm run check`: reads every page, document and index entry of the built-in database and says what
 * is damaged. Changes nothing; works beside a running server. `--json` for programs. With `--rewrite`
 * and the server stopped it then writes the file anew, if it is sound, so that nothing that was deleted
 * is left in it, and gives back the room that took.
 *
 * Ends with 0 when all is sound, 1 when something is damaged, 2 when nothing could be checked.
 */
import path from 'node:path';
import nextEnv from '@next/env';
import { type CheckReport, checkEmbeddedMongo, rewriteEmbeddedMongo } from '@parley/embedded-mongo';
import { getConfig } from '@/lib/server/config';

const RESTORE =
  'To restore: stop the server, move the folder "database" of DATA_DIR away, put the one of a backup in its place, and start again. Keep the damaged folder until you have seen that everything is there.';

function describe(report: CheckReport): string {
  const lines = [`${report.file}: ${report.pages} pages`];
  for (const damage of report.damage) lines.push(`  DAMAGED: ${damage}`);
  for (const { name, documents, indexes, errors } of report.collections) {
    const entries = Object.values(indexes).reduce((sum, count) => sum + count, 0);
    lines.push(`  ${name}: ${documents} documents, ${entries} index entries`);
    for (const error of errors) lines.push(`    DAMAGED: ${error}`);
  }
  lines.push(report.sound ? 'No damage found.' : `Damage found. ${RESTORE}`);
  return lines.join('\n');
}

async function main(): Promise<number> {
  const isJson = process.argv.includes('--json');
  nextEnv.loadEnvConfig(process.cwd());
  const { mongodbUri, dataDir } = getConfig();
  if (mongodbUri) {
    throw new Error('MONGODB_URI is set: this checks the built-in database alone');
  }
  const dir = path.join(dataDir, 'database');
  const report = await checkEmbeddedMongo({ dir });
  console.log(isJson ? JSON.stringify(report) : describe(report));
  if (!report.sound) return 1;
  if (process.argv.includes('--rewrite')) {
    if (!(await rewriteEmbeddedMongo(dir))) {
      throw new Error('the database is in use: stop the server to have its file written anew');
    }
    if (!isJson) console.log('The file was written anew.');
  }
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    if (process.argv.includes('--json')) console.log(JSON.stringify({ error: reason }));
    else console.error(`Not done: ${reason}`);
    process.exit(2);
  },
);
