/**
 * Delivery when it is hard: what a storm of reconnects does to somebody who is writing, and how soon
 * a laptop that wakes shows what it missed, or that it cannot reach anybody.
 */
import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { launchBrowser } from '../tests/support/browser';
import { setup as buildOnce } from '../tests/support/build';
import { newPerson, type Person } from '../tests/support/person';
import { bubble, openConversation } from '../tests/support/screen';
import { startServer, type TestServer } from '../tests/support/server';
import { newSleeper } from '../tests/support/sleeper';
import { gatherCrowd } from '../tests/support/storm';
import type { BenchLine } from './support/bench-line';
import { quantile } from './support/quantile';

const CLIENT_COUNT = 2_000;
const ACCOUNT_COUNT = 40;
const LIMIT_MS = 120_000;
const CALM_COUNT = 100;
const ROUNDS = 5;
const WAKE_TARGET_S = 3;

async function longestStallMs(url: string): Promise<number> {
  const text = await (await fetch(`${url}/api/metrics`)).text();
  const [, seconds] = /^nodejs_eventloop_lag_max_seconds (\S+)/m.exec(text) ?? [];
  return Number(seconds) * 1_000;
}

/** Sends one after the other while `goesOn` says so; answers how long each took to be acknowledged. */
async function acknowledgements(
  person: Person,
  to: string,
  goesOn: (count: number) => boolean,
): Promise<number[]> {
  const socket = await person.connect();
  const times: number[] = [];
  while (goesOn(times.length)) {
    const startedAt = performance.now();
    await socket.emitWithAck('message:send', { to, text: 'x', clientId: randomUUID() });
    times.push(performance.now() - startedAt);
  }
  socket.disconnect();
  return times;
}

async function benchStorm({ url }: TestServer): Promise<BenchLine[]> {
  const people = await Promise.all(Array.from({ length: ACCOUNT_COUNT }, () => newPerson(url)));
  const [writer, reader] = [await newPerson(url), await newPerson(url)];
  const tokens = people.map(({ token }) => token);
  const crowd = await gatherCrowd({ url, tokens, count: CLIENT_COUNT });
  await crowd.allConnected(LIMIT_MS);
  const calm = await acknowledgements(writer, reader.id, (count) => count < CALM_COUNT);
  // The look resets it.
  await longestStallMs(url);
  const startedAt = performance.now();
  crowd.cutAll();
  let isOver = false;
  const returned = crowd.allConnected(LIMIT_MS).then(() => {
    isOver = true;
  });
  const stormy = await acknowledgements(writer, reader.id, () => !isOver);
  await returned;
  const seconds = (performance.now() - startedAt) / 1_000;
  const stallMs = await longestStallMs(url);
  crowd.leave();
  const [before, during] = [quantile(calm, 0.5), quantile(stormy, 0.5)];
  return [
    {
      name: `acknowledgement while ${CLIENT_COUNT} clients come back, against before (${during.toFixed(0)} ms / ${before.toFixed(0)} ms; slowest ${quantile(stormy, 1).toFixed(0)} ms; everybody back after ${seconds.toFixed(1)} s; longest stall of the event loop ${stallMs.toFixed(0)} ms)`,
      value: during / before,
      unit: 'x',
      target: '',
      passed: true,
    },
  ];
}

async function benchWaking(server: TestServer): Promise<BenchLine[]> {
  const browser = await launchBrowser();
  try {
    const friend = await newPerson(server.url, { fullName: 'Ada Lovelace' });
    const sleeper = await newSleeper(browser, server, 'Cleo Crane');
    await openConversation(sleeper.page, 'Ada Lovelace');
    // Live before it falls asleep for the first time.
    await friend.send(sleeper.person, 'good night');
    await bubble(sleeper.page, 'good night').waitFor();
    const caughtUp: number[] = [];
    const said: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      for (const times of [caughtUp, said]) {
        const isReachable = times === caughtUp;
        const text = `${isReachable ? 'reachable' : 'out of reach'} ${round}`;
        sleeper.sleep();
        if (!isReachable) sleeper.link.shut(true);
        await friend.send(sleeper.person, text);
        const startedAt = performance.now();
        await sleeper.wake();
        const sign = isReachable
          ? bubble(sleeper.page, text)
          : sleeper.page.getByText('Connecting…');
        await sign.waitFor();
        times.push((performance.now() - startedAt) / 1_000);
        sleeper.link.shut(false);
        await bubble(sleeper.page, text).waitFor();
      }
    }
    await sleeper.context.close();
    sleeper.link.close();
    const line = (name: string, times: readonly number[]): BenchLine => ({
      name: `${name}, the slowest of ${ROUNDS}`,
      value: quantile(times, 1),
      unit: 's',
      target: `at most ${WAKE_TARGET_S}`,
      passed: quantile(times, 1) <= WAKE_TARGET_S,
    });
    return [
      line('a laptop wakes: until what it missed is on the screen', caughtUp),
      line('a laptop wakes where nobody can be reached: until it says so', said),
    ];
  } finally {
    await browser.close();
  }
}

/** Measures delivery and returns a line for each figure. */
export async function benchDelivery(): Promise<BenchLine[]> {
  buildOnce();
  const server = await startServer();
  try {
    return [...(await benchStorm(server)), ...(await benchWaking(server))];
  } finally {
    await server.kill();
    rmSync(server.dataDir, { recursive: true, force: true });
  }
}
