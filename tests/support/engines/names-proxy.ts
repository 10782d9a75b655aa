import http from 'node:http';
import net from 'node:net';

export interface NamesProxy {
  port: number;
  close(): void;
}

/** An HTTP proxy that takes every name for one of this machine: for a browser that cannot be told names. */
export async function openNamesProxy(): Promise<NamesProxy> {
  const proxy = http.createServer((incoming, answer) => {
    const { port, pathname, search } = new URL(incoming.url ?? '');
    const { method, headers } = incoming;
    // A connection each: one that is kept may be closed just as it is used again.
    const outgoing = http.request(
      { host: '127.0.0.1', port, path: pathname + search, method, headers, agent: false },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(answer);
        response.on('error', () => answer.destroy());
      },
    );
    outgoing.on('error', () => answer.destroy());
    // Nobody waits for the answer any more.
    answer.on('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  proxy.on('upgrade', (incoming: http.IncomingMessage, client: net.Socket, head: Buffer) => {
    const { port, pathname, search } = new URL(incoming.url ?? '');
    const server = net.connect(Number(port), '127.0.0.1', () => {
      const lines = [`${incoming.method} ${pathname}${search} HTTP/1.1`];
      for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
        lines.push(`${incoming.rawHeaders[at]}: ${incoming.rawHeaders[at + 1]}`);
      }
      server.write(`${lines.join('\r\n')}\r\n\r\n`);
      server.write(head);
      server.pipe(client).pipe(server);
    });
    for (const [one, other] of [
      [server, client],
      [client, server],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  if (typeof address !== 'object' || !address) throw new Error('the proxy has no port');
  return {
    port: address.port,
    close: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}
