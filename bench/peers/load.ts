/**
 * The load, in a process of its own: told by its parent what to measure at which server, it answers
 * with the figures. Senders and receivers are real clients; a message counts as done when its sender
 * has the answer and its receiver has the message.
 */
import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest } from 'node:http';
import { io, type Socket } from 'socket.io-client';
import { quantile } from '../support/quantile';

const TEXT = 'message of some length, as people write them';
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

export interface Person {
  id: string;
  token: string;
}
export interface Order {
  url: string;
  /** `url` and `toUrl` where the two are at servers of their own. */
  pairs: { from: Person; to: Person; url?: string; toUrl?: string }[];
  transport: 'socket' | 'http';
  inFlight: number;
  /** Ends after this many messages or this long, whichever is first. */
  maxCount: number;
  maxMs: number;
}
export interface Measured {
  perSecond: number;
  p50: number;
  p99: number;
  count: number;
}
export interface IdleOrder {
  url: string;
  people: Person[];
  connect: number;
  /** So many connect at once; left out: all of them. */
  atOnce?: number;
}

function connect(url: string, token: string): Promise<Socket> {
  const socket = io(url, { auth: { token }, transports: ['websocket'], forceNew: true });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket));
    socket.once('connect_error', reject);
  });
}

/** A POST over connections that are kept: `fetch` costs several times as much. */
function post(url: string, token: string, body: object): Promise<void> {
  const text = JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      url,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(text),
        },
      },
      (response) => {
        response.resume();
        response.once('end', () => {
          if (response.statusCode === 201) resolve();
          else reject(new Error(`answered ${response.statusCode}`));
        });
      },
    );
    sent.once('error', reject);
    sent.end(text);
  });
}

async function measure(order: Order): Promise<Measured> {
  const { transport, maxCount, maxMs } = order;
  const arrived = new Map<string, () => void>();
  const lines = await Promise.all(
    order.pairs.map(async ({ from, to, url = order.url, toUrl = url }) => {
      const [sender, receiver] = [await connect(url, from.token), await connect(toUrl, to.token)];
      receiver.on('message:created', (message: { clientId?: string; text: string }) => {
        // The usual design has no ids of its senders: there the text tells messages apart.
        const key = message.clientId ?? message.text;
        arrived.get(key)?.();
        arrived.delete(key);
      });
      return { from, to, url, sender, receiver };
    }),
  );
  const times: number[] = [];
  let started = 0;
  const startedAt = performance.now();
  const work = async (index: number) => {
    const line = lines[index % lines.length];
    if (!line) throw new Error('no pairs');
    while (started < maxCount && performance.now() - startedAt < maxMs) {
      started++;
      const clientId = randomUUID();
      const text = `${TEXT} ${clientId}`;
      const before = performance.now();
      const received = new Promise<void>((resolve) => {
        arrived.set(clientId, resolve);
        arrived.set(text, resolve);
      });
      const answered =
        transport === 'socket'
          ? line.sender.emitWithAck('message:send', { to: line.to.id, text, clientId })
          : post(`${line.url}/api/messages/send/${line.to.id}`, line.from.token, {
              text,
              clientId,
            });
      await Promise.all([answered, received]);
      arrived.delete(clientId);
      arrived.delete(text);
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: order.inFlight }, (_, index) => work(index)));
  const seconds = (performance.now() - startedAt) / 1_000;
  for (const { sender, receiver } of lines) {
    sender.disconnect();
    receiver.disconnect();
  }
  return {
    perSecond: times.length / seconds,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    count: times.length,
  };
}

/** Connects that many and holds them; answers how long it took. */
let idle: Socket[] = [];
async function holdIdle({
  url,
  people,
  connect: count,
  atOnce = count,
}: IdleOrder): Promise<{ ms: number }> {
  for (const socket of idle) socket.disconnect();
  const startedAt = performance.now();
  idle = [];
  while (idle.length < count) {
    const wave = Array.from({ length: Math.min(atOnce, count - idle.length) }, (_, index) =>
      connect(url, people[index % people.length]?.token ?? ''),
    );
    idle.push(...(await Promise.all(wave)));
  }
  return { ms: performance.now() - startedAt };
}

process.on('message', (order: Order | IdleOrder) => {
  const work: Promise<object> = 'connect' in order ? holdIdle(order) : measure(order);
  work.then(
    (found) => process.send?.({ found }),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
