/**
 * What a node carries, and what it costs to have several: the built-in database beside one that is shared,
 * without and with Redis, one node and two. In turns in one run, the load from a process of its own. The
 * shared database is the built-in one in a process of its own, in place of a MongoDB.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { setup as buildOnce, ROOT } from '../tests/support/build';
import { newPerson } from '../tests/support/person';
import { startRedis } from '../tests/support/redis';
import { makeDataDir, startServer, type TestServer } from '../tests/support/server';
import type { Measured, Person } from './peers/load';
import type { BenchLine } from './support/bench-line';
import { describeRun } from './support/describe-run';
import { Load } from './support/load-process';
import { cpuMs, residentKb } from './support/process-cost';
import { quantile } from './support/quantile';

const ROUNDS = 3;
const PAIR_COUNT = 16;
const IN_FLIGHT = 32;
const ROUND_MS = 2_000;
const SOCKET_COUNTS = [1_000, 4_000];
const CONNECT_AT_ONCE = 100;
const SETTLE_MS = 4_000;
const IDLE_MS = 15_000;

const PARTS = ['nodes', 'database', 'redis'] as const;
type Part = (typeof PARTS)[number];

interface Setting {
  name: string;
  nodes: TestServer[];
  pids: Record<Part, number[]>;
  pairs: { from: Person; to: Person; url: string; toUrl: string }[];
  stop(): Promise<void>;
}

/** The database, as a process that several nodes can reach. */
async function startDatabase(dir: string): Promise<{ uri: string; pid: number; kill(): void }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'bench/peers/database.ts', dir], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  for await (const chunk of child.stdout) {
    text += String(chunk);
    const uri = /ready at (\S+)/.exec(text)?.[1];
    if (uri) return { uri, pid: child.pid ?? 0, kill: () => child.kill('SIGKILL') };
  }
  await once(child, 'exit');
  throw new Error(`the database did not start: ${text}`);
}

async function startSetting(
  name: string,
  options: { isShared?: boolean; hasRedis?: boolean; nodeCount?: 1 | 2; isAcross?: boolean },
): Promise<Setting> {
  const { isShared = false, hasRedis = false, nodeCount = 1, isAcross = false } = options;
  const dir = makeDataDir();
  const database = isShared ? await startDatabase(dir) : null;
  const redis = hasRedis ? await startRedis() : null;
  const env = {
    JWT_SECRET_KEY: randomBytes(32).toString('hex'),
    ...(database && { MONGODB_URI: database.uri }),
    ...(redis && { REDIS_URL: redis.url }),
  };
  const nodes = await Promise.all(Array.from({ length: nodeCount }, () => startServer({ env })));
  const urls = nodes.map(({ url }) => url);
  const pairs: Setting['pairs'] = [];
  for (let index = 0; index < PAIR_COUNT; index++) {
    const url = urls[index % urls.length] ?? '';
    const toUrl = isAcross ? (urls[(index + 1) % urls.length] ?? '') : url;
    const [from, to] = [await newPerson(url), await newPerson(toUrl)];
    pairs.push({
      from: { id: from.id, token: from.token },
      to: { id: to.id, token: to.token },
      url,
      toUrl,
    });
  }
  return {
    name,
    nodes,
    pids: {
      nodes: nodes.map((node) => node.process.pid ?? 0),
      database: database ? [database.pid] : [],
      redis: redis ? [redis.pid] : [],
    },
    pairs,
    async stop() {
      await Promise.all(nodes.map((node) => node.kill()));
      database?.kill();
      await redis?.kill();
      for (const each of [dir, ...nodes.map(({ dataDir }) => dataDir)]) {
        rmSync(each, { recursive: true, force: true });
      }
    },
  };
}

type Cost = Record<Part, number>;
interface Figures extends Cost {
  perSecond: number;
  p50: number;
  p99: number;
}

const costNow = ({ pids }: Setting): Cost => ({
  nodes: pids.nodes.reduce((sum, pid) => sum + cpuMs(pid), 0),
  database: pids.database.reduce((sum, pid) => sum + cpuMs(pid), 0),
  redis: pids.redis.reduce((sum, pid) => sum + cpuMs(pid), 0),
});

async function measureOnce(load: Load, setting: Setting): Promise<Figures> {
  const before = costNow(setting);
  const { perSecond, p50, p99, count } = await load.run<Measured>({
    url: '',
    pairs: setting.pairs,
    transport: 'socket',
    inFlight: IN_FLIGHT,
    maxCount: 1e9,
    maxMs: ROUND_MS,
  });
  const after = costNow(setting);
  const perMessage = (part: Part) => (after[part] - before[part]) / count;
  return {
    perSecond,
    p50,
    p99,
    nodes: perMessage('nodes'),
    database: perMessage('database'),
    redis: perMessage('redis'),
  };
}

