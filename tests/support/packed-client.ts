import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { ROOT } from './build';

const PACKAGE = path.join(ROOT, 'packages/client');

interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
}

const readManifest = (dir: string): Manifest =>
  JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8'));

/** Where Node finds a package that another one asks for. */
function findInstalled(name: string, from: string): string {
  for (let dir = from; ; dir = path.dirname(dir)) {
    const found = path.join(dir, 'node_modules', name);
    if (existsSync(found)) return found;
    if (dir === path.dirname(dir)) throw new Error(`${name} is not installed`);
  }
}

/** Copies what a package declares, and what that does, as npm would install it without the network. */
function installDeclared({ dependencies = {} }: Manifest, from: string, into: string): void {
  for (const name of Object.keys(dependencies)) {
    const source = findInstalled(name, from);
    const target = path.join(into, 'node_modules', name);
    if (existsSync(target)) {
      if (readManifest(target).version !== readManifest(source).version) {
        throw new Error(`two versions of ${name} are needed`);
      }
      continue;
    }
    cpSync(source, target, { recursive: true });
    installDeclared(readManifest(source), source, into);
  }
}

/** An empty folder outside of the repository with the package as `npm publish` would send it. */
export function installPackedClient(): { dir: string; remove(): void } {
  const dir = mkdtempSync(path.join(tmpdir(), 'parley-client-'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', dir], { cwd: PACKAGE });
  const installed = path.join(dir, 'node_modules/@parley/client');
  mkdirSync(installed, { recursive: true });
  const manifest = readManifest(PACKAGE);
  const tarball = path.join(dir, `parley-client-${manifest.version}.tgz`);
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed]);
  installDeclared(manifest, PACKAGE, dir);
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

/** The program that the README shows. */
export function botOfReadme(): string {
  const readme = readFileSync(path.join(PACKAGE, 'README.md'), 'utf8');
  const code = /```js\n(import .*?)```/s.exec(readme)?.[1];
  if (code === undefined) throw new Error('the README shows no bot');
  return code;
}

export interface Program {
  process: ChildProcess;
  /** Everything it has printed. */
  output(): string;
  /** SIGKILL: no time to tidy up. */
  kill(): Promise<void>;
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Runs statements inside it, with what it made under the names it gave; resolves with what they return. */
  run(code: string): Promise<unknown>;
}

/** A line for programs that are to be driven by `run`: after it, `scope` names what the code may use. */
export const DRIVEN = `
const scope = {};
const Code = Object.getPrototypeOf(async () => {}).constructor;
process.on('message', async ({ id, code }) => {
  try {
    const value = await new Code('scope', code)(scope);
    process.send({ id, value });
  } catch (error) {
    process.send({ id, error: { code: error.code, reason: error.reason, message: error.message } });
  }
});
`;

/** Starts a program in the folder; it is killed at the end of the test. */
export function startProgram(
  dir: string,
  { name, code, env }: { name: string; code: string; env: Record<string, string> },
): Program {
  writeFileSync(path.join(dir, name), code);
  const child = fork(path.join(dir, name), [], {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: ['--expose-gc'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NODE_ENV: 'test', ...env },
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const ended = async () => {
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    return child.exitCode;
  };
  const kill = async () => {
    child.kill('SIGKILL');
    await ended();
  };
  onTestFinished(kill);
  let lastId = 0;
  return {
    process: child,
    output: () => text,
    kill,
    stop() {
      child.kill('SIGTERM');
      return ended();
    },
    run(code) {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        const end = () => reject(new Error(`the program ended:\n${text}`));
        const hear = (answer: { id: number; value?: unknown; error?: object }) => {
          if (answer.id !== id) return;
          child.off('message', hear);
          child.off('exit', end);
          if (answer.error) reject(Object.assign(new Error(), answer.error));
          else resolve(answer.value);
        };
        child.on('message', hear);
        child.once('exit', end);
        child.send({ id, code });
      });
    },
  };
}
