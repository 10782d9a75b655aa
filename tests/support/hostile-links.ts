import os from 'node:os';

/** Addresses of this machine and of networks around it, in all the ways that a browser reads. */
const HOSTS = [
  '127.0.0.1',
  '127.0.0.1.',
  '127.1',
  '127.0.1',
  '127.8.9.10',
  '127.255.255.254',
  '127.000.000.001',
  '2130706433',
  '0x7f000001',
  '0x7f.0x0.0x0.0x1',
  '0x7f.1',
  '0X7F.0.0.1',
  '017700000001',
  '0177.0.0.1',
  '0177.0.0.01',
  '0',
  '0.0.0.0',
  '00000000',
  '%31%32%37.0.0.1',
  '１２７.0.0.1',
  '①②⑦.0.0.1',
  '10.0.0.1',
  '172.16.0.1',
  '192.168.0.1',
  '169.254.169.254',
  '2852039166',
  '100.64.0.1',
  '198.18.0.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[0000::0001]',
  '[::]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[0:0:0:0:0:ffff:7f00:0001]',
  '[::ffff:10.0.0.1]',
  '[::ffff:169.254.169.254]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:0:127.0.0.1]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::a00:1]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::1]',
  '[2001:0:7f00:1::1]',
  '[2001:db8::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[fd00::1]',
  '[ff02::1]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'page.localhost',
  os.hostname(),
];

/** Sixty and some links, none of which may lead to a connection to that port of this machine. */
export function hostileLinks(port: number): string[] {
  const own = Object.values(os.networkInterfaces())
    .flatMap((all = []) => all)
    .filter(({ internal }) => !internal)
    .map(({ address, family }) =>
      family === 'IPv6' ? `[${address.replace(/%.*/, '')}]` : address,
    );
  return [
    ...[...HOSTS, ...own].map((host) => `http://${host}:${port}/`),
    `https://127.0.0.1:${port}/`,
    `http:///127.0.0.1:${port}/`,
    `http://127.0.0.1:${port}\\@example.org/`,
    `http://127.0.0.1:${port}#@example.org/`,
    `http://example.org@127.0.0.1:${port}/`,
    `http://name:secret@localhost:${port}/`,
    `http://example.org:80@[::1]:${port}/`,
  ];
}
