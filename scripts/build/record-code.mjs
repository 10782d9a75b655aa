import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** One for each thread that loads code; see lib/server/start/code-cache.ts. */
const FILES = ['dist/code-cache-main', 'dist/code-cache-database'];
/** What is asked of the server, so that what answers it is compiled too. */
const PAGES = ['/login', '/signup', '/api/health/ready'];

/**
 * The address a server prints once it is ready; rejects when it ends before.
 * @param {import('node:stream').Readable} output
 */
async function readAddress(output) {
  let text = '';
  for await (const chunk of output) {
    text += chunk;
    const [, address] = /ready at (http:\S+)/.exec(text) ?? [];
    if (address) return address;
  }
  throw new Error(`The server that was just built does not start:\n${text}`);
}

/**
 * Starts the server once and has it keep what V8 made of its code, for all starts that follow. It listens on
 * a free port of this machine alone, with a data folder that is removed afterwards.
 */
export async function recordCode() {
  for (const file of FILES) writeFileSync(file, '');
  const dataDir = mkdtempSync(path.join(tmpdir(), 'parley-build-'));
  const child = spawn(process.execPath, ['dist/server.js'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
  });
  const ended = once(child, 'exit');
  try {
    const address = await readAddress(child.stdout);
    for (const page of PAGES) await fetch(new URL(page, address)).then((answer) => answer.text());
  } finally {
    child.kill('SIGTERM');
    await ended;
    rmSync(dataDir, { recursive: true, force: true });
    // An empty one would have every server record.
    for (const file of FILES) if (statSync(file).size === 0) rmSync(file);
  }
}
