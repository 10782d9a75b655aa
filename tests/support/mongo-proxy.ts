import net from 'node:net';
import { onTestFinished } from 'vitest';

/** A TCP door to a database behind a Unix socket, which can be shut and opened again. */
export async function startMongoProxy(target: string): Promise<{
  uri: string;
  shut(): void;
  open(): void;
}> {
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
  onTestFinished(() => {
    shut();
    server.close();
  });
  const { port } = server.address() as net.AddressInfo;
  return {
    uri: `mongodb://127.0.0.1:${port}/parley`,
    shut,
    open: () => {
      isOpen = true;
    },
  };
}
