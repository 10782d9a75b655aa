import { setTimeout as sleep } from 'node:timers/promises';
import { io, type Socket } from 'socket.io-client';

const LOOK_MS = 50;
/** As the product's own client does it. */
const RECONNECTION = {
  reconnectionDelay: 500,
  reconnectionDelayMax: 3_000,
  randomizationFactor: 0.5,
};

/** Many connected clients that can all be made to come back at once. */
export interface Crowd {
  /** Breaks every connection: everybody comes back within the second. */
  cutAll(): void;
  /** Resolves when everybody is connected. */
  allConnected(limitMs: number): Promise<void>;
  leave(): void;
}

/** Connects `count` clients, sharing out these tokens among them. */
export async function gatherCrowd(options: {
  url: string;
  tokens: readonly string[];
  count: number;
}): Promise<Crowd> {
  const { url, tokens, count } = options;
  const sockets: Socket[] = Array.from({ length: count }, (_, index) =>
    io(url, {
      auth: { token: tokens[index % tokens.length] },
      transports: ['websocket'],
      forceNew: true,
      ...RECONNECTION,
    }),
  );
  return {
    cutAll() {
      for (const socket of sockets) socket.io.engine.close();
    },
    async allConnected(limitMs) {
      const endsAt = Date.now() + limitMs;
      for (;;) {
        const missing = sockets.filter((socket) => !socket.connected).length;
        if (missing === 0) return;
        if (Date.now() > endsAt) throw new Error(`${missing} of ${count} did not come back`);
        await sleep(LOOK_MS);
      }
    },
    leave() {
      for (const socket of sockets) socket.disconnect();
    },
  };
}
