import os from 'node:os';
import { findCaller, type RequestHeaders } from '@/lib/server/auth/request-origin';
import { getConfig } from '@/lib/server/config';

const EVERY_ADDRESS = new Set(['0.0.0.0', '::']);
/** Networks inside this machine, which no other device is in. */
const VIRTUAL_INTERFACE = /^(docker|br-|veth|virbr|cni|flannel|vmnet|vboxnet)/;
/** An address that a device gives itself when no server does. */
const LINK_LOCAL = /^169\.254\./;

const urlOf = (host: string, port: number) =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

/** The address to open on this machine. */
export function localAddress(host: string, port: number): string {
  return urlOf(EVERY_ADDRESS.has(host) ? 'localhost' : host, port);
}

/**
 * The addresses at which other devices of the network reach a server that listens on all of them;
 * none for one that listens on a single address.
 */
export function networkAddresses(host: string, port: number): string[] {
  if (!EVERY_ADDRESS.has(host)) return [];
  return Object.entries(os.networkInterfaces())
    .filter(([name]) => !VIRTUAL_INTERFACE.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .filter(({ family, internal, address }) => {
      return family === 'IPv4' && !internal && !LINK_LOCAL.test(address);
    })
    .map(({ address }) => urlOf(address, port));
}

/** Logged at the start, where mail is sent and the address that people type is not known. */
export const NO_LINK_HINT =
  'Mail can hold a link only if PUBLIC_URL says where it leads: whoever asks for the mail chooses the Host of the request, and must not choose where others’ links lead. Without it the mail says what to open, with a code.';

/**
 * Where links lead that are sent to somebody else than who asks for them: PUBLIC_URL, or the address
 * that the connection was made to. Null where only the caller names one.
 */
export function findLinkBase(headers: RequestHeaders): string | null {
  return getConfig().publicUrl?.origin ?? findCaller(headers)?.reached ?? null;
}

const isPageOrigin = (text: string): boolean =>
  URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);

/** The origin of the page that the caller has open, to lead that very caller back to it. */
export function findPageOrigin(headers: RequestHeaders): string {
  const named = headers.get('origin') ?? '';
  if (isPageOrigin(named)) return new URL(named).origin;
  return findLinkBase(headers) ?? 'http://localhost';
}

/**
 * The addresses of this server to hand to somebody else, or none: then it is the one that the browser
 * has opened. The machine's own addresses are told to nobody but a browser on that very machine.
 */
export function listSharedAddresses(headers: RequestHeaders): string[] {
  const { publicUrl, host } = getConfig();
  if (publicUrl) return [publicUrl.origin];
  const caller = findCaller(headers);
  const asked = `http://${caller?.host}`;
  if (!caller?.isLocal || !URL.canParse(asked)) return [];
  return networkAddresses(host, Number(new URL(asked).port || 80));
}
