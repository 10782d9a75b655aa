/** What a browser fetches before a person can chat, in bytes over the wire, headers included. */
import { rmSync } from 'node:fs';
import { launchBrowser, newContext } from '../tests/support/browser';
import { setup as buildOnce } from '../tests/support/build';
import {
  FIRST_LOAD_LIMIT_BYTES,
  measureConversationLoad,
  measureFirstLoad,
} from '../tests/support/first-load';
import { makeDataDir, startServer } from '../tests/support/server';
import type { BenchLine } from './support/bench-line';

const KILOBYTE = 1_000;

function lineOf(name: string, bytes: number): BenchLine {
  return {
    name,
    value: bytes / KILOBYTE,
    unit: 'kB',
    target: `at most ${FIRST_LOAD_LIMIT_BYTES / KILOBYTE} kB`,
    passed: bytes <= FIRST_LOAD_LIMIT_BYTES,
  };
}

export async function benchFirstLoad(): Promise<BenchLine[]> {
  buildOnce();
  const dataDir = makeDataDir();
  const server = await startServer({ dataDir });
  const browser = await launchBrowser();
  try {
    const stranger = await (await newContext(browser)).newPage();
    const signIn = await measureFirstLoad(stranger, `${server.url}/login`);
    const chat = await measureConversationLoad(browser, server);
    return [
      lineOf('JavaScript of the sign-in page', signIn.scriptBytes),
      lineOf('JavaScript of a conversation, the socket included', chat.scriptBytes),
    ];
  } finally {
    await browser.close();
    await server.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
