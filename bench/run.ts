/** `npm run bench`: every benchmark, as a table and in bench/results.json. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { benchEmbeddedMongo } from '../packages/embedded-mongo/bench/run';
import { benchChat } from './chat';
import { benchDelivery } from './delivery';
import { benchFirstLoad } from './first-load';
import { benchInteraction } from './interaction';
import { benchInterface } from './interface';
import { benchPeopleList } from './people-list';
import { benchPush } from './push';
import { benchScaling } from './scaling';
import { benchSearch } from './search';
import { benchSend } from './send';
import { benchStart } from './start';
import type { BenchLine } from './support/bench-line';
import { benchWeek } from './week';

const suites: Record<string, () => Promise<BenchLine[]>> = {
  'first load': benchFirstLoad,
  'chat path': benchChat,
  'people list': benchPeopleList,
  send: benchSend,
  delivery: benchDelivery,
  search: benchSearch,
  push: benchPush,
  interaction: benchInteraction,
  interface: benchInterface,
  start: benchStart,
  week: benchWeek,
  scaling: benchScaling,
  'built-in database': () => benchEmbeddedMongo(),
};

/** `npm run bench -- search` runs that one alone. */
const wanted = process.argv.slice(2).join(' ');
if (wanted !== '' && !suites[wanted]) throw new Error(`There is no benchmark called ${wanted}.`);

const results: Record<string, BenchLine[]> = {};
for (const [name, run] of Object.entries(suites)) {
  if (wanted === '' || wanted === name) results[name] = await run();
}

for (const [name, lines] of Object.entries(results)) {
  console.log(`\n${name}`);
  for (const line of lines) {
    const verdict = line.target === '' ? '    ' : line.passed ? 'ok  ' : 'MISS';
    console.log(`  ${verdict} ${line.value.toFixed(2)} ${line.unit}  ${line.name}  ${line.target}`);
  }
}
const FILE = 'bench/results.json';
// One that ran alone leaves the figures of the others.
const others = wanted && existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {};
writeFileSync(FILE, `${JSON.stringify({ ...others, ...results }, null, 2)}\n`);
