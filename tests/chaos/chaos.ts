import { Random } from '../support/random';
import { type Cluster, startCluster } from './cluster';
import { equip, gatherPeople, type Member, untilConnected } from './crowd';
import { examine } from './examine';
import { healAll, strikeDuring, writeScript } from './faults';
import { examineDeleted, examineFiles, examineLeftovers } from './files';
import { type Counts, countFindings, type Finding } from './findings';
import { countTakenBack } from './judge-changes';
import { Ledger } from './ledger';
import type { Node } from './node';
import type { ChaosOptions, FaultKind } from './options';
import { dropUniqueIndexes, faultsBeside } from './sabotage';
import { settle } from './settle';
import { converse, seatsOf } from './talk';
import { marksIn, readTruth, type Truth } from './truth';

/** From here on a run is long enough to wait until a silent departure is noticed. */
const LONG_RUN_SECONDS = 60;
const DEPARTURE_LIMIT_MS = 90_000;

export interface Result {
  options: ChaosOptions;
  devices: number;
  sent: number;
  acknowledged: number;
  /** Files and voice notes among those sent. */
  files: number;
  stored: number;
  /** Taken back by their authors before they were sent. */
  takenBack: number;
  changed: number;
  faults: ReadonlyMap<FaultKind, number>;
  findings: readonly Finding[];
  counts: Counts;
  /** How long the writing took; longer than asked for on a machine that is too slow. */
  writingMs: number;
  /** Whether everybody came to agree in the time given for it. */
  agreed: boolean;
  /** From the end of the last fault until everybody agreed, or until that was given up. */
  settledMs: number;
}

/** Lets people converse under faults, and finds out what became of every message. */
export async function runChaos(options: ChaosOptions): Promise<Result> {
  const random = new Random(options.seed);
  const cluster = await startCluster({ nodeCount: options.nodes, random: random.fork() });
  const ledger = new Ledger();
  let members: Member[] = [];
  try {
    const people = await gatherPeople(cluster, options.people);
    members = await equip({
      people,
      cluster,
      ledger,
      random: random.fork(),
      sabotage: options.sabotage,
    });
    return await run({ options, random, cluster, ledger, members });
  } finally {
    for (const device of members.flatMap(({ devices }) => devices)) {
      device.stop();
      device.link.close();
    }
    await cluster.close();
  }
}

interface Setting {
  options: ChaosOptions;
  random: Random;
  cluster: Cluster;
  ledger: Ledger;
  members: readonly Member[];
}

async function run({ options, random, cluster, ledger, members }: Setting): Promise<Result> {
  const { seconds, messages, say } = options;
  const devices = members.flatMap((member) => member.devices);
  const script = writeScript({
    cluster,
    devices,
    random: random.fork(),
    seconds,
    kinds: faultsBeside(options.sabotage, options.faults),
  });
  for (const device of devices) device.start();
  await untilConnected(members);
  if (options.sabotage === 'drop-unique-index') await dropUniqueIndexes(cluster.database);
  say(`${devices.length} devices of ${members.length} people`);

  const startedAt = Date.now();
  let writingMs = 0;
  const talking = converse({
    seats: seatsOf(members),
    messages,
    seconds,
    random: random.fork(),
    hasChanges: options.hasChanges,
    say,
  }).then(() => {
    writingMs = Date.now() - startedAt;
  });
  const faults = await strikeDuring(talking, script);
  await healAll(cluster, devices);
  say(`${ledger.written.length} messages written, all faults over; settling`);

  for (const node of cluster.nodes) say(describeLog(node));
  const { database } = cluster;
  const limitMs = options.settleSeconds * 1_000;
  const settled = await settle({ members, absent: new Set(), database, limitMs, say });
  const agreed = settled.findings.length === 0;
  say(`${agreed ? 'settled' : 'given up'} after ${settled.tookMs} ms; comparing every message`);
  if (!agreed) {
    // What is still under way must not be compared with what was stored a moment before.
    for (const device of devices) device.stop();
    settled.truth = await readTruth(database);
  }
  const { truth } = settled;
  const findings = [
    ...(await examineFiles({ members, ledger, truth })),
    ...(agreed ? await examineDeleted({ cluster, ledger, truth }) : []),
    ...(await examine({ members, ledger, truth })),
    ...settled.findings,
    // Read anew: a mark that was told meanwhile was stored before it was told.
    ...judgeMarks(ledger, await readTruth(database)),
    ...(agreed ? await judgeDepartures({ members, cluster, options }) : []),
    ...(agreed ? await examineLeftovers({ cluster, truth, say }) : []),
    ...ledger.endedSessions.map((detail): Finding => ({ kind: 'session', detail })),
    ...cluster.nodes.flatMap((node) =>
      node.allTroubles().map((detail): Finding => ({ kind: 'crash', detail })),
    ),
  ];
  return {
    options,
    devices: devices.length,
    sent: ledger.written.length,
    acknowledged: new Set(ledger.acknowledged.map(({ clientId }) => clientId)).size,
    files: ledger.files.size,
    stored: [...settled.truth.messages.values()].reduce((sum, list) => sum + list.length, 0),
    takenBack: countTakenBack(ledger, settled.truth),
    changed: ledger.changes.length,
    faults,
    findings,
    counts: countFindings(findings),
    writingMs,
    agreed,
    settledMs: settled.tookMs,
  };
}

function describeLog(node: Node): string {
  const events = [...node.logged()].map(([event, count]) => `${count} ${event}`);
  return `log of ${node.name}: ${events.join(', ') || 'nothing to report'}`;
}

/** Marks that went back before somebody's eyes, and marks told that the database does not hold. */
function judgeMarks(ledger: Ledger, truth: Truth): Finding[] {
  const findings = ledger.movedBack.map((detail): Finding => ({ kind: 'movedBack', detail }));
  for (const [key, seq] of ledger.furthest) {
    const [conversationId = '', userId = '', kind] = key.split(' ');
    const { seenSeq, deliveredSeq } = marksIn(truth, conversationId, userId);
    const held = kind === 'seen' ? seenSeq : Math.max(seenSeq, deliveredSeq);
    if (held >= seq) continue;
    findings.push({ kind: 'movedBack', detail: `${key}: told as ${seq}, stored as ${held}` });
  }
  return findings;
}

/** Two people go, one of them without a word: the others must come to see them offline. */
async function judgeDepartures(options: {
  members: readonly Member[];
  cluster: Cluster;
  options: ChaosOptions;
}): Promise<Finding[]> {
  const { members, cluster } = options;
  const { seconds, say } = options.options;
  const [leaver, vanisher] = members;
  const absent = new Set<Member>();
  if (leaver) {
    absent.add(leaver);
    for (const device of leaver.devices) device.stop();
  }
  if (vanisher && seconds >= LONG_RUN_SECONDS) {
    absent.add(vanisher);
    for (const device of vanisher.devices) device.link.swallow(true);
  }
  const { database } = cluster;
  const settled = await settle({ members, absent, database, limitMs: DEPARTURE_LIMIT_MS, say });
  say(`${absent.size} left; the others saw it within ${settled.tookMs} ms`);
  return settled.findings;
}