/** Each setting in turn, the median of the rounds; the first round warms up and does not count. */
async function measureAll(load: Load, settings: Setting[]): Promise<Map<string, Figures>> {
  const all = new Map<string, Figures[]>(settings.map(({ name }) => [name, []]));
  for (let round = 0; round <= ROUNDS; round++) {
    for (const setting of settings) {
      const figures = await measureOnce(load, setting);
      if (round > 0) all.get(setting.name)?.push(figures);
    }
  }
  const middle = (rounds: Figures[], name: keyof Figures) =>
    quantile(
      rounds.map((each) => each[name]),
      0.5,
    );
  return new Map(
    [...all].map(([name, rounds]) => [
      name,
      {
        perSecond: middle(rounds, 'perSecond'),
        p50: middle(rounds, 'p50'),
        p99: middle(rounds, 'p99'),
        nodes: middle(rounds, 'nodes'),
        database: middle(rounds, 'database'),
        redis: middle(rounds, 'redis'),
      },
    ]),
  );
}

/** What sockets cost on which nothing is said. */
async function measureSockets(load: Load): Promise<BenchLine[]> {
  const setting = await startSetting('sockets', {});
  const pid = setting.pids.nodes[0] ?? 0;
  const people = setting.pairs.flatMap(({ from, to }) => [from, to]);
  const order = { url: setting.pairs[0]?.url ?? '', people };
  const lines: BenchLine[] = [];
  try {
    await load.run({ ...order, connect: 20 });
    await sleep(SETTLE_MS);
    const empty = residentKb(pid);
    for (const connect of SOCKET_COUNTS) {
      await load.run({ ...order, connect, atOnce: CONNECT_AT_ONCE });
      await sleep(SETTLE_MS);
      const heldKb = residentKb(pid) - empty;
      const before = cpuMs(pid);
      await sleep(IDLE_MS);
      const busy = (cpuMs(pid) - before) / IDLE_MS;
      lines.push(
        line(
          `memory of one of ${connect} idle sockets (the node: ${(residentKb(pid) / 1024).toFixed(0)} MB)`,
          heldKb / connect,
          'kB',
        ),
        line(`share of a core that ${connect} idle sockets take`, busy * 100, '%'),
      );
    }
    return lines;
  } finally {
    await load.run({ ...order, people: [], connect: 0 });
    await setting.stop();
  }
}

const line = (name: string, value: number, unit: string): BenchLine => ({
  name,
  value,
  unit,
  target: '',
  passed: true,
});

/** Measures what a node carries and what several cost, and returns a line for each figure. */
export async function benchScaling(): Promise<BenchLine[]> {
  buildOnce();
  console.log(describeRun());
  const load = new Load();
  const settings: Setting[] = [];
  try {
    settings.push(await startSetting('one node, built-in database', {}));
    settings.push(await startSetting('one node, shared database', { isShared: true }));
    const withRedis = { isShared: true, hasRedis: true };
    settings.push(await startSetting('one node, shared database, Redis', withRedis));
    const two = { ...withRedis, nodeCount: 2 } as const;
    settings.push(await startSetting('two nodes, pairs at one of them', two));
    settings.push(await startSetting('two nodes, pairs across them', { ...two, isAcross: true }));
    const found = await measureAll(load, settings);
    for (const setting of settings) await setting.stop();
    settings.length = 0;
    const of = (name: string): Figures => {
      const figures = found.get(name);
      if (!figures) throw new Error(`nothing was measured of ${name}`);
      return figures;
    };
    for (const [name, figures] of found) {
      const costs = PARTS.map((part) => `${part} ${figures[part].toFixed(2)}`).join(', ');
      console.log(
        `${name}: ${figures.perSecond.toFixed(0)}/s, ${figures.p50.toFixed(1)} / ${figures.p99.toFixed(0)} ms; processor of a message in ms: ${costs}`,
      );
    }
    const built = of('one node, built-in database');
    const shared = of('one node, shared database');
    const redis = of('one node, shared database, Redis');
    const apart = of('two nodes, pairs at one of them');
    const across = of('two nodes, pairs across them');
    const all = ({ nodes, database, redis: ofRedis }: Figures) => nodes + database + ofRedis;
    return [
      line(
        'shared against built-in database, messages a second',
        shared.perSecond / built.perSecond,
        'x',
      ),
      line(
        'shared against built-in database, processor time of a message',
        all(shared) / all(built),
        'x',
      ),
      line('Redis against none, messages a second', redis.perSecond / shared.perSecond, 'x'),
      line('Redis against none, processor time of a message', all(redis) / all(shared), 'x'),
      line(
        'two nodes against one, messages a second on this machine',
        apart.perSecond / redis.perSecond,
        'x',
      ),
      line('two nodes against one, processor time of a message', all(apart) / all(redis), 'x'),
      line(
        'from one node to the other against within one, processor time',
        all(across) / all(apart),
        'x',
      ),
      line('nodes that keep one database busy', redis.nodes / redis.database, ''),
      ...(await measureSockets(load)),
    ];
  } finally {
    load.stop();
    for (const setting of settings) await setting.stop();
  }
}
