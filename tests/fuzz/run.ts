import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startServer } from '../support/server';
import { runFuzz } from './fuzz';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
  },
});
const [calls, seed] = [Number(values.calls), Number(values.seed)];
if (!Number.isInteger(calls) || calls < 1 || !Number.isInteger(seed)) {
  console.error('--calls and --seed must be whole numbers');
  process.exit(2);
}
const server = await startServer();
const startedAt = Date.now();
const result = await runFuzz(server, { seed, calls, say: (line) => console.log(line) });
await server.kill();
rmSync(server.dataDir, { recursive: true, force: true });
const megabytes = (value: number) => `${Math.round(value)} MB`;
const { before, after } = result.memoryMb;
console.log(
  `${result.calls} calls in ${Math.round((Date.now() - startedAt) / 1_000)} s, seed ${seed}`,
);
for (const [kind, number] of Object.entries(result.answers).sort())
  console.log(`  ${kind}: ${number}`);
console.log(`  memory of the server: ${megabytes(before)} before, ${megabytes(after)} after`);
console.log(`  faults: ${result.faults.length}`);
for (const fault of result.faults.slice(0, 30)) console.log(`    ${fault}`);
process.exit(result.faults.length === 0 ? 0 : 1);
