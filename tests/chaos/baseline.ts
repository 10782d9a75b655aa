import { setTimeout as sleep } from 'node:timers/promises';
import { Link } from '../support/link';
import { Random } from '../support/random';
import { BaselineDevice, type BaselineKind } from './baseline-device';
import { startCluster } from './cluster';
import { gatherPeople, partnersOf, routeFrom } from './crowd';
import { healAll, strikeDuring, writeScript } from './faults';
import { Ledger } from './ledger';
import type { ChaosOptions } from './options';
import { converse } from './talk';
import { readTruth, type StoredMessage } from './truth';

/** Time for everything that is still on its way; the baseline has nothing more to try after it. */
const QUIET_MS = 3_000;
const LOOK_MS = 500;
const QUIET_LIMIT_MS = 120_000;

export interface BaselineResult {
  kind: BaselineKind;
  sent: number;
  /** Written and not in the database. */
  lost: number;
  /** Stored more than once. */
  doubled: number;
  /** Stored after what was written later by the same device to the same person. */
  reordered: number;
  /** Stored, and never shown on a device of the receiver. */
  unseen: number;
  /** How many (message, receiving device) pairs there were. */
  deliveries: number;
  /** Shown above one with a higher number, on a device of the receiver. */
  shownOutOfOrder: number;
}

/** The same people under the same faults with a plain client, to compare with. */
export async function runBaseline(
  options: ChaosOptions,
  kind: BaselineKind,
): Promise<BaselineResult> {
  const random = new Random(options.seed);
  const cluster = await startCluster({ nodeCount: options.nodes, random: random.fork() });
  const ledger = new Ledger();
  const owned: { userId: string; device: BaselineDevice }[] = [];
  try {
    const people = await gatherPeople(cluster, options.people);
    const own = random.fork();
    for (const [index, { id: userId, token, user }] of people.entries()) {
      for (let number = 1; number <= 1 + (index % 2); number++) {
        const link = await Link.open(routeFrom(cluster, index + number), own.fork());
        const name = `${user.fullName} device ${number}`;
        owned.push({
          userId,
          device: new BaselineDevice({ name, link, kind, userId, token, ledger }),
        });
      }
    }
    const { seconds, messages, faults: kinds, say } = options;
    const devices = owned.map(({ device }) => device);
    const script = writeScript({ cluster, devices, random: random.fork(), kinds, seconds });
    const partnerIds = new Map(
      people.map(({ id }, index) => [
        id,
        partnersOf(index, people.length).flatMap((each) => people[each]?.id ?? []),
      ]),
    );
    const seats = owned.map(({ userId, device }) => ({
      writer: device,
      partnerIds: partnerIds.get(userId) ?? [],
    }));
    const talk = {
      seats,
      messages,
      seconds,
      random: random.fork(),
      hasChanges: false,
      say,
    };
    await strikeDuring(converse(talk), script);
    await healAll(cluster, devices);
    say(`baseline "${kind}": ${ledger.written.length} written, all faults over`);
    await untilQuiet(devices);
    const { messages: stored } = await readTruth(cluster.database);
    return { kind, ...compare(ledger, owned, [...stored.values()].flat()) };
  } finally {
    for (const { device } of owned) {
      device.stop();
      device.link.close();
    }
    await cluster.close();
  }
}

async function untilQuiet(devices: readonly BaselineDevice[]): Promise<void> {
  const count = () => devices.reduce((sum, { told }) => sum + told.length, 0);
  const endsAt = Date.now() + QUIET_LIMIT_MS;
  let known = count();
  let quietSince = Date.now();
  while (Date.now() < endsAt && Date.now() - quietSince < QUIET_MS) {
    await sleep(LOOK_MS);
    if (count() !== known || !devices.every((device) => device.isConnected))
      quietSince = Date.now();
    known = count();
  }
}

function compare(
  ledger: Ledger,
  owned: readonly { userId: string; device: BaselineDevice }[],
  stored: readonly StoredMessage[],
): Omit<BaselineResult, 'kind'> {
  const copies = new Map<string, StoredMessage[]>();
  for (const message of stored) {
    copies.set(message.text, [...(copies.get(message.text) ?? []), message]);
  }
  const result = {
    lost: 0,
    doubled: 0,
    reordered: 0,
    unseen: 0,
    deliveries: 0,
    shownOutOfOrder: 0,
  };
  const reached = new Map<string, number>();
  for (const { text, line } of ledger.written) {
    const found = copies.get(text) ?? [];
    if (found.length === 0) result.lost++;
    result.doubled += Math.max(0, found.length - 1);
    for (const { seq } of found) {
      const last = reached.get(line) ?? 0;
      if (seq < last) result.reordered++;
      reached.set(line, Math.max(last, seq));
    }
  }
  for (const { userId, device } of owned) {
    const told = new Set(device.told.map(({ _id }) => _id));
    for (const message of stored) {
      if (message.receiverId !== userId) continue;
      result.deliveries++;
      if (!told.has(message._id)) result.unseen++;
    }
    const last = new Map<string, number>();
    for (const { conversationId, seq } of device.told) {
      const before = last.get(conversationId) ?? 0;
      if (seq < before) result.shownOutOfOrder++;
      last.set(conversationId, Math.max(before, seq));
    }
  }
  return { sent: ledger.written.length, ...result };
}
