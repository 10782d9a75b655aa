import { createCipheriv, createECDH, type ECDH, hkdfSync, randomBytes } from 'node:crypto';

/** What the browser gave with its subscription, base64url. */
export interface PushKeys {
  /** An uncompressed point of P-256, 65 bytes. */
  p256dh: string;
  /** 16 bytes. */
  auth: string;
}

/** The whole body may have 4,096 bytes; Firefox for Android takes about 3,000. */
export const PUSH_TEXT_MAX_BYTES = 2_800;
const RECORD_BYTES = 4_096;
const SALT_BYTES = 16;
const KEY_BYTES = 16;
const NONCE_BYTES = 12;
/** Marks the end of the text in the last record; zeros may follow. */
const END_OF_TEXT = 2;
/** Texts are as long as a multiple of this, so that their length says little. */
const STEP_BYTES = 256;
const CURVE = 'prime256v1';

interface OneTime {
  salt: Buffer;
  sender: ECDH;
}

function makeOneTime(): OneTime {
  const sender = createECDH(CURVE);
  sender.generateKeys();
  return { salt: randomBytes(SALT_BYTES), sender };
}

function derive(secret: Buffer, salt: Buffer, info: Buffer, bytes: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, bytes));
}

const infoOf = (name: string): Buffer => Buffer.from(`Content-Encoding: ${name}\0`);

/** Whether it is a point of the curve, so that something can be encrypted for it. */
export function isPushKey(p256dh: string): boolean {
  try {
    makeOneTime().sender.computeSecret(Buffer.from(p256dh, 'base64url'));
    return true;
  } catch {
    return false;
  }
}

/**
 * Encrypts the text of a push for one browser, as `aes128gcm` (RFC 8291 with RFC 8188). `once` are the
 * salt and key of this push alone; given by the test with the example of RFC 8291. Throws RangeError for a text over
 * PUSH_TEXT_MAX_BYTES, and for a key that is no point of the curve.
 */
export function encryptPush(
  text: Buffer,
  keys: PushKeys,
  { once = makeOneTime(), stepBytes = STEP_BYTES }: { once?: OneTime; stepBytes?: number } = {},
): Buffer {
  if (text.length > PUSH_TEXT_MAX_BYTES) throw new RangeError('the push is too long');
  const { salt, sender } = once;
  const receiver = Buffer.from(keys.p256dh, 'base64url');
  const own = sender.getPublicKey();
  const shared = sender.computeSecret(receiver);
  const keyInfo = Buffer.concat([Buffer.from('WebPush: info\0'), receiver, own]);
  const secret = derive(shared, Buffer.from(keys.auth, 'base64url'), keyInfo, 32);
  const key = derive(secret, salt, infoOf('aes128gcm'), KEY_BYTES);
  const nonce = derive(secret, salt, infoOf('nonce'), NONCE_BYTES);

  const padded = Buffer.alloc(Math.ceil((text.length + 1) / stepBytes) * stepBytes);
  text.copy(padded);
  padded[text.length] = END_OF_TEXT;
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const header = Buffer.alloc(SALT_BYTES + 5);
  salt.copy(header);
  header.writeUInt32BE(RECORD_BYTES, SALT_BYTES);
  header.writeUInt8(own.length, SALT_BYTES + 4);
  return Buffer.concat([header, own, cipher.update(padded), cipher.final(), cipher.getAuthTag()]);
}
