import { expect, test } from 'vitest';
import { isPublicAddress } from '@/lib/server/outgoing/address-guard';

test.each([
  // biome-ignore format: one kind a line
  ...['127.0.0.1', '127.8.9.1', '0.0.0.0', '0.1.2.3',
    '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.0.1',
    '169.254.169.254', '100.64.0.1', '192.0.0.1', '198.18.0.1',
    '192.0.2.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '240.0.0.1', '255.255.255.255',
    '::', '::1', 'fe80::1', 'fc00::1', 'fd12:3456::1', 'ff02::1', '2001:db8::1',
    '::7f00:1', '::ffff:0:7f00:1', '64:ff9b:1::7f00:1', 'fec0::1', '4000::1', '100::1',
    '::ffff:127.0.0.1', '::ffff:10.0.0.1', '::ffff:c0a8:1',
    '64:ff9b::7f00:1', '64:ff9b::10.0.0.1', '2002:7f00:1::1', '2001:0:4136:e378::1',
    '', 'localhost', '999.1.1.1', '1.2.3.4 '],
])('%s is none to call', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  '8.8.8.8',
  '1.1.1.1',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700::1111',
  '::ffff:8.8.8.8',
  '64:ff9b::808:808',
])('%s is one that anybody could call', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});
