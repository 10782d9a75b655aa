/**
 * What a message costs, beside what it would cost otherwise: the floor (Socket.IO, nothing stored),
 * the floor of the store, and the usual design. All are measured in turns in one run, with the load
 * in another process, so that what counts are the ratios. With BENCH_BEFORE set to the folder of
 * another, built version of Parley, that one is measured in the same turns. What a server does after its
 * answers is waited for, and counted in its processor time.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { setup as buildOnce, ROOT } from '../tests/support/build';
import { newPerson } from '../tests/support/person';
import { makeDataDir, startServer } from '../tests/support/server';
import type { Measured, Order, Person } from './peers/load';
import type { BenchLine } from './support/bench-line';
import { describeRun } from './support/describe-run';
import { Load } from './support/load-process';
import { cpuMs, residentKb } from './support/process-cost';
import { quantile } from './support/quantile';

const ROUNDS = 3;
const PAIR_COUNT = 16;
const IN_FLIGHT = 32;
const ALONE_COUNT = 200;
const ROUND_MS = 1_300;
const STORE_MS = 1_000;
const IDLE_COUNT = 1_000;
const IDLE_FACTOR = 3;
/** What the server frees by itself after a burst is gone by then. */
const IDLE_SETTLE_MS = 2_000;
/** Longer than a server waits before it goes on with what it left for later. */
const SETTLE_MS = 400;
const SETTLE_LOOK_MS = 100;
const SETTLE_SHARE = 0.15;

interface Peer {
  name: string;
  url: string;
  pid: number;
  people: Person[];
  transports: Order['transport'][];
  stop(): Promise<void>;
}

