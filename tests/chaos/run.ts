import { runBaseline } from './baseline';
import { runChaos } from './chaos';
import { type Command, readCommand } from './options';
import { describeBaseline, describeResult } from './report';
import { writeBaseline, writeResult } from './write-up';

const startedAt = Date.now();

function say(line: string): void {
  const seconds = Math.round((Date.now() - startedAt) / 1_000);
  console.log(`[${String(seconds).padStart(4)} s] ${line}`);
}

async function compareWithBaseline({ options, isWritten }: Command): Promise<void> {
  const results = [await runBaseline(options, 'emit'), await runBaseline(options, 'retry')];
  for (const result of results) console.log(describeBaseline(result));
  if (isWritten) writeBaseline(options, results);
}

async function prove({ options, isWritten }: Command): Promise<number> {
  const result = await runChaos(options);
  console.log(describeResult(result));
  if (isWritten) writeResult(result);
  return result.findings.length === 0 ? 0 : 1;
}

let command: Command;
try {
  command = readCommand(process.argv.slice(2), say);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(2);
}
say(`seed ${command.options.seed}`);
if (command.isBaseline) await compareWithBaseline(command);
else process.exitCode = await prove(command);
// Timers of clients that were stopped in the middle of something may still run.
process.exit();
