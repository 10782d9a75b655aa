import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import { onTestFinished } from 'vitest';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

interface AskedPage {
  path: string;
  headers: http.IncomingHttpHeaders;
}

export interface PageServer {
  port: number;
  /** Host and port, by which the product is told that it may call it. */
  host: string;
  url: (path: string) => string;
  /** Says how a path is answered; all others are not there. */
  on(path: string, answer: Answer): void;
  page(path: string, head: string): void;
  /** What was asked for, in its order. */
  asked: AskedPage[];
  /** How many connections were made to it, whatever came of them. */
  connections(): number;
}

/** A site of the test's own, at every address of this machine. */
export async function startPageServer(): Promise<PageServer> {
  const answers = new Map<string, Answer>();
  const asked: AskedPage[] = [];
  let count = 0;
  const server = http.createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ path, headers: request.headers });
    const answer = answers.get(path);
    if (answer) answer(request, response);
    else response.writeHead(404).end();
  });
  server.on('connection', () => {
    count++;
  });
  // Both kinds of addresses, where there is the newer one.
  const hasIpv6 = Object.values(os.networkInterfaces()).some((all) =>
    all?.some(({ family }) => family === 'IPv6'),
  );
  await new Promise<void>((resolve) =>
    server.listen(0, hasIpv6 ? '::' : '0.0.0.0', () => resolve()),
  );
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  const on: PageServer['on'] = (path, answer) => void answers.set(path, answer);
  return {
    port,
    host,
    url: (path) => `http://${host}${path}`,
    on,
    page: (path, head) =>
      on(path, (_request, response) => {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end(`<!doctype html><html><head>${head}</head><body>Words</body></html>`);
      }),
    asked,
    connections: () => count,
  };
}
