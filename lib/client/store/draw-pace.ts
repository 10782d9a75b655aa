/** Two frames of a screen: what takes no longer keeps nobody waiting. */
const QUICK_MS = 40;
/** The longest rest, however slow the device is. */
const REST_MAX_MS = 500;

export interface Frames {
  now(): number;
  /** Calls back once what was drawn until now is on the screen. */
  afterPaint(callback: () => void): void;
  /** Calls back after a time in milliseconds. */
  after(ms: number, callback: () => void): void;
}

/**
 * When to draw what the server's events change. On a device that is quick enough, at once, and once for all
 * that comes before the next frame. Where drawing takes longer than that, it is followed by a rest as long as itself, so
 * that half of the time is left for the keys and the pointer, however much comes in.
 */
export class DrawPace {
  readonly #draw: () => void;
  readonly #frames: Frames;
  #state: 'free' | 'drawing' | 'resting' = 'free';
  #isWanted = false;
  /** Tells a rest from those before it, which what the person did has ended. */
  #number = 0;

  constructor(draw: () => void, frames: Frames) {
    this.#draw = draw;
    this.#frames = frames;
  }

  /** Draws as soon as it is time to. */
  request(): void {
    if (this.#state === 'free') this.drawNow();
    else this.#isWanted = true;
  }

  /** Draws everything at once: for what the person at the device does. */
  drawNow(): void {
    this.#isWanted = false;
    if (this.#state !== 'drawing') this.#measure();
    this.#draw();
  }

  #measure(): void {
    const { now, afterPaint, after } = this.#frames;
    const number = ++this.#number;
    const startedAt = now();
    this.#state = 'drawing';
    afterPaint(() => {
      this.#state = 'resting';
      const tookMs = now() - startedAt;
      if (tookMs <= QUICK_MS) this.#release(number);
      else after(Math.min(tookMs, REST_MAX_MS), () => this.#release(number));
    });
  }

  #release(number: number): void {
    if (number !== this.#number) return;
    this.#state = 'free';
    if (this.#isWanted) this.drawNow();
  }
}

/** By the frames of the page; where there are none, as in a tab that nobody sees, nothing is waited for. */
export const browserFrames: Frames = {
  now: () => performance.now(),
  afterPaint: (callback) => {
    if (typeof requestAnimationFrame !== 'function' || document.visibilityState !== 'visible') {
      queueMicrotask(callback);
      return;
    }
    // A tab that is hidden before its next frame gets none.
    const timer = setTimeout(() => {
      cancelAnimationFrame(frame);
      callback();
    }, REST_MAX_MS);
    const frame = requestAnimationFrame(() => {
      clearTimeout(timer);
      setTimeout(callback, 0);
    });
  },
  after: (ms, callback) => void setTimeout(callback, ms),
};
