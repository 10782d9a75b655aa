/**
 * What a server costs before anybody uses it, and once it has been used and rests: beside an earlier build
 * where BENCH_BASELINE names its folder, in turns on the same machine.
 */
import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { setup as buildOnce, ROOT } from '../tests/support/build';
import { newPerson, request } from '../tests/support/person';
import { startServer, type TestServer } from '../tests/support/server';
import type { BenchLine } from './support/bench-line';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const MESSAGES = 1_000;
/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;
/** After which a server that nobody asks anything has settled. */
const IDLE_MS = Number(process.env.BENCH_IDLE_MS ?? 60_000);
const PAGES = ['/login', '/signup'];
const START_CPU_MAX = 0.4;
const IDLE_MEMORY_MAX = 0.7;

interface Cost {
  startCpuMs: number;
  idleMb: number;
  usedMb: number;
}

function cpuMs(pid: number): number {
  const [, rest = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  const fields = rest.split(' ');
  // Its own, and that of the children it has waited for, in user and system mode.
  return [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]) * TICK_MS, 0);
}

/** Resident memory of a process and its children, in MB. */
function residentMb(pid: number): number {
  const own = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mb = Number(/VmRSS:\s+(\d+) kB/.exec(own)?.[1]) / 1024;
  const children = readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
    .filter((child) => child !== '');
  return children.reduce((sum, child) => sum + residentMb(Number(child)), mb);
}

async function use(server: TestServer): Promise<void> {
  const [ada, bob] = [await newPerson(server.url), await newPerson(server.url)];
  const [from, to] = [await ada.connect(), await bob.connect()];
  for (const page of PAGES) await fetch(server.url + page).then((answer) => answer.text());
  for (let count = 0; count < MESSAGES / 2; count++) {
    const text = `message number ${count}`;
    await from.emitWithAck('message:send', { to: bob.id, text, clientId: randomUUID() });
    const answer = await request(`${server.url}/api/messages/send/${ada.id}`, {
      method: 'POST',
      token: bob.token,
      json: { text, clientId: randomUUID() },
    });
    if (!answer.body.success) throw new Error(answer.body.message);
  }
  for (const path of ['/api/messages/users', `/api/messages/${bob.id}`, '/api/search?q=message']) {
    await request(server.url + path, { token: ada.token });
  }
  for (const socket of [from, to]) socket.disconnect();
}

async function measure(root: string, isUsed: boolean): Promise<Cost> {
  const server = await startServer({ cwd: root });
  const pid = server.process.pid ?? 0;
  const startCpuMs = cpuMs(pid);
  try {
    if (!isUsed) return { startCpuMs, idleMb: Number.NaN, usedMb: Number.NaN };
    await sleep(IDLE_MS);
    const idleMb = residentMb(pid);
    await use(server);
    await sleep(IDLE_MS);
    return { startCpuMs, idleMb, usedMb: residentMb(pid) };
  } finally {
    await server.stop();
    rmSync(server.dataDir, { recursive: true, force: true });
  }
}

const median = (values: number[]): number =>
  values.sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

/** The builds in turns, so that a busy neighbour slows all alike; memory of one start of each, together. */
async function measureAll(roots: string[]): Promise<Cost[]> {
  const starts = roots.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, root] of roots.entries()) {
      starts[index]?.push((await measure(root, false)).startCpuMs);
    }
  }
  const used = await Promise.all(roots.map((root) => measure(root, true)));
  return used.map((cost, index) => ({ ...cost, startCpuMs: median(starts[index] ?? []) }));
}

const WHAT: Record<keyof Cost, { name: string; unit: string; max: number }> = {
  startCpuMs: { name: 'processor time to ready', unit: 'ms', max: START_CPU_MAX },
  idleMb: { name: 'resident memory, idle', unit: 'MB', max: IDLE_MEMORY_MAX },
  usedMb: {
    name: `resident memory, idle after ${MESSAGES} messages`,
    unit: 'MB',
    max: IDLE_MEMORY_MAX,
  },
};

export async function benchStart(): Promise<BenchLine[]> {
  buildOnce();
  const baseline = process.env.BENCH_BASELINE;
  const [own, other] = await measureAll(baseline ? [ROOT, baseline] : [ROOT]);
  const lines: BenchLine[] = [];
  for (const key of ['startCpuMs', 'idleMb', 'usedMb'] as const) {
    const { name, unit, max } = WHAT[key];
    const value = own?.[key] ?? Number.NaN;
    lines.push({ name, value, unit, target: '', passed: true });
    if (!other) continue;
    lines.push({ name: `${name}, before`, value: other[key], unit, target: '', passed: true });
    const ratio = value / other[key];
    lines.push({
      name: `${name}, of what it was`,
      value: ratio,
      unit: 'times',
      target: `at most ${max}`,
      passed: ratio <= max,
    });
  }
  return lines;
}
