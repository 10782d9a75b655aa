import { createECDH, hkdfSync } from 'node:crypto';

/** Base64url, as browsers and push services write them. */
export interface VapidKeys {
  /** An uncompressed point of P-256, 65 bytes. */
  publicKey: string;
  /** 32 bytes. */
  privateKey: string;
}

const CURVE = 'prime256v1';
/** The order of P-256's group (SEC 2, 2.4.2). */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
/** Half as many bytes again as the key has, so that the remainder is as good as random (FIPS 186-5, A.2.1). */
const SEED_BYTES = 48;
const KEY_BYTES = 32;

function publicKeyOf(privateKey: Buffer): string {
  const pair = createECDH(CURVE);
  pair.setPrivateKey(privateKey);
  return pair.getPublicKey('base64url');
}

/**
 * The keys by which push services know this server, out of its secret: the same on every node that shares it,
 * and after a restore. With another secret every session ends, and its subscription with it.
 */
export function deriveVapidKeys(secret: string): VapidKeys {
  const seed = Buffer.from(hkdfSync('sha256', secret, '', 'parley web push', SEED_BYTES));
  const scalar = (BigInt(`0x${seed.toString('hex')}`) % (ORDER - 1n)) + 1n;
  const key = Buffer.from(scalar.toString(16).padStart(KEY_BYTES * 2, '0'), 'hex');
  return { publicKey: publicKeyOf(key), privateKey: key.toString('base64url') };
}

/** Whether the two belong together. */
export function isVapidPair({ publicKey, privateKey }: VapidKeys): boolean {
  try {
    return publicKeyOf(Buffer.from(privateKey, 'base64url')) === publicKey.replace(/=+$/, '');
  } catch {
    return false;
  }
}
