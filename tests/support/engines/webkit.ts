import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { DESKTOP } from '../browser';
import { findFreePort } from '../redis';
import { type Display, openDisplay } from './display';
import type { Engine, Key, PageDriver } from './driver';
import { findProgram } from './find-program';
import { openNamesProxy } from './names-proxy';

const LIBRARIES = '/usr/lib/x86_64-linux-gnu';
const START_TIMEOUT_MS = 30_000;
const START_MAX_ATTEMPTS = 3;
/** Longer than a page or a script may take: what never ends is to be told by its name. */
const CALL_TIMEOUT_MS = 120_000;

/** How WebDriver writes keys that make no character. */
const KEYS: Record<Key, string> = {
  Enter: '\uE007',
  Escape: '\uE00C',
  ArrowLeft: '\uE012',
  ArrowRight: '\uE014',
};
/** The name under which WebDriver passes elements. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** The browser that comes with WebKitGTK, which is a thin frame around the engine of Safari. */
function findMiniBrowser(): string | undefined {
  if (!existsSync(LIBRARIES)) return undefined;
  return readdirSync(LIBRARIES)
    .filter((folder) => folder.startsWith('webkit2gtk-') || folder.startsWith('webkitgtk-'))
    .map((folder) => path.join(LIBRARIES, folder, 'MiniBrowser'))
    .find((file) => existsSync(file));
}

const missingPackage = () => {
  if (!findProgram('WebKitWebDriver') || !findMiniBrowser()) return 'webkit2gtk-driver';
  return findProgram('Xvfb') ? null : 'xvfb';
};

export const webkitEngine: Engine = {
  name: 'WebKit',
  missing: missingPackage(),
  async start() {
    const [display, names] = await Promise.all([openDisplay(), openNamesProxy()]);
    const first = await Session.open(display, names.port);
    let unused: Session | undefined = first;
    const sessions = new Set([first]);
    return {
      version: first.version,
      newPage: async () => {
        const session = unused ?? (await Session.open(display, names.port));
        unused = undefined;
        sessions.add(session);
        await session.setViewport(DESKTOP);
        return session;
      },
      close: async () => {
        await Promise.all([...sessions].map((session) => session.close()));
        names.close();
        await display.close();
      },
    };
  },
};

const opened = z.object({
  sessionId: z.string(),
  capabilities: z.object({ browserVersion: z.string() }),
});
const outcome = z.union([z.object({ value: z.unknown() }), z.object({ error: z.string() })]);

/** One visitor: a driver has one browser, and a browser one page. */
class Session implements PageDriver {
  readonly #port: number;
  readonly #end: () => Promise<void>;
  #path = '/session';
  #isOpen = true;
  version = '';

  private constructor(port: number, end: () => Promise<void>) {
    this.#port = port;
    this.#end = end;
  }

  /** A browser that does not come up in time is given up, and another started. */
  static async open(display: Display, proxyPort: number): Promise<Session> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await Session.#start(display, proxyPort);
      } catch (error) {
        if (attempt === START_MAX_ATTEMPTS) throw error;
      }
    }
  }

  static async #start(display: Display, proxyPort: number): Promise<Session> {
    const port = await findFreePort();
    const driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
      stdio: 'ignore',
      env: { ...process.env, DISPLAY: display.name, LANG: 'C.UTF-8' },
    });
    const ended = once(driver, 'exit');
    const session = new Session(port, async () => {
      driver.kill();
      await ended;
    });
    const capabilities = {
      alwaysMatch: {
        browserName: 'MiniBrowser',
        proxy: { proxyType: 'manual', httpProxy: `127.0.0.1:${proxyPort}` },
        timeouts: { script: 100_000, pageLoad: 60_000 },
        'webkitgtk:browserOptions': { binary: findMiniBrowser(), args: ['--automation'] },
      },
    };
    try {
      await session.#untilReady();
      const answer = opened.parse(
        await session.#call('POST', '', { capabilities }, START_TIMEOUT_MS),
      );
      session.#path = `/session/${answer.sessionId}`;
      session.version = answer.capabilities.browserVersion;
      return session;
    } catch (error) {
      await session.#end();
      throw error;
    }
  }

  goto(url: string): Promise<void> {
    return this.#do('/url', { url });
  }

  reload(): Promise<void> {
    return this.#do('/refresh', {});
  }

  async evaluate<Arguments extends readonly unknown[], Result>(
    work: (...given: Arguments) => Result | Promise<Result>,
    ...given: Arguments
  ): Promise<Result> {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve(arguments[0]).then((given) => (${work})(...given)).then(
        (value) => done({ value }), (error) => done({ error: String(error) }));`;
    const result = outcome.parse(
      await this.#call('POST', '/execute/async', { script, args: [given] }),
    );
    if ('error' in result) throw new Error(result.error);
    // What comes back over the wire has no type; that of the function is the one to trust.
    return result.value as Result;
  }

  clickAt(x: number, y: number): Promise<void> {
    return this.#do('/actions', {
      actions: [
        {
          type: 'pointer',
          id: 'mouse',
          parameters: { pointerType: 'mouse' },
          actions: [
            { type: 'pointerMove', duration: 0, x: Math.round(x), y: Math.round(y) },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
          ],
        },
      ],
    });
  }

  type(text: string): Promise<void> {
    const actions = [...text].flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    return this.#do('/actions', { actions: [{ type: 'key', id: 'keyboard', actions }] });
  }

  press(key: Key): Promise<void> {
    return this.type(KEYS[key]);
  }

  async upload(selector: string, file: string): Promise<void> {
    const found = z
      .record(z.string(), z.string())
      .parse(await this.#call('POST', '/element', { using: 'css selector', value: selector }));
    await this.#do(`/element/${found[ELEMENT]}/value`, { text: file });
  }

  async setViewport({ width, height }: { width: number; height: number }): Promise<void> {
    const [frameWidth, frameHeight] = await this.evaluate(() => [
      outerWidth - innerWidth,
      outerHeight - innerHeight,
    ]);
    await this.#do('/window/rect', {
      width: width + (frameWidth ?? 0),
      height: height + (frameHeight ?? 0),
    });
  }

  async close(): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    await this.#call('DELETE', '');
    await this.#end();
  }

  async #do(path: string, body: object): Promise<void> {
    await this.#call('POST', path, body);
  }

  async #untilReady(): Promise<void> {
    const deadline = Date.now() + START_TIMEOUT_MS;
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${this.#port}/status`).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok) return;
      if (Date.now() > deadline) throw new Error('WebKitWebDriver did not start.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #call(
    method: string,
    path: string,
    body?: object,
    timeoutMs = CALL_TIMEOUT_MS,
  ): Promise<unknown> {
    const response = await fetch(`http://127.0.0.1:${this.#port}${this.#path}${path}`, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      ...(body && { body: JSON.stringify(body) }),
    });
    const { value } = z.object({ value: z.unknown() }).parse(await response.json());
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  }
}
