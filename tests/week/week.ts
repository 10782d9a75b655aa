import { readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { withDatabase } from '../support/database';
import { ownMemoryMb } from '../support/memory';
import { type PushService, startPushService } from '../support/push-service';
import { Random } from '../support/random';
import { startServer, type TestServer } from '../support/server';
import { type Tally, Traffic } from './traffic';

const HOURS_PER_DAY = 24;
/** Hours of a day in which nobody does anything. */
const NIGHT_HOURS = 5;
/** When the last must have gone, for the collection at four to find what is held no more. */
const LATEST_HOUR = 3;
const DAYS = 7;
const PEOPLE = 24;
/** Phones that stay connected through the nights. */
const PHONES = 8;
/** How many visits are under way at once. */
const VISITORS = 6;
const RETENTION_DAYS = 2;
/** After the last visit: uploads without an owner go a day after they were begun, with the next sweep. */
const CLEARING_HOURS = 40;
const CLOCK_URL = pathToFileURL(path.resolve('tests/week/leaping-clock.mjs')).href;
/** Sockets that a client of ours keeps for its next request, and gives up by itself. */
const KEPT_ALIVE_MS = 5_000;

/** How the server is at the end of a night. */
interface Morning {
  memoryMb: number;
  descriptors: number;
  databaseMb: number;
  uploads: number;
}

export interface Week {
  mornings: Morning[];
  tally: Tally;
  /** How the last three mornings are to those of the second to the fourth day. */
  growth: { memory: number; database: number; descriptors: number };
  /** Files that lie somewhere at the end and belong to nothing that is left. */
  leftovers: string[];
  /** Files at the end that a message or a person refers to. */
  kept: number;
  /** Warnings and errors that the server wrote to its log, by event. */
  complaints: Map<string, number>;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const megabytes = (bytes: number) => bytes / 1024 / 1024;

function list(dir: string): string[] {
  try {
    return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) =>
      statSync(path.join(dir, name)).isFile(),
    );
  } catch {
    return [];
  }
}

/** What a process has open, connections of programs that ask it included. */
const openDescriptors = (pid: number | undefined): string[] =>
  readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      // Closed since the listing.
      return [];
    }
  });

const databaseBytes = (dataDir: string) =>
  list(path.join(dataDir, 'database')).reduce(
    (sum, name) => sum + statSync(path.join(dataDir, 'database', name)).size,
    0,
  );

function look({ process: { pid }, dataDir }: TestServer): Morning {
  return {
    memoryMb: ownMemoryMb(pid),
    descriptors: openDescriptors(pid).length,
    databaseMb: megabytes(databaseBytes(dataDir)),
    uploads: list(path.join(dataDir, 'uploads')).length,
  };
}

/** The names of the files that are somebody's. */
const usedNames = ({ dataDir }: TestServer) =>
  withDatabase({ dataDir }, async (connection) => {
    const [messages, people] = await Promise.all([
      connection.collection('messages').find({ deletedAt: null }).toArray(),
      connection.collection('users').find().toArray(),
    ]);
    const urls = [
      ...messages.flatMap(({ image, file }) => [image?.url, file?.url]),
      ...people.map(({ profilePic }) => profilePic),
    ];
    return new Set(urls.filter(Boolean).map((url: string) => path.basename(url)));
  });

function complaintsOf(output: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of output.split('\n')) {
    const [, level, event] = /"level":(\d+).*"msg":"([^"]+)"/.exec(line) ?? [];
    if (level === undefined || event === undefined || Number(level) < 40) continue;
    // Of the version of Node that happens to be here.
    if (event === 'node.unpatched') continue;
    counts.set(event, (counts.get(event) ?? 0) + 1);
  }
  return counts;
}

const mean = (numbers: number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/** The first day warms up, and until the third there is more each day, as messages are kept for two. */
function growthOf(mornings: Morning[]): Week['growth'] {
  const [early, late] = [mornings.slice(1, 4), mornings.slice(-3)];
  const ratio = (what: keyof Morning) =>
    mean(late.map((morning) => morning[what])) / mean(early.map((morning) => morning[what]));
  return {
    memory: ratio('memoryMb'),
    database: ratio('databaseMb'),
    descriptors: ratio('descriptors'),
  };
}

async function live(
  server: TestServer,
  pushes: PushService,
  { began, hourMs, seed }: { began: number; hourMs: number; seed: number },
): Promise<Week> {
  const random = new Random(seed);
  const traffic = new Traffic({ url: server.url, random, pushes });
  await traffic.settle(PEOPLE);
  const phones = await traffic.keepConnected(PHONES);
  const mornings: Morning[] = [];
  const dayMs = HOURS_PER_DAY * hourMs;
  const midnightAfter = (time: number) => began + Math.ceil((time - began) / dayMs) * dayMs;
  for (let day = 0; day < DAYS; day++) {
    const midnight = midnightAfter(Date.now() + hourMs);
    const visitor = async () => {
      while (Date.now() < midnight) await traffic.visit();
    };
    await Promise.all(Array.from({ length: VISITORS }, visitor));
    // Who stayed so long that nobody slept leaves before the next night.
    const quiet = midnightAfter(Date.now() - LATEST_HOUR * hourMs);
    await sleep(quiet + NIGHT_HOURS * hourMs - Date.now());
    pushes.received.length = 0;
    mornings.push(look(server));
  }
  for (const phone of phones) phone.disconnect();
  await sleep(Math.max(CLEARING_HOURS * hourMs, KEPT_ALIVE_MS));
  const used = await usedNames(server);
  const lying = list(path.join(server.dataDir, 'uploads'));
  return {
    mornings,
    tally: traffic.tally,
    growth: growthOf(mornings),
    leftovers: [
      ...lying.filter((name) => !used.has(name)),
      ...['resumable', 'incoming', 'uploads-aside'].flatMap((folder) =>
        list(path.join(server.dataDir, folder)).map((name) => path.join(folder, name)),
      ),
    ],
    kept: lying.filter((name) => used.has(name)).length,
    complaints: complaintsOf(server.output()),
  };
}

/**
 * A week of a server that people use by day, on a clock of which an hour takes so many milliseconds; messages are kept
 * for two days, so that what is there stays as much.
 */
export async function liveWeek(options: { hourMs: number; seed: number }): Promise<Week> {
  const pushes = await startPushService();
  const began = Date.now();
  const server = await startServer({
    env: {
      ...pushes.env,
      NODE_OPTIONS: `--import=${CLOCK_URL}`,
      LEAPING_CLOCK: `${began},${options.hourMs}`,
      RETENTION_DAYS: String(RETENTION_DAYS),
      RATE_LIMITS: 'on',
    },
  });
  try {
    return await live(server, pushes, { began, ...options });
  } finally {
    await server.kill();
    pushes.close();
    rmSync(server.dataDir, { recursive: true, force: true });
  }
}
