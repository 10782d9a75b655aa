import http from 'node:http';
import { api, type Endpoint } from '@/lib/shared/api';
import { ERROR_STATUS } from '@/lib/shared/errors';
import { ownMemoryMb } from '../support/memory';
import { newPerson, PASSWORD, type Person, request, type TestSocket } from '../support/person';
import { Random } from '../support/random';
import type { TestServer } from '../support/server';
import type { Known } from './fitting';
import { type HttpCall, makeHttpCall } from './http-call';
import { makeSocketCall } from './socket-call';

const PARALLEL_COUNT = 8;
const PEOPLE_COUNT = 6;
const SPARE_COUNT = 20;
const SOCKET_PART = 0.4;
/** Ending sessions costs a sign-in each time: a few of them are enough. */
const RARE = new Set<string>([api.logOut.path, api.endSession.path, api.exportAccount.path]);
const RARE_CHANCE = 0.05;
const ANSWER_TIMEOUT_MS = 60_000;

export interface FuzzResult {
  calls: number;
  /** How many answers there were of each kind: `201`, `ack ok`, `ack bad_request` and so on. */
  answers: Record<string, number>;
  /** What no caller should ever see, with the call that brought it about. */
  faults: string[];
  /** What the server takes of memory at its end and its beginning. */
  memoryMb: { before: number; after: number };
}

interface Scene {
  server: TestServer;
  people: Person[];
  tokens: string[];
  known: Known;
  agent: http.Agent;
  result: FuzzResult;
}

async function makeScene(server: TestServer): Promise<Omit<Scene, 'result'>> {
  const people = await Promise.all(
    Array.from({ length: PEOPLE_COUNT }, () => newPerson(server.url)),
  );
  const spare = await Promise.all(Array.from({ length: SPARE_COUNT }, () => newPerson(server.url)));
  const messageIds: string[] = [];
  for (const [index, person] of people.entries()) {
    const other = people[(index + 1) % people.length] ?? person;
    for (const text of ['hello', 'wörld']) messageIds.push((await person.send(other, text))._id);
  }
  return {
    server,
    people,
    tokens: people.map(({ token }) => token),
    known: {
      userIds: people.map(({ id }) => id),
      spareIds: spare.map(({ id }) => id),
      messageIds,
      others: ['hello', 'a', 'Ada', 'from:me', '👍', ...people.map(({ user }) => user.email)],
    },
    agent: new http.Agent({ keepAlive: true, maxSockets: PARALLEL_COUNT }),
  };
}

function count({ result }: Scene, kind: string): void {
  result.answers[kind] = (result.answers[kind] ?? 0) + 1;
}

const short = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 400);

function send(
  { server, agent }: Scene,
  { method, address, headers, body }: HttpCall,
): Promise<{ status: number; type: string; text: string }> {
  return new Promise((resolve, reject) => {
    const ask = http.request(server.url + address, {
      method,
      agent,
      headers: { ...headers, 'content-length': String(body?.length ?? 0) },
      timeout: ANSWER_TIMEOUT_MS,
    });
    ask.on('timeout', () => ask.destroy(new Error('no answer')));
    ask.on('error', reject);
    ask.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          type: response.headers['content-type'] ?? '',
          text: Buffer.concat(chunks).toString(),
        }),
      );
    });
    ask.end(body);
  });
}

/** Two slashes lead to the address with one; more headers than Node takes are refused before any of our code. */
const WITHOUT_BODY = new Set([308, 431]);
const EXPLAINED = new Set<number>(Object.values(ERROR_STATUS).filter((status) => status < 500));
/** No mail server is set up here, so whoever asks for a link gets none. */
const EXPECTED_LOG = /"msg":"mail\.not_sent"/;

/** What is wrong with an answer, or null. */
function judge(
  call: HttpCall,
  answer: { status: number; type: string; text: string },
): string | null {
  const { status, type, text } = answer;
  if (call.method === 'OPTIONS' || call.method === 'HEAD') {
    return status < 500 ? null : `${status}`;
  }
  if (status === 200 && type === 'application/zip') return null;
  if (WITHOUT_BODY.has(status)) return null;
  if (status !== 200 && status !== 201 && !EXPLAINED.has(status)) return `${status} ${text}`;
  let body: { success?: unknown; code?: unknown } = {};
  try {
    body = JSON.parse(text);
  } catch {
    return `${status}, not JSON: ${text}`;
  }
  const isFailure = status >= 400;
  return body.success === !isFailure && (!isFailure || typeof body.code === 'string')
    ? null
    : `${status}, no envelope: ${text}`;
}

/** Why a connection may end without an answer, or null. */
function whyCut(endpoint: Endpoint, { address, headers }: HttpCall): string | null {
  // An export is cut off when its session ends, which another call may have brought about.
  if (endpoint.path === api.exportAccount.path) return 'export ended meanwhile';
  // Node answers 431 and closes at once; what still comes in makes the system take the answer back.
  const headBytes = address.length + JSON.stringify(headers).length;
  return headBytes > http.maxHeaderSize ? 'head too long' : null;
}