/** Starts a peer of ours and waits for the address that it prints. */
async function startPeer(file: string): Promise<Pick<Peer, 'url' | 'pid' | 'stop'>> {
  const dir = makeDataDir();
  const child = spawn(process.execPath, ['--import', 'tsx', `bench/peers/${file}`, dir], {
    cwd: ROOT,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const match = /ready at (http:\/\/\S+?)\/\s/.exec(text);
      if (match?.[1]) resolve(match[1]);
    });
    child.once('exit', () => reject(new Error(`${file} ended: ${text}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function floorPeer(): Promise<Peer> {
  const people = Array.from({ length: 2 * PAIR_COUNT }, (_, index) => {
    const id = index.toString(16).padStart(24, '0');
    return { id, token: id };
  });
  return { name: 'floor', people, transports: ['socket'], ...(await startPeer('floor.ts')) };
}

async function usualPeer(): Promise<Peer> {
  const started = await startPeer('usual.ts');
  const people: Person[] = [];
  for (let index = 0; index < 2 * PAIR_COUNT; index++) {
    const response = await fetch(`${started.url}/api/auth/signup`, { method: 'POST' });
    const { user, token } = (await response.json()) as { user: { _id: string }; token: string };
    people.push({ id: user._id, token });
  }
  return { name: 'usual design', people, transports: ['http'], ...started };
}

async function parleyPeer(name: string, dir: string | null): Promise<Peer> {
  const server = await startServer(dir ? { cwd: dir } : {});
  const people: Person[] = [];
  for (let index = 0; index < 2 * PAIR_COUNT; index++) {
    const { id, token } = await newPerson(server.url);
    people.push({ id, token });
  }
  return {
    name,
    url: server.url,
    pid: server.process.pid ?? 0,
    people,
    transports: ['socket', 'http'],
    stop: async () => {
      await server.kill();
      rmSync(server.dataDir, { recursive: true, force: true });
    },
  };
}

/** Until a process rests: what it left for after its answers is its work as well. */
async function settled(pid: number): Promise<void> {
  for (let calmSince = Date.now(), before = cpuMs(pid); ; ) {
    await sleep(SETTLE_LOOK_MS);
    const now = cpuMs(pid);
    if (now - before > SETTLE_SHARE * SETTLE_LOOK_MS) calmSince = Date.now();
    else if (Date.now() - calmSince >= SETTLE_MS) return;
    before = now;
  }
}

const SCENES = {
  alone: { pairs: 1, inFlight: 1, maxCount: ALONE_COUNT, maxMs: 2 * ROUND_MS },
  'one conversation': { pairs: 1, inFlight: IN_FLIGHT, maxCount: Infinity, maxMs: ROUND_MS },
  '16 conversations': {
    pairs: PAIR_COUNT,
    inFlight: IN_FLIGHT,
    maxCount: Infinity,
    maxMs: ROUND_MS,
  },
} as const;
type Scene = keyof typeof SCENES;

interface Figures {
  perSecond: number;
  p50: number;
  p99: number;
  cpuMs: number;
}
const FIGURES = ['perSecond', 'p50', 'p99', 'cpuMs'] as const;

/** What each peer did in each scene, the median of the rounds. */
async function measureAll(load: Load, peers: readonly Peer[]): Promise<Map<string, Figures>> {
  const all = new Map<string, Figures[]>();
  // The first one warms everybody up and does not count.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [scene, { pairs, maxCount, ...rest }] of Object.entries(SCENES)) {
      for (const peer of peers) {
        for (const transport of peer.transports) {
          const cpuBefore = cpuMs(peer.pid);
          const measured = await load.run<Measured>({
            url: peer.url,
            pairs: Array.from({ length: pairs }, (_, index) => ({
              from: peer.people[2 * index] as Person,
              to: peer.people[2 * index + 1] as Person,
            })),
            transport,
            maxCount: Number.isFinite(maxCount) ? maxCount : 1e9,
            ...rest,
          });
          // So that neither the next one's figures nor this one's own are better for it.
          await settled(peer.pid);
          if (round === 0) continue;
          const key = `${peer.name}, ${transport}, ${scene}`;
          const cost = (cpuMs(peer.pid) - cpuBefore) / measured.count;
          all.set(key, [...(all.get(key) ?? []), { ...measured, cpuMs: cost }]);
        }
      }
    }
  }
  return new Map(
    [...all].map(([key, rounds]) => [
      key,
      Object.fromEntries(
        FIGURES.map((name) => [
          name,
          quantile(
            rounds.map((each) => each[name]),
            0.5,
          ),
        ]),
      ) as unknown as Figures,
    ]),
  );
}

interface Idle {
  ms: number;
  kb: number;
}

/** What a socket costs that only stands there, each at a server that was just started. */
async function measureIdle(load: Load, start: () => Promise<Peer>): Promise<Idle> {
  const peer = await start();
  const order = { url: peer.url, people: peer.people };
  await load.run({ ...order, connect: 20 });
  const { ms } = await load.run<{ ms: number }>({ ...order, connect: IDLE_COUNT });
  await sleep(IDLE_SETTLE_MS);
  // From here on: before, sockets go where something else was that is not needed any more.
  const before = residentKb(peer.pid);
  await load.run({ ...order, connect: IDLE_FACTOR * IDLE_COUNT });
  await sleep(IDLE_SETTLE_MS);
  const kb = (residentKb(peer.pid) - before) / ((IDLE_FACTOR - 1) * IDLE_COUNT);
  await load.run({ ...order, people: [], connect: 0 });
  await peer.stop();
  return { ms, kb };
}

async function measureStore(): Promise<Record<'alone' | 'together', Measured>> {
  const dir = makeDataDir();
  const args = ['--import', 'tsx', 'bench/peers/store.ts', dir, String(STORE_MS)];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await once(child, 'exit');
  rmSync(dir, { recursive: true, force: true });
  return JSON.parse(text);
}

const show = ({ perSecond, p50, p99, cpuMs: cost }: Figures) =>
  `${p50.toFixed(2)} / ${p99.toFixed(1)} ms, ${perSecond.toFixed(0)}/s, ${cost.toFixed(2)} ms of processor`;

/** Measures the message path and returns a line for each ratio. */
export async function benchSend(): Promise<BenchLine[]> {
  buildOnce();
  console.log(describeRun());
  const { BENCH_BEFORE: beforeDir } = process.env;
  const startParley = () => parleyPeer('Parley', null);
  const peers = [
    await floorPeer(),
    await usualPeer(),
    await startParley(),
    ...(beforeDir ? [await parleyPeer('before', beforeDir)] : []),
  ];
  const load = new Load();
  try {
    const found = await measureAll(load, peers);
    for (const peer of peers) await peer.stop();
    peers.length = 0;
    for (const [key, figures] of found) console.log(`${key}: ${show(figures)}`);
    const store = await measureStore();
    console.log(
      `store, one writer: ${store.alone.p50.toFixed(2)} / ${store.alone.p99.toFixed(1)} ms; 32 writers: ${store.together.perSecond.toFixed(0)}/s`,
    );
    const idleFloor = await measureIdle(load, floorPeer);
    const idleParley = await measureIdle(load, startParley);
    const idleBefore = beforeDir
      ? await measureIdle(load, () => parleyPeer('before', beforeDir))
      : null;
    const at = (peer: string, transport: string, scene: Scene): Figures => {
      const figures = found.get(`${peer}, ${transport}, ${scene}`);
      if (!figures) throw new Error(`nothing was measured of ${peer}`);
      return figures;
    };
    const linesOf = (name: string, idle: Idle): BenchLine[] => {
      const ratio = (
        what: string,
        value: number,
        limit: { atMost: number } | { atLeast: number },
      ): BenchLine => ({
        name: `${name}: ${what}`,
        value,
        unit: 'x',
        target: 'atMost' in limit ? `at most ${limit.atMost}` : `at least ${limit.atLeast}`,
        passed: 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast,
      });
      const rate = (transport: string, scene: Scene) => at(name, transport, scene).perSecond;
      const floor = (scene: Scene) => at('floor', 'socket', scene);
      const usual = (scene: Scene) => at('usual design', 'http', scene).perSecond;
      return [
        ratio(
          'one message at a time by socket, p50, against the floor',
          at(name, 'socket', 'alone').p50 / floor('alone').p50,
          { atMost: 3 },
        ),
        ratio(
          '32 in flight in one conversation by socket, rate against the floor',
          rate('socket', 'one conversation') / floor('one conversation').perSecond,
          { atLeast: 0.5 },
        ),
        ratio(
          '32 in flight in 16 conversations by socket, rate against the floor',
          rate('socket', '16 conversations') / floor('16 conversations').perSecond,
          { atLeast: 0.6 },
        ),
        ratio(
          '32 in flight in one conversation by HTTP, rate against the usual design',
          rate('http', 'one conversation') / usual('one conversation'),
          { atLeast: 2 },
        ),
        ratio(
          '32 in flight in 16 conversations by HTTP, rate against the usual design',
          rate('http', '16 conversations') / usual('16 conversations'),
          { atLeast: 2 },
        ),
        ratio(
          '32 in flight in one conversation by socket, p99 against the floor',
          at(name, 'socket', 'one conversation').p99 / floor('one conversation').p99,
          { atMost: 2.5 },
        ),
        ratio(
          '32 in flight in 16 conversations by socket, p99 against the floor',
          at(name, 'socket', '16 conversations').p99 / floor('16 conversations').p99,
          { atMost: 2.5 },
        ),
        ratio(
          `memory of an idle socket against the floor (${idle.kb.toFixed(0)} kB / ${idleFloor.kb.toFixed(0)} kB)`,
          idle.kb / idleFloor.kb,
          { atMost: 1.5 },
        ),
        ratio(
          `${IDLE_COUNT} connects against the floor (${idle.ms.toFixed(0)} ms / ${idleFloor.ms.toFixed(0)} ms)`,
          idle.ms / idleFloor.ms,
          { atMost: 1.3 },
        ),
      ];
    };
    const lines = linesOf('Parley', idleParley);
    if (!idleBefore) return lines;
    const perMessage = (name: string) => at(name, 'socket', '16 conversations').cpuMs;
    const share = perMessage('Parley') / perMessage('before');
    return [
      ...lines,
      {
        name: 'processor time of a message in 16 conversations by socket, against before',
        value: share,
        unit: 'x',
        target: 'at most 0.5',
        passed: share <= 0.5,
      },
      // How far there was to go, not what is demanded.
      ...linesOf('before', idleBefore).map((line) => ({ ...line, target: '', passed: true })),
    ];
  } finally {
    load.stop();
    for (const peer of peers) await peer.stop();
  }
}
