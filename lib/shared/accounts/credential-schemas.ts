import { z } from 'zod';

/** Several times as long as any that an authenticator without attestation answers with. */
const BYTES_MAX_CHARACTERS = 16_000;
const base64url = z
  .string({ error: 'is required' })
  .min(1, 'is required')
  .max(BYTES_MAX_CHARACTERS, 'is too long')
  .regex(/^[\w-]+$/, 'is not base64url');
const credentialId = base64url.max(1_400, 'is too long');
const common = {
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
};

/** What `navigator.credentials.create` answers, as JSON. */
export const newCredential = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: base64url,
      attestationObject: base64url,
      transports: z
        .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
        .max(10)
        .optional()
        .catch([]),
    }),
  })
  .meta({ id: 'NewCredential' });
export type NewCredential = z.infer<typeof newCredential>;

/** What `navigator.credentials.get` answers, as JSON. */
export const credentialAssertion = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: base64url,
      authenticatorData: base64url,
      signature: base64url,
      userHandle: base64url.max(100, 'is too long').nullish(),
    }),
  })
  .meta({ id: 'CredentialAssertion' });
export type CredentialAssertion = z.infer<typeof credentialAssertion>;

/** How somebody shows again who they are, before what matters: one of these. */
export const proofInput = z.object({
  password: z.string({ error: 'must be text' }).max(1000).optional(),
  passkey: credentialAssertion.optional().meta({
    description: 'Of a passkey of one’s own, with the options of /api/auth/passkeys/confirm.',
  }),
  recoveryCode: z
    .string({ error: 'must be text' })
    .max(200)
    .optional()
    .meta({ description: 'Is used up by it.' }),
});
export type ProofInput = z.infer<typeof proofInput>;
