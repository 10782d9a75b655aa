import http from 'node:http';
import net from 'node:net';
import { onTestFinished } from 'vitest';
import type { TestServer } from './server';

export interface RawAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  text: string;
}

/**
 * Sends a body as it is, in pieces and, with `chunked`, without telling its length. Resolves with the
 * answer although more may be left to send.
 */
export function postRaw(
  url: string,
  {
    method = 'POST',
    body,
    headers = {},
    chunked = false,
  }: {
    method?: string;
    body: Buffer;
    headers?: Record<string, string>;
    chunked?: boolean;
  },
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const length = chunked ? {} : { 'content-length': String(body.length) };
    const request = http.request(url, { method, headers: { ...headers, ...length }, agent: false });
    let isAnswered = false;
    request.on('response', (response) => {
      isAnswered = true;
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => {
        request.destroy();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    request.on('error', (error) => {
      if (!isAnswered) reject(error);
    });
    request.end(body);
  });
}

/** A request of which only a part is sent, until the test ends or `cut` is called. */
export interface Unfinished {
  /** Resolves with the first line of the answer, should one come. */
  status: Promise<string>;
  cut(): void;
}

/** Begins a multipart upload of `totalBytes` and sends `sentBytes` of its file. */
export function beginUpload(
  server: TestServer,
  options: { path: string; token: string; totalBytes: number; sentBytes: number },
): Unfinished {
  const boundary = 'a-boundary';
  const head = [
    `--${boundary}`,
    'Content-Disposition: form-data; name="image"; filename="a.png"',
    'Content-Type: image/png',
    '',
    '',
  ].join('\r\n');
  const socket = net.connect(server.port, '127.0.0.1');
  socket.on('error', () => {});
  const status = new Promise<string>((resolve) => {
    socket.once('data', (data) => resolve(data.toString('latin1').split('\r\n', 1)[0] ?? ''));
    socket.once('close', () => resolve('closed'));
  });
  socket.write(
    [
      `POST ${options.path} HTTP/1.1`,
      'Host: 127.0.0.1',
      `Authorization: Bearer ${options.token}`,
      `Content-Type: multipart/form-data; boundary=${boundary}`,
      `Content-Length: ${options.totalBytes}`,
      '',
      head,
    ].join('\r\n'),
  );
  socket.write(Buffer.alloc(options.sentBytes, 1));
  onTestFinished(() => void socket.destroy());
  return { status, cut: () => void socket.destroy() };
}

/** Writes bytes to a connection and resolves with everything that comes back until it closes. */
export function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (data: string) => {
      answer += data;
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(answer));
    socket.write(text);
  });
}
