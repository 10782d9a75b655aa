import { setTimeout as sleep } from 'node:timers/promises';
import { startServer, type TestServer } from '../support/server';

const START_ATTEMPTS = 3;
/** What a supervisor grants before it kills. */
const STOP_LIMIT_MS = 10_000;

/** What a node did that no fault explains. */
export interface NodeTroubles {
  /** Ended without being told to. */
  crashes: string[];
  /** Did not start. */
  failedStarts: string[];
  /** Told to stop: another exit code than 0, or too slow. */
  badStops: string[];
}

/** One server process that faults happen to. What is done to it is done one after the other. */
export class Node {
  readonly name: string;
  readonly dataDir: string;
  readonly troubles: NodeTroubles = { crashes: [], failedStarts: [], badStops: [] };
  readonly #env: Record<string, string>;
  /** Of the version it runs, where that is not the one that is here. */
  #versionDir: string | null = null;
  #server: TestServer | null = null;
  #earlierOutput = '';
  #isExpectedToEnd = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: { name: string; dataDir: string; env: Record<string, string> }) {
    this.name = options.name;
    this.dataDir = options.dataDir;
    this.#env = options.env;
  }

  /** Where it listens; null while it is down. */
  get port(): number | null {
    return this.#server?.port ?? null;
  }

  allTroubles(): string[] {
    const { crashes, failedStarts, badStops } = this.troubles;
    return [...crashes, ...failedStarts, ...badStops];
  }

  start(): Promise<void> {
    return this.#inTurn(() => this.#start());
  }

  /** How often each event was logged as a warning or worse. */
  logged(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const [, event] of this.#output().matchAll(/"msg":"([^"]+)"/g)) {
      if (event) counts.set(event, (counts.get(event) ?? 0) + 1);
    }
    return counts;
  }

  /** kill -9, and up again after a while. */
  kill(downMs: number): Promise<void> {
    return this.#inTurn(async () => {
      await this.#end((server) => server.kill());
      await sleep(downMs);
      await this.#start();
    });
  }

  /** SIGTERM, and up again: as the same version, or as the one that is in that folder. */
  restart(versionDir: string | null = this.#versionDir): Promise<void> {
    return this.#inTurn(async () => {
      const startedAt = Date.now();
      await this.#end(async (server) => {
        const code = await server.stop();
        const tookMs = Date.now() - startedAt;
        const drainMs = Number(this.#env.DRAIN_SECONDS ?? 0) * 1_000;
        if (code !== 0 || tookMs > STOP_LIMIT_MS + drainMs) {
          this.troubles.badStops.push(`${this.name}: exit code ${code} after ${tookMs} ms`);
        }
      });
      this.#versionDir = versionDir;
      await this.#start();
    });
  }

  /** Stopped in its tracks: connections stay open and nothing answers. */
  pause(forMs: number): Promise<void> {
    return this.#inTurn(async () => {
      const child = this.#server?.process;
      child?.kill('SIGSTOP');
      await sleep(forMs);
      child?.kill('SIGCONT');
    });
  }

  end(): Promise<void> {
    return this.#inTurn(() => this.#end((server) => server.kill()));
  }

  /** Settles when everything that was begun is done. */
  idle(): Promise<void> {
    return this.#turn;
  }

  #output(): string {
    return this.#earlierOutput + (this.#server?.output() ?? '');
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#turn = this.#turn.then(work);
    return this.#turn;
  }

  async #start(): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        const server = await startServer({
          dataDir: this.dataDir,
          env: this.#env,
          ...(this.#versionDir && { cwd: this.#versionDir }),
        });
        this.#isExpectedToEnd = false;
        this.#server = server;
        server.process.once('exit', (code, signal) => this.#onExit(server, code ?? signal));
        return;
      } catch (error) {
        this.troubles.failedStarts.push(`${this.name}: ${String(error)}`);
        if (attempt === START_ATTEMPTS) throw error;
      }
    }
  }

  async #end(how: (server: TestServer) => Promise<unknown>): Promise<void> {
    const server = this.#server;
    if (!server) return;
    this.#isExpectedToEnd = true;
    this.#earlierOutput = this.#output();
    this.#server = null;
    await how(server);
  }

  #onExit(server: TestServer, how: string | number | null): void {
    if (this.#isExpectedToEnd || this.#server !== server) return;
    this.#server = null;
    this.troubles.crashes.push(`${this.name}: ended with ${how}\n${server.output().slice(-2_000)}`);
    void this.start();
  }
}
