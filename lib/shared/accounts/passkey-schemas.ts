import { z } from 'zod';
import { bio, fullName, givenName, invitationToken } from '@/lib/shared/account-schemas';
import { credentialAssertion, newCredential } from '@/lib/shared/accounts/credential-schemas';
import { isoDate } from '@/lib/shared/dto';
import { objectId } from '@/lib/shared/ids';

/** Why no passkey can be used at an address. */
export type PasskeyObstacle = 'passkeys_off' | 'passkeys_no_name' | 'passkeys_no_https';

export const passkeyDto = z
  .object({
    _id: z.string(),
    name: z.string().meta({ description: 'What its owner calls it; empty until they name it.' }),
    device: z.string().meta({ description: 'Where it was made.' }),
    backedUp: z.boolean().meta({ description: 'Whether a copy is kept elsewhere.' }),
    createdAt: isoDate,
    lastUsedAt: isoDate.nullable(),
  })
  .meta({ id: 'Passkey' });
export type PasskeyDto = z.infer<typeof passkeyDto>;

/** A browser's options for such a call: handed on as they are. */
export const credentialOptions = z
  .record(z.string(), z.unknown())
  .meta({ description: 'For the browser\u2019s own call, as JSON.' });

export const passkeyParams = z.object({ passkeyId: objectId });
export const renamePasskeyInput = z.object({ name: givenName });
export const addPasskeyInput = z.object({ credential: newCredential });
export const passkeyLogInInput = z.object({ credential: credentialAssertion });

export const beginPasskeySignUpInput = z.object({
  fullName,
  invitation: invitationToken.optional(),
});
export type BeginPasskeySignUpInput = z.infer<typeof beginPasskeySignUpInput>;

export const passkeySignUpInput = beginPasskeySignUpInput.extend({
  bio: bio.optional(),
  credential: newCredential,
});
export type PasskeySignUpInput = z.infer<typeof passkeySignUpInput>;
