import { expect } from 'vitest';
import { isWholePageAnswering } from '../answering';
import type { PageDriver } from './driver';
import { locate, type Target } from './locate';

/** So many looks in a row have to find it in one place: a page that loads moves in steps. */
const STILL_LOOKS = 3;

/** What a visitor does, in any engine: by role and name, and only once it can be done. */
export class EnginePage {
  readonly driver: PageDriver;

  constructor(driver: PageDriver) {
    this.driver = driver;
  }

  /** Opens an address, until its page answers to clicks and keys. */
  async goto(url: string): Promise<void> {
    await this.driver.goto(url);
    await this.#untilAnswering();
  }

  async reload(): Promise<void> {
    await this.driver.reload();
    await this.#untilAnswering();
  }

  async #untilAnswering(): Promise<void> {
    await expect
      .poll(() => this.driver.evaluate(isWholePageAnswering).catch(() => false))
      .toBe(true);
  }

  /** Resolves once it is on the page, or has gone from it. */
  async waitFor(target: Target, state: 'shown' | 'gone' = 'shown'): Promise<void> {
    await expect
      .poll(() => this.find(target).then((found) => (found ? 'shown' : 'gone')), {
        message: JSON.stringify(target),
      })
      .toBe(state);
  }

  /** Where it is on the screen and what it says; null without it. */
  find(target: Target) {
    return this.driver.evaluate(locate, target);
  }

  /** Clicks it when it stands still and nothing covers it. */
  async click(target: Target): Promise<void> {
    let last = '';
    let looks = 0;
    await expect
      .poll(
        async () => {
          const found = await this.driver.evaluate(locate, { ...target, scrollTo: true });
          const now = JSON.stringify(found);
          looks = now === last ? looks + 1 : 0;
          last = now;
          return looks >= STILL_LOOKS && found?.isReachable === true;
        },
        { message: `to click ${JSON.stringify(target)}` },
      )
      .toBe(true);
    const found = await this.find(target);
    if (!found) throw new Error(`${JSON.stringify(target)} is gone again`);
    await this.driver.clickAt(found.x, found.y);
  }

  async fill(target: Target, text: string): Promise<void> {
    await this.click(target);
    await this.driver.type(text);
    await expect.poll(() => this.find(target).then((found) => found?.value)).toContain(text);
  }

  /** Resolves once the page's address has that path. */
  async waitForPath(path: RegExp): Promise<void> {
    // Between two pages there may be none to ask.
    const read = () => this.driver.evaluate(() => location.pathname).catch(() => '');
    await expect.poll(read).toMatch(path);
  }
}
