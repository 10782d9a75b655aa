import { existsSync, readdirSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DAY_MS } from '@/lib/shared/limits';
import { sha256 } from './attachments';
import type { Cluster } from './cluster';
import type { Member } from './crowd';
import type { Finding } from './findings';
import { type AskedFile, type FileAnswer, findOrphans, judgeFiles } from './judge-files';
import type { Ledger } from './ledger';
import type { StoredMessage, Truth } from './truth';

/** What the sweep leaves alone is younger. */
const AGED_MS = 2 * DAY_MS;
/** A sweep that would take more takes nothing. */
const SWEPT_PART_MAX = 0.1;
const DELETED_LIMIT_MS = 5_000;
const SWEEP_LIMIT_MS = 30_000;
const LOOK_MS = 100;

const nameOf = (url: string): string => url.split('/').at(-1) ?? '';
/** The same, and not the address of anything: another end of its random part. */
const forge = (url: string): string =>
  url.replace(/.(\.\w+)$/, (end) => `${end[0] === '0' ? 1 : 0}${end.slice(1)}`);

/** Asks for every file that was sent, as each of its two people and as others. */
export async function examineFiles(input: {
  members: readonly Member[];
  ledger: Ledger;
  truth: Truth;
}): Promise<Finding[]> {
  const { members, ledger, truth } = input;
  const asked: AskedFile[] = [];
  for (const message of [...truth.messages.values()].flat()) {
    const sent = ledger.files.get(message.clientId);
    if (!sent) continue;
    const url = message.file?.url ?? ledger.fileUrls.get(message.clientId);
    const answers = url ? await askEverybody(members, message, url) : [];
    asked.push({ message, sent, answers });
  }
  return judgeFiles(asked);
}

async function askEverybody(
  members: readonly Member[],
  { senderId, receiverId }: StoredMessage,
  url: string,
): Promise<FileAnswer[]> {
  const isOneOfTwo = ({ person }: Member) => [senderId, receiverId].includes(person.id);
  const two = members.filter(isOneOfTwo);
  const stranger = members.find((member) => !isOneOfTwo(member));
  const [one] = two;
  return Promise.all([
    ...two.map((member) => ask(member, { url, viewerId: member.person.id })),
    ...(stranger ? [ask(stranger, { url, viewerId: null })] : []),
    ...(one
      ? [
          ask(one, { url: forge(url), viewerId: null, place: 'a forged address' }),
          ask(one, { url, viewerId: null, place: 'nobody', token: null }),
        ]
      : []),
  ]);
}

async function ask(
  { name, person, devices }: Member,
  options: { url: string; viewerId: string | null; place?: string; token?: null },
): Promise<FileAnswer> {
  const { url, viewerId, place = name, token = person.token } = options;
  const port = devices[0]?.link.port;
  const response = await fetch(`http://127.0.0.1:${port}${url}`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { status } = response;
  return { place, viewerId, status, sha256: status === 200 ? sha256(bytes) : null };
}

/** What of deleted messages is still on the disk five seconds later. */
export async function examineDeleted(input: {
  cluster: Cluster;
  ledger: Ledger;
  truth: Truth;
}): Promise<Finding[]> {
  const { cluster, ledger, truth } = input;
  const deleted = [...truth.messages.values()].flat().filter(({ deletedAt }) => deletedAt);
  const names = deleted.flatMap(({ clientId }) => ledger.fileUrls.get(clientId) ?? []).map(nameOf);
  const left = await untilGone(DELETED_LIMIT_MS, () => {
    const held = new Set(list(cluster.uploadsDir));
    return names.filter((name) => held.has(name));
  });
  return left.map((name) => ({ kind: 'fileLeft', detail: `deleted, and on the disk: ${name}` }));
}

/** Restarts a node as if two days had passed: then every file on the disk has its message. */
export async function examineLeftovers(input: {
  cluster: Cluster;
  truth: Truth;
  say(line: string): void;
}): Promise<Finding[]> {
  const { cluster, truth, say } = input;
  const { uploadsDir, resumableDir } = cluster;
  const messages = [...truth.messages.values()].flat();
  const lookUp = () => findOrphans(list(uploadsDir), messages);
  const before = lookUp();
  const count = list(uploadsDir).length;
  say(
    `${count} files, ${before.length} of attempts that failed; ${list(resumableDir).length} in parts`,
  );
  const aged = new Date(Date.now() - AGED_MS);
  for (const dir of [uploadsDir, resumableDir]) {
    for (const name of list(dir)) utimesSync(path.join(dir, name), aged, aged);
  }
  await cluster.nodes[0]?.restart();
  const isTooMany = before.length > count * SWEPT_PART_MAX;
  if (isTooMany) say('more than a tenth would go, so that the sweep leaves all');
  const left = await untilGone(SWEEP_LIMIT_MS, () => [
    ...(isTooMany ? [] : lookUp()),
    ...list(resumableDir),
  ]);
  return left.map((name) => ({ kind: 'fileLeft', detail: `without a message: ${name}` }));
}

/** What is still there when the time is up. */
async function untilGone(limitMs: number, lookUp: () => string[]): Promise<string[]> {
  const endsAt = Date.now() + limitMs;
  for (;;) {
    const left = lookUp();
    if (left.length === 0 || Date.now() >= endsAt) return left;
    await sleep(LOOK_MS);
  }
}

const list = (dir: string): string[] => (existsSync(dir) ? readdirSync(dir) : []);
