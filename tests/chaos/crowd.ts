import { setTimeout as sleep } from 'node:timers/promises';
import { createTabHub } from '@/lib/client/programs/tab-hub';
import { createMemoryOutboxStorage } from '@/lib/client/testing/memory-outbox-storage';
import { Link } from '../support/link';
import { newPerson, type Person } from '../support/person';
import type { Random } from '../support/random';
import { Device } from './device';
import type { Ledger } from './ledger';
import type { Sabotage } from './options';

/** Whom each person talks with: the neighbours this far along the circle, on either side. */
const NEIGHBOUR_STEPS = [1, 3];
const CONNECT_LIMIT_MS = 90_000;

export interface Member {
  name: string;
  person: Person;
  devices: readonly Device[];
  partners: readonly Member[];
}

/** What people can reach: the nodes themselves, or a proxy in front of them. */
export interface Doors {
  nodes: readonly { port: number | null }[];
}

/** The ways of a device to the nodes: its own first, the others for when that one is down. */
export function routeFrom({ nodes }: Doors, preferred: number): () => readonly number[] {
  return () => nodes.flatMap((_, offset) => nodes[(preferred + offset) % nodes.length]?.port ?? []);
}

/** Signs up people; every pair of neighbours on the circle are partners. */
export async function gatherPeople(cluster: Doors, count: number): Promise<Person[]> {
  const port = cluster.nodes[0]?.port;
  if (!port) throw new Error('no node is up');
  const people: Person[] = [];
  for (let index = 0; index < count; index++) {
    const fullName = `Person ${String(index + 1).padStart(2, '0')}`;
    people.push(await newPerson(`http://127.0.0.1:${port}`, { fullName }));
  }
  return people;
}

/** The indices of the partners of one person in a circle of `count`. */
export function partnersOf(index: number, count: number): number[] {
  const found = NEIGHBOUR_STEPS.flatMap((step) => [index + step, index - step + count * step]);
  const partners = new Set(found.map((each) => each % count));
  partners.delete(index);
  return [...partners];
}

/**
 * Gives everybody their devices: half have two, of which every other pair are two tabs of one
 * browser, sharing its outbox. Devices of one person prefer different nodes.
 */
export async function equip(options: {
  people: readonly Person[];
  cluster: Doors;
  ledger: Ledger;
  random: Random;
  sabotage: Sabotage | null;
}): Promise<Member[]> {
  const { people, cluster, ledger, random, sabotage } = options;
  const members: (Member & { partners: Member[] })[] = [];
  for (const [index, person] of people.entries()) {
    const name = person.user.fullName;
    const devices: Device[] = [];
    const isOneBrowser = index % 4 === 1;
    let browser = openBrowser(`${name} browser 1`);
    for (let number = 1; number <= 1 + (index % 2); number++) {
      if (number > 1 && !isOneBrowser) browser = openBrowser(`${name} browser ${number}`);
      const link = await Link.open(routeFrom(cluster, index + number), random.fork());
      devices.push(
        new Device({
          name: `${name} device ${number}`,
          me: person.user,
          token: person.token,
          link,
          ledger,
          browser,
          sabotage,
        }),
      );
    }
    members.push({ name, person, devices, partners: [] });
  }
  for (const [index, member] of members.entries()) {
    for (const partner of partnersOf(index, members.length)) {
      const found = members[partner];
      if (found) member.partners.push(found);
    }
  }
  return members;
}

function openBrowser(name: string) {
  const hub = createTabHub();
  return { name, storage: createMemoryOutboxStorage(), openTabs: () => hub.open() };
}

/** Waits until every device has its connection. */
export async function untilConnected(members: readonly Member[]): Promise<void> {
  const endsAt = Date.now() + CONNECT_LIMIT_MS;
  const clients = members.flatMap(({ devices }) => devices.map(({ client }) => client));
  while (!clients.every(({ store }) => store.getState().connection.state === 'online')) {
    if (Date.now() > endsAt) throw new Error('not everybody could connect');
    await sleep(100);
  }
}
