import { randomBytes } from 'node:crypto';
import type {
  AuthenticatorTransportFuture,
  VerifiedRegistrationResponse,
} from '@simplewebauthn/server';
import { AppError, failFor, isDuplicateKey } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import type { CredentialOptions } from '@/lib/server/services/passkeys/assertion';
import { makeChallenge, takeChallenge } from '@/lib/server/services/passkeys/challenges';
import { passkeys } from '@/lib/server/services/passkeys/library';
import type { RelyingParty } from '@/lib/server/services/passkeys/relying-party';
import type { NewCredential } from '@/lib/shared/accounts/credential-schemas';
import { PASSKEY_CHALLENGE_MINUTES } from '@/lib/shared/limits';
import { Passkey, type PasskeyRecord } from '@/models/passkey';

/** EdDSA, ES256 and RS256; the same whatever the runtime could do beyond. */
const ALGORITHMS = [-8, -7, -257];
const HANDLE_BYTES = 32;

/** What an account is to authenticators: random, so that it tells nothing of it. */
export const makeUserHandle = (): string => randomBytes(HANDLE_BYTES).toString('base64url');

interface Owner {
  /** Null for somebody whose account is made with it. */
  userId: string | null;
  userHandle: string;
  /** What the authenticator shows beside the passkey. */
  accountName: string;
  fullName: string;
}

/** What the browser needs to make a passkey that is found without a name and verifies the person. */
export async function askForNewPasskey(
  party: RelyingParty,
  owner: Owner,
): Promise<{ options: CredentialOptions }> {
  const { userId, userHandle } = owner;
  const own = userId ? await Passkey.find({ userId, rpId: party.id }).lean() : [];
  const options = await (await passkeys()).generateRegistrationOptions({
    rpName: 'Parley',
    rpID: party.id,
    userID: new Uint8Array(Buffer.from(userHandle, 'base64url')),
    userName: owner.accountName,
    userDisplayName: owner.fullName,
    challenge: await makeChallenge({ purpose: userId ? 'add' : 'sign_up', userId, userHandle }),
    timeout: PASSKEY_CHALLENGE_MINUTES * 60_000,
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    supportedAlgorithmIDs: ALGORITHMS,
    excludeCredentials: own.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: transports as AuthenticatorTransportFuture[],
    })),
  });
  return { options: { ...options } };
}

/** A passkey that was checked and is not stored yet. */
export type CheckedPasskey = Pick<
  PasskeyRecord,
  'credentialId' | 'publicKey' | 'counter' | 'transports' | 'rpId' | 'isBackedUp'
>;

/**
 * Checks what an authenticator answered when it made a passkey; returns it, with the handle under which
 * it knows the account. Throws `bad_request` with one reason for all: another origin or domain, a
 * challenge that is used, too old or somebody else's, a person who was not verified.
 */
export async function checkRegistration(
  party: RelyingParty,
  { credential, userId }: { credential: NewCredential; userId: string | null },
): Promise<{ passkey: CheckedPasskey; userHandle: string }> {
  let userHandle: string | null = null;
  let verified: VerifiedRegistrationResponse;
  try {
    const { transports, ...response } = credential.response;
    verified = await (await passkeys()).verifyRegistrationResponse({
      response: { ...credential, clientExtensionResults: {}, response },
      expectedChallenge: async (challenge) => {
        const use = { purpose: userId ? 'add' : 'sign_up', userId } as const;
        userHandle = (await takeChallenge(challenge, use))?.userHandle ?? null;
        return userHandle !== null;
      },
      expectedOrigin: party.origins,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
  } catch (error) {
    log().info({ err: error }, 'passkey.not_made');
    throw failFor('bad_request', 'passkey_not_made', error);
  }
  if (!verified.verified || userHandle === null) throw failFor('bad_request', 'passkey_not_made');
  const { credential: made, credentialBackedUp } = verified.registrationInfo;
  const passkey = {
    credentialId: made.id,
    publicKey: Buffer.from(made.publicKey).toString('base64url'),
    counter: made.counter,
    transports: credential.response.transports ?? [],
    rpId: party.id,
    isBackedUp: credentialBackedUp,
  };
  return { passkey, userHandle };
}

/** Stores a passkey. Throws `conflict` where it is there already, whoever's it is. */
export async function storePasskey(
  passkey: CheckedPasskey,
  owner: { userId: PasskeyRecord['userId']; device: string },
): Promise<PasskeyRecord> {
  try {
    const stored = await Passkey.create({ ...passkey, ...owner, createdAt: new Date() });
    return stored.toObject();
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    throw new AppError('conflict', undefined, { reason: 'passkey_exists', cause: error });
  }
}
