import { runChaos } from './chaos';
import { readCommand } from './options';
import { describeResult } from './report';

const startedAt = Date.now();
function say(line: string): void {
  console.log(`[${((Date.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s] ${line}`);
}

const { options } = readCommand(process.argv.slice(2), say);
say(`seed ${options.seed}`);
const result = await runChaos(options);
console.log(describeResult(result));
process.exit(result.findings.length === 0 ? 0 : 1);
