/** `npm run bench`: every benchmark, as a table and in bench/results.json. */
import { writeFileSync } from 'node:fs';
import { benchEmbeddedMongo } from '../packages/embedded-mongo/bench/run';
import type { BenchLine } from './bench-line';
import { benchChat } from './chat';
import { benchDelivery } from './delivery';
import { benchFirstLoad } from './first-load';
import { benchInterface } from './interface';
import { benchPeopleList } from './people-list';
import { benchSearch } from './search';

const suites: Record<string, () => Promise<BenchLine[]>> = {
  'first load': benchFirstLoad,
  'chat path': benchChat,
  'people list': benchPeopleList,
  delivery: benchDelivery,
  search: benchSearch,
  interface: benchInterface,
  'built-in database': () => benchEmbeddedMongo(),
};

const results: Record<string, BenchLine[]> = {};
for (const [name, run] of Object.entries(suites)) results[name] = await run();

for (const [name, lines] of Object.entries(results)) {
  console.log(`\n${name}`);
  for (const line of lines) {
    const verdict = line.target === '' ? '    ' : line.passed ? 'ok  ' : 'MISS';
    console.log(`  ${verdict} ${line.value.toFixed(2)} ${line.unit}  ${line.name}  ${line.target}`);
  }
}
writeFileSync('bench/results.json', `${JSON.stringify(results, null, 2)}\n`);
