import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import os from 'node:os';
import path from 'node:path';
import jwt from 'jsonwebtoken';
import { expect, onTestFinished } from 'vitest';
import type { PushNote } from '@/lib/shared/push/push-note';
import { makeCertificate } from './proxies';

/** A browser's half of a subscription. */
export class Subscriber {
  readonly #keys = createECDH('prime256v1');
  readonly #auth = randomBytes(16);
  readonly endpoint: string;

  constructor(endpoint: string) {
    this.endpoint = endpoint;
    this.#keys.generateKeys();
  }

  /** As `JSON.stringify` writes a PushSubscription. */
  toJSON() {
    return {
      endpoint: this.endpoint,
      expirationTime: null,
      keys: {
        p256dh: this.#keys.getPublicKey('base64url'),
        auth: this.#auth.toString('base64url'),
      },
    };
  }

  /** What a push says, read as RFC 8291 has it. Throws for what is not for this browser. */
  decrypt(body: Buffer): string {
    const salt = body.subarray(0, 16);
    const keyLength = body.readUInt8(20);
    const sender = body.subarray(21, 21 + keyLength);
    const sealed = body.subarray(21 + keyLength);
    const derive = (secret: Buffer, from: Buffer, info: Buffer, bytes: number) =>
      Buffer.from(hkdfSync('sha256', secret, from, info, bytes));
    const shared = this.#keys.computeSecret(sender);
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#keys.getPublicKey(), sender]);
    const secret = derive(shared, this.#auth, info, 32);
    const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
    const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
    const decipher = createDecipheriv('aes-128-gcm', key, nonce);
    decipher.setAuthTag(sealed.subarray(-16));
    const padded = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
    const end = padded.lastIndexOf(2);
    expect(padded.subarray(end + 1).every((byte) => byte === 0)).toBe(true);
    return padded.subarray(0, end).toString();
  }
}

export interface ReceivedPush {
  /** The last part of the address. */
  name: string;
  headers: Record<string, string>;
  body: Buffer;
  at: number;
}

/** How a push to that name is answered; undefined for 201. `hang`: not at all. */
type AnswerPush = (
  name: string,
  count: number,
) => { status: number; headers?: Record<string, string> } | 'hang' | undefined;

export interface PushService {
  host: string;
  /** What a server needs to call it: it stands in an inner network, with a certificate of its own. */
  env: Record<string, string>;
  received: ReceivedPush[];
  /** How often somebody connected. */
  connections(): number;
  answer(how: AnswerPush): void;
  /** A browser that subscribed here. */
  subscriber(name: string): Subscriber;
  /** What came for a browser, decrypted, in the order of coming. */
  notesFor(subscriber: Subscriber): PushNote['notification'][];
  close(): void;
}

/** The same for one test, gone afterwards. */
export async function pushServiceForTest(): Promise<PushService> {
  const service = await startPushService();
  onTestFinished(() => service.close());
  return service;
}

/** A push service: takes what RFC 8030 says, and checks who sends it as RFC 8292 says. */
export async function startPushService(): Promise<PushService> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'parley-push-'));
  const certificate = makeCertificate(dir, 'localhost');
  const received: ReceivedPush[] = [];
  const counts = new Map<string, number>();
  let how: AnswerPush = () => undefined;
  let connections = 0;
  const server = https.createServer(
    { key: readFileSync(certificate.privkey), cert: certificate.pem },
    (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const name = request.url?.split('/').at(-1) ?? '';
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        const answer = how(name, count);
        if (answer === 'hang') return;
        const isTaken = !answer || (answer.status >= 200 && answer.status < 300);
        if (isTaken) {
          received.push({
            name,
            headers: request.headers as Record<string, string>,
            body: Buffer.concat(chunks),
            at: Date.now(),
          });
        }
        response.writeHead(answer?.status ?? 201, answer?.headers).end();
      });
    },
  );
  server.on('connection', () => {
    connections++;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const host = `localhost:${typeof address === 'object' ? address?.port : 0}`;
  return {
    close: () => {
      server.closeAllConnections();
      server.close();
      rmSync(dir, { recursive: true, force: true });
    },
    host,
    env: { PUSH_PRIVATE_HOSTS: host, NODE_EXTRA_CA_CERTS: certificate.fullchain },
    received,
    connections: () => connections,
    answer: (next) => {
      how = next;
    },
    subscriber: (name) => new Subscriber(`https://${host}/push/${name}`),
    notesFor: (subscriber) =>
      received
        .filter(({ name }) => subscriber.endpoint.endsWith(`/${name}`))
        .map(({ body }) => (JSON.parse(subscriber.decrypt(body)) as PushNote).notification),
  };
}

/** Who sent a push: what is signed, checked with the key that comes with it. */
export function readVapid({ headers }: ReceivedPush): { claims: jwt.JwtPayload; key: string } {
  const [, token = '', key = ''] =
    /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization ?? '') ?? [];
  const point = Buffer.from(key, 'base64url');
  const publicKey = createPublicKey({
    format: 'jwk',
    key: {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    },
  });
  const claims = jwt.verify(token, publicKey, { algorithms: ['ES256'] });
  return { claims: claims as jwt.JwtPayload, key };
}
