import { setTimeout as sleep } from 'node:timers/promises';
import type { Link } from '../support/link';
import type { Random } from '../support/random';
import type { Cluster } from './cluster';
import type { FaultKind } from './options';

/** What a fault does to a device; the baseline's devices take the same. */
export interface FaultyDevice {
  name: string;
  link: Link;
  clock: { skew(byMs: number): void };
  reload(): void;
}

export interface Fault {
  atMs: number;
  kind: FaultKind;
  /** What it is, in words. */
  label: string;
  strike(): Promise<void> | void;
}

interface Scene {
  cluster: Cluster;
  devices: readonly FaultyDevice[];
  random: Random;
  /** How long the run is: nothing lasts longer than half of it. */
  seconds: number;
}

function lasting(scene: Scene, minMs: number, maxMs: number): number {
  return scene.random.between(minMs, Math.max(minMs, Math.min(maxMs, scene.seconds * 500)));
}

/** The mean time between two faults of a kind, at most; short runs have each kind more often. */
const EVERY_MS: Record<FaultKind, number> = {
  cut: 1_500,
  delay: 6_000,
  blackhole: 12_000,
  kill: 60_000,
  restart: 100_000,
  pause: 80_000,
  redis: 60_000,
  reload: 4_000,
  skew: 6_000,
};
/** However short the run, each kind strikes. */
const STRIKES_AT_LEAST = 1;
const HOUR_MS = 3_600_000;

type Maker = (scene: Scene) => Omit<Fault, 'atMs' | 'kind'>;

const MAKERS: Record<FaultKind, Maker> = {
  cut: ({ devices, random }) => {
    // Now and then the whole house loses its network.
    const isWide = random.chance(0.1);
    const struck = isWide ? devices.filter(() => random.chance(0.5)) : [random.pick(devices)];
    return {
      label: `${struck.length} cut off`,
      strike: () => struck.forEach((device) => void device.link.cut()),
    };
  },
  delay: (scene) => {
    const { devices, random } = scene;
    const struck = devices.filter(() => random.chance(0.2));
    const forMs = lasting(scene, 2_000, 12_000);
    const weather = {
      latencyMs: random.between(20, 600),
      jitterMs: random.between(0, 300),
      bytesPerSecond: random.between(8_000, 200_000),
    };
    return {
      label: `${struck.length} slowed by ${Math.round(weather.latencyMs)} ms`,
      async strike() {
        for (const { link } of struck) link.setWeather(weather);
        await sleep(forMs);
        for (const { link } of struck) link.setWeather(null);
      },
    };
  },
  blackhole: (scene) => {
    const { devices, random } = scene;
    const device = random.pick(devices);
    const forMs = lasting(scene, 2_000, 30_000);
    const endsWithCut = random.chance(0.5);
    return {
      label: `${device.name} swallowed for ${Math.round(forMs)} ms`,
      async strike() {
        device.link.swallow(true);
        await sleep(forMs);
        if (endsWithCut) device.link.cut();
        device.link.swallow(false);
      },
    };
  },
  kill: ({ cluster, random }) => {
    const node = random.pick(cluster.nodes);
    const downMs = random.between(0, 4_000);
    return { label: `kill -9 of ${node.name}`, strike: () => node.kill(downMs) };
  },
  restart: ({ cluster, random }) => {
    const node = random.pick(cluster.nodes);
    return { label: `restart of ${node.name}`, strike: () => node.restart() };
  },
  pause: (scene) => {
    const { cluster, random } = scene;
    const node = random.pick(cluster.nodes);
    const forMs = lasting(scene, 1_000, 8_000);
    return {
      label: `${node.name} stopped for ${Math.round(forMs)} ms`,
      strike: () => node.pause(forMs),
    };
  },
  redis: (scene) => {
    const { cluster } = scene;
    const forMs = lasting(scene, 1_000, 15_000);
    return {
      label: `Redis away for ${Math.round(forMs)} ms`,
      async strike() {
        cluster.redisLink?.shut(true);
        await sleep(forMs);
        cluster.redisLink?.shut(false);
      },
    };
  },
  reload: ({ devices, random }) => {
    const device = random.pick(devices);
    return { label: `${device.name} reloads`, strike: () => device.reload() };
  },
  skew: ({ devices, random }) => {
    const device = random.pick(devices);
    const byMs = random.between(-12, 12) * HOUR_MS;
    return {
      label: `${device.name} clock moved by ${Math.round(byMs / 60_000)} min`,
      strike: () => device.clock.skew(byMs),
    };
  },
};

/**
 * Faults without end, in the order they strike. The same seed and sizes give the same script, which
 * is played for as long as people write: a slow machine gets no quiet second half.
 */
export function* writeScript(scene: Scene & { kinds: readonly FaultKind[] }): Generator<Fault> {
  const { kinds, seconds, cluster, devices, random } = scene;
  const next: { kind: FaultKind; atMs: number; everyMs: number; random: Random }[] = [];
  for (const kind of Object.keys(MAKERS) as FaultKind[]) {
    // Drawn for every kind, so that leaving one out does not change the others.
    const own = random.fork();
    if (!kinds.includes(kind) || (kind === 'redis' && !cluster.redisLink)) continue;
    const everyMs = Math.min(EVERY_MS[kind], (seconds * 1_000) / (STRIKES_AT_LEAST + 0.5));
    next.push({ kind, atMs: everyMs * own.between(0.3, 1), everyMs, random: own });
  }
  for (;;) {
    const [first] = next.sort((a, b) => a.atMs - b.atMs);
    if (!first) return;
    const { kind, atMs, everyMs } = first;
    yield { atMs, kind, ...MAKERS[kind]({ cluster, devices, random: first.random, seconds }) };
    first.atMs += everyMs * first.random.between(0.5, 1.5);
  }
}

/**
 * Lets faults strike until `work` is done; answers how often each kind struck, once every fault is
 * over.
 */
export async function strikeDuring(
  work: Promise<unknown>,
  script: Iterable<Fault>,
): Promise<Map<FaultKind, number>> {
  const struck = new Map<FaultKind, number>();
  const startedAt = Date.now();
  const underWay: Promise<void>[] = [];
  const over = new AbortController();
  const end = () => over.abort();
  work.then(end, end);
  for (const fault of script) {
    const waitMs = Math.max(0, startedAt + fault.atMs - Date.now());
    await sleep(waitMs, null, { signal: over.signal }).catch(() => {});
    if (over.signal.aborted) break;
    underWay.push(Promise.resolve(fault.strike()));
    struck.set(fault.kind, (struck.get(fault.kind) ?? 0) + 1);
  }
  await work;
  await Promise.all(underWay);
  return struck;
}

/** Ends whatever a fault has left: links open and fast, nodes up. */
export async function healAll(cluster: Cluster, devices: readonly FaultyDevice[]): Promise<void> {
  for (const { link } of devices) link.heal();
  cluster.redisLink?.heal();
  await Promise.all(cluster.nodes.map((node) => node.idle()));
}
