import net from 'node:net';
import path from 'node:path';
import { startEmbeddedMongo } from '@/lib/server/embedded-mongo';

export interface SharedDatabase {
  /** For MONGODB_URI. */
  uri: string;
  /** From now on every connection is refused, and the present ones are cut. */
  shut(): void;
  open(): void;
  close(): Promise<void>;
}

/** A database for several servers: the embedded one behind a TCP door that can be shut. */
export async function startSharedDatabase(dir: string): Promise<SharedDatabase> {
  const database = await startEmbeddedMongo({
    dir,
    workerFile: path.resolve('dist/embedded-mongo-worker.js'),
  });
  const target = decodeURIComponent(new URL(database.uri).host);
  const connections = new Set<net.Socket>();
  let isOpen = true;
  const server = net.createServer((client) => {
    if (!isOpen) return void client.destroy();
    const upstream = net.connect(target);
    for (const socket of [client, upstream]) {
      connections.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        connections.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const shut = () => {
    isOpen = false;
    for (const socket of connections) socket.destroy();
  };
  const { port } = server.address() as net.AddressInfo;
  return {
    uri: `mongodb://127.0.0.1:${port}/parley`,
    shut,
    open: () => {
      isOpen = true;
    },
    close: async () => {
      shut();
      server.close();
      await database.close();
    },
  };
}
