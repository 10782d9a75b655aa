import {
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign as signBytes,
} from 'node:crypto';
import type { CredentialAssertion, NewCredential } from '@/lib/shared/accounts/credential-schemas';

/** What a browser is told, as far as an authenticator reads it. */
export interface CredentialOptions {
  challenge: string;
  rp?: { id: string; name: string };
  rpId?: string;
  user?: { id: string; name: string; displayName: string };
  allowCredentials?: { id: string }[];
  excludeCredentials?: { id: string }[];
  authenticatorSelection?: { residentKey: string; userVerification: string };
  userVerification?: string;
}

/** What an attacker, a copy or a broken device says otherwise. */
export interface Fault {
  origin?: string;
  challenge?: string;
  rpId?: string;
  type?: string;
  isVerified?: boolean;
  isPresent?: boolean;
  counter?: number;
  userHandle?: string | null;
  isSignatureBroken?: boolean;
}

interface Key {
  rpId: string;
  userHandle: string;
  privateKey: KeyObject;
  counter: number;
}

const FLAG = { present: 0x01, verified: 0x04, attested: 0x40 };
const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (bytes: string | Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 0xff]);
}

type Cbor = number | string | Uint8Array | Map<number | string, Cbor>;

/** The part of CBOR that authenticators use. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([head(3, bytes.length), bytes]);
  }
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  const entries = [...value].flatMap(([key, each]) => [cbor(key), cbor(each)]);
  return Buffer.concat([head(5, value.size), ...entries]);
}

/** The public half of a P-256 key as COSE has it. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return cbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]),
  );
}

/** An authenticator together with its browser, which answers as a real one or with a fault. */
export class Authenticator {
  readonly #origin: string;
  readonly #isCounting: boolean;
  readonly #keys = new Map<string, Key>();

  /** `isCounting`: as a security key does; synced passkeys do not. */
  constructor(origin: string, { isCounting = true } = {}) {
    this.#origin = origin;
    this.#isCounting = isCounting;
  }

  #clientData(type: string, options: CredentialOptions, fault: Fault): Buffer {
    return Buffer.from(
      JSON.stringify({
        type: fault.type ?? type,
        challenge: fault.challenge ?? options.challenge,
        origin: fault.origin ?? this.#origin,
        crossOrigin: false,
      }),
    );
  }

  #data(rpId: string, counter: number, fault: Fault, attested?: Buffer): Buffer {
    const flags =
      (fault.isPresent === false ? 0 : FLAG.present) |
      (fault.isVerified === false ? 0 : FLAG.verified) |
      (attested ? FLAG.attested : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(fault.counter ?? counter);
    const id = sha256(fault.rpId ?? rpId);
    return Buffer.concat([id, Buffer.from([flags]), count, attested ?? Buffer.alloc(0)]);
  }

  /** Answers `navigator.credentials.create`. */
  create(options: CredentialOptions, fault: Fault & { id?: string } = {}): NewCredential {
    const { rp, user } = options;
    if (!rp || !user) throw new Error('these are no options to make a passkey with');
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const id = fault.id ?? base64url(randomBytes(32));
    this.#keys.set(id, { rpId: rp.id, userHandle: user.id, privateKey, counter: 0 });
    const idBytes = Buffer.from(id, 'base64url');
    const length = Buffer.from([idBytes.length >> 8, idBytes.length & 0xff]);
    const attested = Buffer.concat([Buffer.alloc(16), length, idBytes, coseKey(publicKey)]);
    const attestation = cbor(
      new Map<string, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', this.#data(rp.id, 0, fault, attested)],
      ]),
    );
    return {
      id,
      rawId: id,
      type: 'public-key',
      response: {
        clientDataJSON: base64url(this.#clientData('webauthn.create', options, fault)),
        attestationObject: base64url(attestation),
        transports: ['internal'],
      },
    };
  }

  /** Answers `navigator.credentials.get` with the passkey of that id, or the last that fits. */
  get(options: CredentialOptions, fault: Fault & { id?: string } = {}): CredentialAssertion {
    const allowed = options.allowCredentials?.map(({ id }) => id) ?? [];
    const fits = [...this.#keys].filter(
      ([id, { rpId }]) =>
        rpId === options.rpId &&
        (fault.id ? id === fault.id : true) &&
        (allowed.length === 0 || allowed.includes(id) || fault.id === id),
    );
    const [id, key] = fits.at(-1) ?? [];
    if (!id || !key) throw new Error('there is no passkey for that');
    if (this.#isCounting) key.counter++;
    const data = this.#data(key.rpId, key.counter, fault);
    const clientData = this.#clientData('webauthn.get', options, fault);
    const signature = signBytes(
      'sha256',
      Buffer.concat([data, sha256(clientData)]),
      key.privateKey,
    );
    if (fault.isSignatureBroken)
      signature.writeUInt8((signature.at(-1) ?? 0) ^ 1, signature.length - 1);
    const userHandle = fault.userHandle === undefined ? key.userHandle : fault.userHandle;
    return {
      id,
      rawId: id,
      type: 'public-key',
      response: {
        clientDataJSON: base64url(clientData),
        authenticatorData: base64url(data),
        signature: base64url(signature),
        ...(userHandle !== null && { userHandle }),
      },
    };
  }
}
