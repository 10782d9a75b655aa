import type net from 'node:net';
import type { Weather } from './link';
import type { Random } from './random';

interface Piece {
  /** null is the end of the stream. */
  chunk: Buffer | null;
  dueAt: number;
}

/** One direction of a connection. Pieces keep their order, as TCP keeps it, but not their speed. */
export class Flow {
  readonly #from: net.Socket;
  readonly #to: net.Socket;
  readonly #pieces: Piece[] = [];
  #weather: Weather | null = null;
  #random: Random | null = null;
  #isHeld = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(from: net.Socket, to: net.Socket) {
    this.#from = from;
    this.#to = to;
    from.on('data', (chunk: Buffer) => this.#take(chunk));
    from.on('end', () => this.#take(null));
    // A clean end passes its remaining pieces first; a reset is passed on at once.
    from.on('close', (hadError) => {
      if (hadError || this.#pieces.length === 0) to.destroy();
    });
    to.on('drain', () => from.resume());
    to.on('close', () => this.#clear());
  }

  setWeather(weather: Weather | null, random: Random): void {
    this.#weather = weather;
    this.#random = random;
    if (weather === null) for (const piece of this.#pieces) piece.dueAt = 0;
    this.#pump();
  }

  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    this.#pump();
  }

  #take(chunk: Buffer | null): void {
    this.#pieces.push({ chunk, dueAt: this.#dueAt(chunk?.length ?? 0) });
    this.#pump();
  }

  #dueAt(bytes: number): number {
    if (!this.#weather || !this.#random) return 0;
    const { latencyMs, jitterMs, bytesPerSecond } = this.#weather;
    const arrival = Date.now() + latencyMs + jitterMs * this.#random.next();
    const previous = this.#pieces.at(-1)?.dueAt ?? 0;
    return Math.max(arrival, previous) + (bytes / bytesPerSecond) * 1_000;
  }

  #pump(): void {
    this.#clear();
    while (!this.#isHeld) {
      const [piece] = this.#pieces;
      if (!piece || this.#to.destroyed) return;
      const waitMs = piece.dueAt - Date.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.#pump(), waitMs);
        return;
      }
      this.#pieces.shift();
      if (piece.chunk === null) this.#to.end();
      else if (!this.#to.write(piece.chunk)) this.#from.pause();
    }
  }

  #clear(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
