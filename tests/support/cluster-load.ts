import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import type { Cluster } from '../chaos/cluster';
import { type Doors, equip, gatherPeople, type Member } from '../chaos/crowd';
import type { Device } from '../chaos/device';
import { examine } from '../chaos/examine';
import type { Ledger } from '../chaos/ledger';
import { settle } from '../chaos/settle';
import type { Random } from './random';

/** Who waits for so many to be sent writes no more: else a slow machine has only ever more to do. */
const UNSENT_MAX_COUNT = 20;
const SETTLE_LIMIT_MS = 120_000;

function countUnsent({ client }: Device): number {
  const lists = [...client.store.getChat().pending.values()];
  return lists.reduce((sum, { length }) => sum + length, 0);
}

export interface Load {
  members: readonly Member[];
  devices: readonly Device[];
  /** Has them write to their partners, one at random every so many milliseconds, until the returned function is called. */
  talk(everyMs: number): () => Promise<void>;
}

/** People with the product's own client, by socket, none of whom is connected yet. They go with the test. */
export async function gatherLoad(options: {
  doors: Doors;
  ledger: Ledger;
  random: Random;
  peopleCount: number;
}): Promise<Load> {
  const { doors, ledger, random, peopleCount } = options;
  const people = await gatherPeople(doors, peopleCount);
  const members = await equip({
    people,
    cluster: doors,
    ledger,
    random: random.fork(),
    sabotage: null,
  });
  const devices = members.flatMap((member) => member.devices);
  let isOver = false;
  onTestFinished(() => {
    isOver = true;
    for (const device of devices) {
      device.stop();
      device.link.close();
    }
  });
  const writeOn = async (everyMs: number) => {
    for (let number = 1; !isOver; number++) {
      const { devices: own, partners } = random.pick(members);
      const device = random.pick(own);
      const to = random.pick(partners).person.id;
      device.show(to);
      if (countUnsent(device) < UNSENT_MAX_COUNT) {
        device.writeText(to, `${number} from ${device.name}`);
      }
      await sleep(everyMs);
    }
  };
  const talk = (everyMs: number) => {
    const talking = writeOn(everyMs);
    return () => {
      isOver = true;
      return talking;
    };
  };
  return { members, devices, talk };
}

/** Once everything has come: nothing lost, doubled or reordered, nobody signed out, and no node in trouble. */
export async function expectAgreement(options: {
  cluster: Cluster;
  members: readonly Member[];
  ledger: Ledger;
}): Promise<void> {
  const { cluster, members, ledger } = options;
  const { database } = cluster;
  const absent = new Set<never>();
  const limitMs = SETTLE_LIMIT_MS;
  const settled = await settle({ members, absent, database, limitMs, say: () => {} });
  expect(settled.findings).toEqual([]);
  expect(await examine({ members, ledger, truth: settled.truth })).toEqual([]);
  expect(cluster.nodes.flatMap((node) => node.allTroubles())).toEqual([]);
  expect(ledger.endedSessions).toEqual([]);
  expect(ledger.movedBack).toEqual([]);
}
