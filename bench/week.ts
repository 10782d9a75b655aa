/** A week of a server that people use by day, in three minutes: what it holds no more is given back. */
import { setup as buildOnce } from '../tests/support/build';
import { liveWeek } from '../tests/week/week';
import type { BenchLine } from './support/bench-line';

const HOUR_MS = 1_000;
const GROWTH_MAX = 1.1;
/** Accounts stay, and a row for everybody whom they wrote to; messages go after two days. */
const DATABASE_GROWTH_MAX = 1.3;

export async function benchWeek(): Promise<BenchLine[]> {
  buildOnce();
  const week = await liveWeek({ hourMs: HOUR_MS, seed: 1 });
  const acts = [...week.tally.acts.values()].reduce((sum, count) => sum + count, 0);
  for (const [kind, count] of [...week.tally.acts].sort()) console.log(`  ${count} ${kind}`);
  console.table(week.mornings);
  const grows = (name: string, value: number, max = GROWTH_MAX): BenchLine => ({
    name: `${name} in the mornings of days 5 to 7, against days 2 to 4`,
    value,
    unit: 'x',
    target: `at most ${max}`,
    passed: value <= max,
  });
  const none = (name: string, value: number): BenchLine => ({
    name,
    value,
    unit: '',
    target: '0',
    passed: value === 0,
  });
  return [
    { name: 'what people did in the week', value: acts, unit: 'acts', target: '', passed: true },
    grows('memory', week.growth.memory),
    grows('descriptors', week.growth.descriptors),
    grows('the database', week.growth.database, DATABASE_GROWTH_MAX),
    none('files that belong to nothing', week.leftovers.length),
    none('calls that failed', week.tally.faults.length),
    none('kinds of warnings and errors in the log', week.complaints.size),
  ];
}
