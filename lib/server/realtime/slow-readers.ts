import type { RealtimeServer } from '@/lib/server/events/publish';
import { log } from '@/lib/server/log';

/** Waiting for one connection: more than a full conversation queue of the longest texts. */
const WAITING_MAX_CHARACTERS = 5_000_000;

interface Packet {
  data?: unknown;
}

function sizeOf({ data }: Packet): number {
  return typeof data === 'string' ? data.length : 0;
}

/**
 * Drops connections that do not read what they are sent, rather than keep it for them without bound:
 * events are hints, and a client that comes back catches up. One that answers heartbeats without
 * reading would otherwise stay for ever.
 */
export function dropSlowReaders(io: RealtimeServer): void {
  io.engine.on('connection', (connection) => {
    let waiting = 0;
    connection.on('flush', (packets: Packet[]) => {
      for (const packet of packets) waiting -= sizeOf(packet);
    });
    connection.on('packetCreate', (packet: Packet) => {
      waiting += sizeOf(packet);
      if (waiting <= WAITING_MAX_CHARACTERS || connection.readyState !== 'open') return;
      log().warn({ waiting }, 'socket.reads_too_slowly');
      // `discard`: a normal close would be sent only after everything that waits.
      connection.close(true);
    });
  });
}
