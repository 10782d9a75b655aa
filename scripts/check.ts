/** `npm run check`: what is damaged in the built-in database. */
import path from 'node:path';
import { type CheckReport, checkEmbeddedMongo, rewriteEmbeddedMongo } from '@parley/embedded-mongo';
import { requireNoWords, runCommand } from './support/command';
import { readPlace, requireDatabase } from './support/data-place';

const HELP = `Reads every page, document and index entry of the built-in database and says what is damaged. Changes
nothing; works beside a running server.

  --rewrite  with the server stopped: then writes the file anew, if it is sound, so that nothing that was
             deleted is left in it
  --json     one line for programs; "sound" says the result
  --help     this text

Ends with 0 when all is sound, 1 when something is damaged, 2 when nothing could be checked.`;

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

runCommand({
  help: HELP,
  options: { rewrite: { type: 'boolean' } },
  failureExitCode: 2,
  async run({ values, positionals }) {
    requireNoWords(positionals);
    const { mongodbUri, dataDir } = readPlace();
    if (mongodbUri) {
      throw new Error('MONGODB_URI is set: this checks the built-in database alone');
    }
    requireDatabase(dataDir);
    const dir = path.join(dataDir, 'database');
    const report = await checkEmbeddedMongo({ dir });
    const isRewritten = report.sound && values.rewrite === true;
    if (isRewritten && !(await rewriteEmbeddedMongo(dir))) {
      throw new Error('the database is in use: stop the server to have its file written anew');
    }
    const text = describe(report) + (isRewritten ? '\nThe file was written anew.' : '');
    return { text, output: { ...report, isRewritten }, exitCode: report.sound ? 0 : 1 };
  },
});
