import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MessageDto, PersonDto } from '@/lib/shared/dto';
import { REQUEST_MAX_MESSAGES } from '@/lib/shared/limits';
import { expectSuccess, newPerson, type Person, type TestSocket } from '../support/person';
import { makeDataDir, startServer, type TestServer } from '../support/server';

/** REQUEST_ROUNDS=1000 is the full number. */
const ROUNDS = Number(process.env.REQUEST_ROUNDS ?? 60);
const SENDS = REQUEST_MAX_MESSAGES + 2;
const WAYS = ['accept', 'answer', 'block', 'delete', 'accept and block', 'nothing'] as const;
type Way = (typeof WAYS)[number];

const dataDir = makeDataDir();
let server: TestServer;
let people: Person[];
let sockets: TestSocket[];

beforeAll(async () => {
  server = await startServer({ dataDir, env: { RATE_LIMITS: 'off', LOG_LEVEL: 'silent' } });
  people = [];
  // As many as make that many pairs.
  while ((people.length * (people.length - 1)) / 2 < ROUNDS) {
    people.push(await newPerson(server.url));
  }
  for (const person of people) {
    const json = { requests: true };
    expectSuccess(await person.call('/api/auth/privacy', { method: 'PUT', json }));
  }
  sockets = await Promise.all(people.map((person) => person.connect()));
});

afterAll(async () => {
  for (const socket of sockets ?? []) socket.disconnect();
  await server.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

function* pairs(): Generator<[number, number]> {
  for (let first = 0; first < people.length; first++) {
    for (let second = first + 1; second < people.length; second++) yield [first, second];
  }
}

test('accept, answer, block and delete crossing with what a stranger sends let nothing through', async () => {
  const outcomes = { stored: 0, refused: 0 };
  let round = 0;
  for (const [from, to] of pairs()) {
    if (round === ROUNDS) break;
    const way: Way = WAYS[round % WAYS.length] ?? 'nothing';
    const [bob, ada] = [people[from], people[to]];
    const socket = sockets[from];
    if (!bob || !ada || !socket) throw new Error('a pair');
    const call = (person: Person, method: string, path: string) =>
      person.call(path, { method }).then(expectSuccess);
    const send = async (index: number) => {
      const payload = { text: 'hello', clientId: randomUUID() };
      if (index % 2) return socket.emitWithAck('message:send', { to: ada.id, ...payload });
      const path = `/api/messages/send/${ada.id}`;
      const sent = await bob.call<{ newMessage: MessageDto }>(path, {
        method: 'POST',
        json: payload,
      });
      return sent.body;
    };
    const accept = () => call(ada, 'PUT', `/api/requests/${bob.id}`);
    const block = () => call(ada, 'PUT', `/api/blocks/${bob.id}`);
    const act: Record<Way, () => Promise<unknown>> = {
      accept,
      block,
      answer: () => ada.send(bob, 'hello you'),
      delete: () => call(ada, 'DELETE', `/api/requests/${bob.id}`),
      'accept and block': () => Promise.all([accept(), block()]),
      nothing: async () => undefined,
    };
    // Now there is a request already, now it comes at the same instant.
    if (round % 4 < 2) expect((await send(0)).success).toBe(true);
    const sends = Array.from({ length: SENDS }, (_, index) => send(index));
    if (round % 3 === 0) await sends[0];
    await act[way]();
    const isBlocked = way.includes('block');
    const seqAtBlock = isBlocked ? (await ada.history(bob)).lastSeq : null;
    for (const answered of await Promise.all(sends)) {
      if (answered.success) outcomes.stored++;
      else {
        outcomes.refused++;
        expect(['not_answered', 'not_delivered']).toContain(answered.reason);
      }
    }
    const { lastSeq } = await ada.history(bob);
    if (seqAtBlock !== null) expect(lastSeq).toBe(seqAtBlock);
    const { user } = expectSuccess(await ada.call<{ user: PersonDto }>(`/api/users/${bob.id}`));
    const isAnswered = way === 'answer' || (way === 'accept' && user.settings.request !== true);
    if (!isAnswered && way !== 'accept and block') {
      // An accept that came before the first message had nothing to accept.
      expect(user.settings.request === true || lastSeq === 0, way).toBe(true);
      expect(lastSeq, way).toBeLessThanOrEqual(REQUEST_MAX_MESSAGES);
    }
    if (user.settings.request) {
      expect((await ada.people()).unseenMessages).not.toHaveProperty(bob.id);
      const seen = await bob.history(ada);
      expect([seen.seenSeq, seen.deliveredSeq]).toEqual([0, 0]);
    }
    const late = await send(0);
    expect(late.success, way).toBe(!isBlocked && (isAnswered || lastSeq < REQUEST_MAX_MESSAGES));
    round++;
  }
  expect(round).toBe(ROUNDS);
  // Both happened, or nothing was tested.
  expect(outcomes.stored).toBeGreaterThan(0);
  expect(outcomes.refused).toBeGreaterThan(0);
});
