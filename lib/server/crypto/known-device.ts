import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { getConfig } from '@/lib/server/config';

const mark = (id: string, account: string): string =>
  createHmac('sha256', getConfig().jwtSecret)
    .update(`known device ${id} ${account}`)
    .digest('base64url');

/** Makes the value that proves later that somebody has signed in to an account from this device. */
export function makeKnownDevice(account: string): string {
  const id = randomBytes(16).toString('base64url');
  return `${id}.${mark(id, account)}`;
}

/** The device's id if `value` was made for this account, else null: a value cannot be forged. */
export function readKnownDevice(value: string | null | undefined, account: string): string | null {
  const [id = '', given = ''] = value?.split('.') ?? [];
  const expected = Buffer.from(mark(id, account));
  const bytes = Buffer.from(given);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected) ? id : null;
}
