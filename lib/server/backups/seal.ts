import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';

/** How an encrypted file begins: a name, and the number of this format. */
const NAME = 'PARLEYB';
const MAGIC = Buffer.from(`${NAME}1`);
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;
const CHUNK_BYTES = 1024 * 1024;
/** Takes 128 MB and half a second for each guess. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };

type Bytes = AsyncIterable<Buffer>;
const derive = promisify<string, Buffer, number, typeof SCRYPT, Buffer>(scrypt);

/** A file that was not made by `sealBytes` with this passphrase, or is not whole. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/** Each chunk has a number of its own, and the last one says so: none can be left out or moved. */
function nonce(count: number, isLast: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt8(isLast ? 1 : 0, 0);
  bytes.writeUIntBE(count, 6, 6);
  return bytes;
}

/** Hands bytes on in pieces of one size; the last one, which may be empty, is told apart. */
async function* inChunks(source: Bytes): AsyncGenerator<{ chunk: Buffer; isLast: boolean }> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const piece of source) {
    held.push(piece);
    size += piece.length;
    if (size < CHUNK_BYTES) continue;
    let all = Buffer.concat(held);
    while (all.length >= CHUNK_BYTES) {
      yield { chunk: all.subarray(0, CHUNK_BYTES), isLast: false };
      all = all.subarray(CHUNK_BYTES);
    }
    held = [all];
    size = all.length;
  }
  yield { chunk: Buffer.concat(held), isLast: true };
}

/** Encrypts with a passphrase: scrypt, then AES-256-GCM chunk by chunk. */
export async function* sealBytes(source: Bytes, passphrase: string): AsyncGenerator<Buffer> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(passphrase, salt, KEY_BYTES, SCRYPT);
  yield Buffer.concat([MAGIC, salt]);
  let count = 0;
  for await (const { chunk, isLast } of inChunks(source)) {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(count++, isLast));
    const sealed = Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
    const head = Buffer.alloc(LENGTH_BYTES);
    head.writeUInt32BE(sealed.length * 2 + (isLast ? 1 : 0));
    yield Buffer.concat([head, sealed]);
  }
}

export const isSealed = (head: Buffer): boolean => head.subarray(0, MAGIC.length).equals(MAGIC);

/** The number of another format of encrypted files; null where it is none. */
export function otherSealOf(head: Buffer): string | null {
  const text = head.subarray(0, MAGIC.length).toString('latin1');
  return text.startsWith(NAME) && !isSealed(head) ? text.slice(NAME.length) : null;
}

/** Reads exact numbers of bytes from a stream of pieces. */
function makeReader(source: Bytes): (count: number) => Promise<Buffer> {
  const pieces = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  return async (count) => {
    const parts = [held];
    let size = held.length;
    while (size < count) {
      const next = await pieces.next();
      if (next.done) throw new SealError('the file is not whole');
      parts.push(next.value);
      size += next.value.length;
    }
    const all = Buffer.concat(parts);
    held = all.subarray(count);
    return all.subarray(0, count);
  };
}

/** Decrypts what `sealBytes` made. Throws SealError. */
export async function* unsealBytes(source: Bytes, passphrase: string): AsyncGenerator<Buffer> {
  const read = makeReader(source);
  const salt = (await read(MAGIC.length + SALT_BYTES)).subarray(MAGIC.length);
  const key = await derive(passphrase, salt, KEY_BYTES, SCRYPT);
  for (let count = 0, isLast = false; !isLast; count++) {
    const head = (await read(LENGTH_BYTES)).readUInt32BE();
    isLast = head % 2 === 1;
    const length = Math.floor(head / 2);
    if (length < TAG_BYTES || length > CHUNK_BYTES + TAG_BYTES) {
      throw new SealError('the file is damaged');
    }
    const sealed = await read(length);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(count, isLast));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    let chunk: Buffer;
    try {
      chunk = Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
    } catch (error) {
      const reason =
        count === 0 ? 'the passphrase is another, or the file is damaged' : 'the file is damaged';
      throw new SealError(reason, { cause: error });
    }
    yield chunk;
  }
}
