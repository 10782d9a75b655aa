import type {
  AuthenticatorTransportFuture,
  VerifiedAuthenticationResponse,
} from '@simplewebauthn/server';
import { failFor } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { makeChallenge, takeChallenge } from '@/lib/server/services/passkeys/challenges';
import { passkeys } from '@/lib/server/services/passkeys/library';
import type { RelyingParty } from '@/lib/server/services/passkeys/relying-party';
import type { CredentialAssertion } from '@/lib/shared/accounts/credential-schemas';
import { PASSKEY_CHALLENGE_MINUTES } from '@/lib/shared/limits';
import { Passkey, type PasskeyRecord } from '@/models/passkey';
import { User } from '@/models/user';

/** The options of a browser's call, as JSON. */
export type CredentialOptions = Record<string, unknown>;

/** The same for every passkey that opens nothing, whatever is wrong with it. */
export const passkeyRefused = (cause?: unknown) =>
  failFor('unauthorized', 'passkey_refused', cause);

/**
 * What the browser needs to ask for a passkey: any of this server's, or with `userId` one of that
 * person's, to confirm that it is them.
 */
export async function askForPasskey(
  party: RelyingParty,
  userId: string | null,
): Promise<{ options: CredentialOptions }> {
  const own = userId ? await Passkey.find({ userId, rpId: party.id }).lean() : [];
  const options = await (await passkeys()).generateAuthenticationOptions({
    rpID: party.id,
    challenge: await makeChallenge({ purpose: userId ? 'confirm' : 'sign_in', userId }),
    userVerification: 'required',
    timeout: PASSKEY_CHALLENGE_MINUTES * 60_000,
    allowCredentials: own.map(({ credentialId, transports }) => ({
      id: credentialId,
      transports: transports as AuthenticatorTransportFuture[],
    })),
  });
  return { options: { ...options } };
}

async function verify(
  passkey: PasskeyRecord,
  use: { credential: CredentialAssertion; party: RelyingParty; userId: string | null },
): Promise<VerifiedAuthenticationResponse> {
  const { credential, party, userId } = use;
  const { userHandle, ...response } = credential.response;
  return (await passkeys()).verifyAuthenticationResponse({
    response: {
      id: credential.id,
      rawId: credential.rawId,
      type: credential.type,
      clientExtensionResults: {},
      response: { ...response, ...(userHandle && { userHandle }) },
    },
    expectedChallenge: async (challenge) =>
      (await takeChallenge(challenge, { purpose: userId ? 'confirm' : 'sign_in', userId })) !==
      null,
    expectedOrigin: party.origins,
    expectedRPID: party.id,
    requireUserVerification: true,
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
      counter: passkey.counter,
    },
  });
}

/**
 * Checks what an authenticator answered, and notes the use. With `userId` it has to be a passkey of that
 * person, asked for to confirm that it is them. Throws `unauthorized` with one reason for all: nobody's
 * passkey, another origin or domain, a challenge that is used, too old or made for something else, a
 * person who was not verified, a wrong signature, a counter that went back.
 */
export async function checkAssertion(
  party: RelyingParty,
  { credential, userId }: { credential: CredentialAssertion; userId: string | null },
): Promise<PasskeyRecord> {
  const passkey = await Passkey.findOne({
    credentialId: credential.id,
    ...(userId && { userId }),
  }).lean();
  if (!passkey) throw passkeyRefused();
  const { userHandle } = credential.response;
  // Whoever signs in says by it who they are; to confirm, the passkeys were named to the browser.
  if (userHandle || !userId) {
    const isTheirs = await User.exists({ _id: passkey.userId, passkeyHandle: userHandle ?? '' });
    if (!isTheirs) throw passkeyRefused();
  }
  let verified: VerifiedAuthenticationResponse;
  try {
    verified = await verify(passkey, { credential, party, userId });
  } catch (error) {
    log().info({ err: error, passkeyId: passkey._id.toHexString() }, 'passkey.refused');
    throw passkeyRefused(error);
  }
  if (!verified.verified) throw passkeyRefused();
  const { newCounter, credentialBackedUp } = verified.authenticationInfo;
  // Of two answers with the same number, as a copied authenticator gives, one finds the other's.
  const { matchedCount } = await Passkey.updateOne(
    { _id: passkey._id, counter: passkey.counter },
    { $set: { counter: newCounter, isBackedUp: credentialBackedUp, lastUsedAt: new Date() } },
  );
  if (matchedCount === 0) throw passkeyRefused();
  return passkey;
}
