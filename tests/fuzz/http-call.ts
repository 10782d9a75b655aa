import type { Endpoint } from '@/lib/shared/api';
import type { Random } from '../support/random';
import { type Known, nearlyFitting } from './fitting';
import { hostileText } from './values';

export interface HttpCall {
  method: string;
  /** Path and query. */
  address: string;
  headers: Record<string, string>;
  body?: Buffer;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];
const TYPES = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'multipart/form-data; boundary=b',
  'image/png',
  'nonsense',
];

/** A header carries Latin letters alone; the client would refuse to send anything else. */
const headerText = (text: string): string => text.replace(/[^\x21-\x7e]/g, '');

function addressOf(endpoint: Endpoint, random: Random, known: Known): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    if (random.chance(0.2)) return encodeURIComponent(hostileText(random).toWellFormed());
    if (name === 'userId') {
      const isAdministration = endpoint.path.startsWith('/api/admin/');
      return random.pick(isAdministration ? known.spareIds : known.userIds);
    }
    if (name === 'messageId') return random.pick(known.messageIds);
    return encodeURIComponent(random.pick(known.others));
  });
  if (!endpoint.query && random.chance(0.9)) return path;
  const query = endpoint.query ? nearlyFitting(endpoint.query, random, known) : {};
  const pairs = Object.entries(query ?? {}).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(text.toWellFormed())}`;
  });
  if (random.chance(0.1)) pairs.push(...pairs, '%', '&&=');
  return `${path}?${pairs.join('&')}`;
}

/** What a form would carry of it; some objects have no text of their own. */
const fieldText = (value: unknown) =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

function multipart(body: unknown, file: string | undefined, random: Random): Buffer {
  const fields = Object.entries(body ?? {}).map(
    ([name, value]) =>
      `--b\r\ncontent-disposition: form-data; name="${headerText(name)}"\r\n\r\n${fieldText(value)}\r\n`,
  );
  const upload = `--b\r\ncontent-disposition: form-data; name="${file ?? 'x'}"; filename="${headerText(hostileText(random))}"\r\ncontent-type: image/png\r\n\r\n\x89PNG${hostileText(random)}\r\n`;
  const end = random.chance(0.8) ? '--b--\r\n' : '';
  return Buffer.from([...fields, upload].join('') + end, 'latin1');
}

function withBody(
  endpoint: Endpoint,
  random: Random,
  known: Known,
): Pick<HttpCall, 'headers' | 'body'> {
  const value = endpoint.body ? nearlyFitting(endpoint.body, random, known) : {};
  if (endpoint.file && random.chance(0.3)) {
    const headers = { 'content-type': 'multipart/form-data; boundary=b' };
    const field = random.pick([endpoint.file, ...(endpoint.anyFiles ?? [])]);
    return { headers, body: multipart(value, field, random) };
  }
  const json = JSON.stringify(value) ?? '';
  const isBroken = random.chance(0.1);
  const text = isBroken ? json.slice(0, random.index(json.length + 1)) : json;
  const type = random.chance(0.9) ? 'application/json' : random.pick(TYPES);
  return { headers: { 'content-type': type }, body: Buffer.from(text) };
}

/** One call of an endpoint that nearly makes sense, by somebody who is, or is not, signed in. */
export function makeHttpCall(
  endpoint: Endpoint,
  { random, known, tokens }: { random: Random; known: Known; tokens: readonly string[] },
): HttpCall {
  const method = random.chance(0.95) ? endpoint.method : random.pick(METHODS);
  const token = random.chance(0.9) ? random.pick(tokens) : headerText(hostileText(random));
  const auth: Record<string, string> = random.chance(0.8)
    ? { authorization: `Bearer ${token}` }
    : { cookie: `authjs.session-token=${token}`, origin: headerText(hostileText(random)) };
  const hasBody = method !== 'GET' && method !== 'HEAD' && random.chance(0.95);
  const { headers, body } = hasBody ? withBody(endpoint, random, known) : { headers: {} };
  return {
    method,
    address: addressOf(endpoint, random, known),
    headers: { ...headers, ...(random.chance(0.95) && auth) },
    ...(body && { body }),
  };
}
