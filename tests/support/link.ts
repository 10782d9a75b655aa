import net from 'node:net';
import { Flow } from './flow';
import { Random } from './random';

/** What a network does to what passes. Each connection draws its own share, so some overtake others. */
export interface Weather {
  latencyMs: number;
  /** On top, anew for each piece. */
  jitterMs: number;
  bytesPerSecond: number;
}

const CONNECT_TIMEOUT_MS = 2_000;

/** A port of this machine, or the path of a socket. */
type Address = number | string;

/**
 * A TCP proxy: the way from one device (or node) to what it talks to. It can be slow, swallow
 * everything, be cut, break off, or be shut.
 */
export class Link {
  readonly #server: net.Server;
  readonly #route: () => readonly Address[];
  readonly #random: Random;
  readonly #connections = new Map<net.Socket, Flow[]>();
  readonly #stranded = new Set<net.Socket>();
  readonly #upstreams = new Set<net.Socket>();
  #endedBytes = 0;
  #weather: Weather | null = null;
  #isBlackhole = false;
  #isShut = false;
  #isBreakingOff = false;

  private constructor(route: () => readonly Address[], random: Random) {
    this.#route = route;
    this.#random = random;
    this.#server = net.createServer((client) => this.#accept(client));
  }

  /**
   * `route` names what is behind it, the preferred one first; the next is for when it refuses.
   * `random` is the chance in its weather.
   */
  static async open(route: () => readonly Address[], random = new Random(1)): Promise<Link> {
    const link = new Link(route, random);
    await new Promise<void>((resolve) => link.#server.listen(0, '127.0.0.1', resolve));
    return link;
  }

  get port(): number {
    const address = this.#server.address();
    if (typeof address !== 'object' || !address) throw new Error('the link is closed');
    return address.port;
  }

  /** How many bytes it has handed to what is behind it. */
  get forwardedBytes(): number {
    let bytes = this.#endedBytes;
    for (const { bytesWritten } of this.#upstreams) bytes += bytesWritten;
    return bytes;
  }

  /** Resets every connection; new ones are let through. */
  cut(): void {
    for (const client of this.#connections.keys()) client.resetAndDestroy();
  }

  setWeather(weather: Weather | null): void {
    this.#weather = weather;
    for (const flows of this.#connections.values()) this.#expose(flows);
  }

  /** Connections stay open and nothing arrives any more, in either direction. */
  swallow(isBlackhole: boolean): void {
    this.#isBlackhole = isBlackhole;
    for (const flows of this.#connections.values()) {
      for (const flow of flows) flow.hold(isBlackhole);
    }
  }

  /**
   * Nothing arrives any more over the present connections, which stay open to the last: what a
   * machine that has slept holds. New ones are let through.
   */
  strand(): void {
    for (const [client, flows] of this.#connections) {
      for (const flow of flows) flow.hold(true);
      this.#stranded.add(client);
    }
    this.#connections.clear();
  }

  /** Cuts and refuses connections until opened. */
  shut(isShut: boolean): void {
    this.#isShut = isShut;
    if (isShut) this.cut();
  }

  /** Lets connections come and resets each at its first word. */
  breakOff(isBreakingOff: boolean): void {
    this.#isBreakingOff = isBreakingOff;
    if (isBreakingOff) this.cut();
  }

  heal(): void {
    this.shut(false);
    this.breakOff(false);
    this.setWeather(null);
    this.swallow(false);
  }

  close(): void {
    this.shut(true);
    for (const client of this.#stranded) client.resetAndDestroy();
    this.#server.close();
  }

  #accept(client: net.Socket): void {
    client.on('error', () => client.destroy());
    if (this.#isShut) {
      client.resetAndDestroy();
      return;
    }
    if (this.#isBreakingOff) {
      client.once('data', () => client.resetAndDestroy());
      return;
    }
    // Nothing of it is read before there is somewhere to send it.
    client.pause();
    this.#connections.set(client, []);
    client.on('close', () => {
      this.#connections.delete(client);
      this.#stranded.delete(client);
    });
    this.#connect(client, this.#route());
  }

  #connect(client: net.Socket, addresses: readonly Address[]): void {
    const [address, ...others] = addresses;
    if (address === undefined) {
      client.resetAndDestroy();
      return;
    }
    const upstream = net.connect(
      typeof address === 'string' ? { path: address } : { port: address, host: '127.0.0.1' },
    );
    const giveUp = setTimeout(() => upstream.destroy(new Error('no answer')), CONNECT_TIMEOUT_MS);
    upstream.once('error', () => {
      clearTimeout(giveUp);
      if (!client.destroyed) this.#connect(client, others);
    });
    upstream.once('connect', () => {
      clearTimeout(giveUp);
      upstream.removeAllListeners('error');
      if (client.destroyed) upstream.resetAndDestroy();
      else this.#join(client, upstream);
    });
  }

  #join(client: net.Socket, upstream: net.Socket): void {
    this.#upstreams.add(upstream);
    upstream.on('close', () => {
      this.#upstreams.delete(upstream);
      this.#endedBytes += upstream.bytesWritten;
    });
    const flows = [new Flow(client, upstream), new Flow(upstream, client)];
    this.#connections.set(client, flows);
    this.#expose(flows);
    for (const flow of flows) flow.hold(this.#isBlackhole);
    upstream.on('error', () => upstream.destroy());
    client.on('close', () => upstream.resetAndDestroy());
    client.resume();
  }

  #expose(flows: readonly Flow[]): void {
    const share = this.#random.between(0.2, 1.8);
    for (const flow of flows) {
      flow.setWeather(
        this.#weather && { ...this.#weather, latencyMs: this.#weather.latencyMs * share },
        this.#random,
      );
    }
  }
}
