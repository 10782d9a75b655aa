import dns from 'node:dns';
import net, { type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Somebody gave an address of ours, or of a network around us, as one to call. */
export class InnerAddressError extends Error {
  override readonly name = 'InnerAddressError';
  readonly code = 'EINNER';
}

/** NAT64: the network translates it to the IPv4 address in its last four bytes. */
const isTranslated = (range: string): boolean => range === 'rfc6052';

/** What is given out of IPv6, 2000::/3. The rest is set aside or stands for IPv4 in forgotten ways. */
const isGivenOut = (bytes: readonly number[]): boolean => (bytes[0] ?? 0) >> 5 === 1;

/**
 * Whether anybody on the internet could call that address: none of this machine, of a private network, or set aside
 * for a purpose, however it is written.
 */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  const address = ipaddr.process(text);
  const range = address.range();
  if (isTranslated(range)) {
    return isPublicAddress(address.toByteArray().slice(-4).join('.'));
  }
  return range === 'unicast' && (address.kind() === 'ipv4' || isGivenOut(address.toByteArray()));
}

/**
 * A `lookup` for connections to addresses that others chose: it looks at what a name stands for at the very
 * moment of connecting, so that no name can mean one thing to a check and another to the connection.
 * Fails with InnerAddressError.
 */
const lookUpPublic: LookupFunction = (hostname, options, done) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return done(error, '', 4);
    const inner = addresses.find(({ address }) => !isPublicAddress(address));
    const [first] = addresses;
    if (inner || !first) {
      return done(new InnerAddressError(`${hostname} is an address of an inner network`), '', 4);
    }
    if (options.all) return done(null, addresses);
    done(null, first.address, first.family);
  });
};

/** Throws InnerAddressError for an address in place of a name, which is never looked up. */
function requirePublicHost(host: string): void {
  const bare = host.replace(/^\[|\]$/g, '');
  if (net.isIP(bare) && !isPublicAddress(bare)) {
    throw new InnerAddressError(`${bare} is an address of an inner network`);
  }
}

/**
 * The `lookup` for a connection to an address that others chose: undefined, as the system has it, for one of
 * `privateHosts` (with a port or without), which the operator named; else `lookUpPublic`. Throws InnerAddressError.
 */
export function lookupFor(
  { host, hostname }: URL,
  privateHosts: ReadonlySet<string>,
): LookupFunction | undefined {
  if (privateHosts.has(host) || privateHosts.has(hostname)) return undefined;
  requirePublicHost(hostname);
  return lookUpPublic;
}