async function callByHttp(scene: Scene, random: Random): Promise<void> {
  const endpoint = random.pick(Object.values<Endpoint>(api));
  if (RARE.has(endpoint.path) && !random.chance(RARE_CHANCE)) return callByHttp(scene, random);
  const { known, tokens, result } = scene;
  const call = makeHttpCall(endpoint, { random, known, tokens });
  try {
    const answer = await send(scene, call);
    count(scene, String(answer.status));
    const fault = judge(call, answer);
    if (fault) {
      result.faults.push(
        `${call.method} ${call.address} ${short(call.headers)} ${short(call.body?.toString())}: ${fault}`.slice(
          0,
          1_500,
        ),
      );
    }
  } catch (error) {
    const reason = whyCut(endpoint, call);
    if (reason) count(scene, reason);
    else {
      result.faults.push(
        `${call.method} ${call.address} ${short(call.body?.toString())}: ${error}`.slice(0, 1_500),
      );
    }
  }
  if (RARE.has(endpoint.path)) await renewTokens(scene);
}

/** Signs those in again whose session was ended. */
async function renewTokens({ server, people, tokens }: Scene): Promise<void> {
  for (const [index, person] of people.entries()) {
    const check = await request(`${server.url}/api/auth/check`, { token: tokens[index] ?? '' });
    if (check.status !== 401) continue;
    const answer = await request<{ token: string }>(`${server.url}/api/auth/login`, {
      method: 'POST',
      json: { email: person.user.email, password: PASSWORD },
    });
    if (answer.body.success) tokens[index] = answer.body.token;
  }
}

async function callBySocket(scene: Scene, socket: TestSocket, random: Random): Promise<void> {
  const call = makeSocketCall(random, scene.known);
  // The typed socket sends known events alone.
  const untyped = socket as unknown as {
    emit(event: string, ...args: unknown[]): void;
    timeout(ms: number): { emitWithAck(event: string, ...args: unknown[]): Promise<unknown> };
  };
  if (!call.hasAck) {
    untyped.emit(call.event, ...call.args);
    count(scene, 'no ack wanted');
    return;
  }
  try {
    const answer = (await untyped
      .timeout(ANSWER_TIMEOUT_MS)
      .emitWithAck(call.event, ...call.args)) as { success: boolean; code?: string };
    const kind = answer.success ? 'ok' : String(answer.code);
    count(scene, `ack ${kind}`);
    if (typeof answer.success !== 'boolean' || kind === 'internal' || kind === 'unavailable') {
      scene.result.faults.push(`${call.event} ${short(call.args)}: ${short(answer)}`);
    }
  } catch (error) {
    // More than 64 KB closes the socket, as the contract says.
    if (Buffer.byteLength(JSON.stringify(call.args) ?? '') > 60_000) count(scene, 'ack too large');
    // So does the end of its session, which another call may have brought about.
    else if (String(error).includes('disconnected')) count(scene, 'closed meanwhile');
    else scene.result.faults.push(`${call.event} ${short(call.args)}: ${error}`);
  }
}

async function work(scene: Scene, random: Random, next: () => boolean): Promise<void> {
  const connect = () => {
    const person = random.pick(scene.people);
    const token = scene.tokens[scene.people.indexOf(person)] ?? person.token;
    const current = Object.assign(Object.create(person), { token }) as Person;
    return current.connect();
  };
  let socket = await connect();
  while (next()) {
    if (random.chance(SOCKET_PART)) {
      // Its session may have been ended by another call.
      if (!socket.connected) {
        await renewTokens(scene);
        socket = await connect();
      }
      await callBySocket(scene, socket, random);
    } else await callByHttp(scene, random);
    scene.result.calls++;
  }
  socket.disconnect();
}

/**
 * Makes calls that nearly make sense, over every route and every event, at a server without limits of
 * rate. The same seed makes the same calls, in about the same order.
 */
export async function runFuzz(
  server: TestServer,
  { seed, calls, say = () => {} }: { seed: number; calls: number; say?: (line: string) => void },
): Promise<FuzzResult> {
  const base = await makeScene(server);
  const result: FuzzResult = {
    calls: 0,
    answers: {},
    faults: [],
    memoryMb: { before: ownMemoryMb(server.process.pid), after: 0 },
  };
  const scene = { ...base, result };
  const random = new Random(seed);
  let left = calls;
  let told = 0;
  const next = () => {
    if (left > 0 && left % 5_000 === 0) {
      say(`${left} calls left, ${result.faults.length} faults`);
      for (const fault of result.faults.slice(told)) say(`  ${fault}`);
      told = result.faults.length;
    }
    return left-- > 0;
  };
  await Promise.all(Array.from({ length: PARALLEL_COUNT }, () => work(scene, random.fork(), next)));
  scene.agent.destroy();
  const ready = await fetch(`${server.url}/api/health/ready`);
  if (ready.status !== 200) result.faults.push(`not ready at the end: ${ready.status}`);
  if (server.process.exitCode !== null) result.faults.push('the server ended');
  const complaints = server
    .output()
    .split('\n')
    .filter((line) => /"level":(50|60)/.test(line) && !EXPECTED_LOG.test(line));
  result.faults.push(...complaints.map((line) => `logged: ${line.slice(0, 1_500)}`));
  result.memoryMb.after = ownMemoryMb(server.process.pid);
  return result;
}
