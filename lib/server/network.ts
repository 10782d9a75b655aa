import net from 'node:net';

/**
 * The bare address of what a connection or a proxy calls it: without a port (some proxies add it), a
 * zone, brackets, or the IPv6 form of an IPv4 address. What is no address stays as it is.
 */
export function bareAddress(text: string): string {
  const [, bracketed] = /^\[([^\]]*)\](?::\d+)?$/.exec(text) ?? [];
  const [, v4] = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text) ?? [];
  const address = (bracketed ?? v4 ?? text).replace(/%.*$/, '').toLowerCase();
  const [, mapped] = /^(?:0*:){0,5}:?(?:0*:)*ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(address) ?? [];
  return mapped && net.isIPv4(mapped) ? mapped : address;
}

/** The eight groups of an IPv6 address as numbers. */
function groups(address: string): number[] {
  const withoutV4 = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...parts: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = parts.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [left = '', right] = withoutV4.split('::');
  const parse = (part: string) =>
    part ? part.split(':').map((group) => Number.parseInt(group, 16)) : [];
  const head = parse(left);
  const tail = right === undefined ? [] : parse(right);
  return [...head, ...Array<number>(Math.max(0, 8 - head.length - tail.length)).fill(0), ...tail];
}

/**
 * What counts as one place for rate limits: an IPv4 address, or the /64 of an IPv6 one, within which
 * a single machine may take any address it likes.
 */
export function networkOf(text: string): string {
  const address = bareAddress(text);
  if (!net.isIPv6(address)) return address;
  const parts = groups(address);
  // An IPv4 address written in hexadecimal, ::ffff:c000:0201.
  if (parts.slice(0, 5).every((part) => part === 0) && parts[5] === 0xffff) {
    const [high = 0, low = 0] = parts.slice(6);
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  }
  return `${parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}

const LOCAL = new net.BlockList();
LOCAL.addSubnet('127.0.0.0', 8);
LOCAL.addSubnet('10.0.0.0', 8);
LOCAL.addSubnet('172.16.0.0', 12);
LOCAL.addSubnet('192.168.0.0', 16);
LOCAL.addSubnet('169.254.0.0', 16);
LOCAL.addSubnet('100.64.0.0', 10);
LOCAL.addAddress('::1', 'ipv6');
LOCAL.addSubnet('fc00::', 7, 'ipv6');
LOCAL.addSubnet('fe80::', 10, 'ipv6');

/** Whether an address belongs to this machine or a network around it, where a proxy may stand. */
export function isLocalAddress(text: string): boolean {
  const address = bareAddress(text);
  if (net.isIPv4(address)) return LOCAL.check(address);
  return net.isIPv6(address) && LOCAL.check(address, 'ipv6');
}
