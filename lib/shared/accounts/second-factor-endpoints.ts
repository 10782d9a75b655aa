import { z } from 'zod';
import { proofInput } from '@/lib/shared/accounts/credential-schemas';
import { isoDate } from '@/lib/shared/dto';

const PATH = '/api/auth/second-factor';

const confirmSecondFactorInput = z.object({
  code: z.string({ error: 'is required' }).trim().min(1, 'is required').max(100),
});

/** The rows of the second factor in the table of endpoints. */
export const secondFactorEndpoints = {
  getSecondFactor: {
    method: 'GET',
    path: PATH,
    summary: 'Since when the caller’s password needs a code beside it; null while it does not.',
    auth: 'required',
    status: 200,
    response: z.object({ since: isoDate.nullable() }),
    errors: [],
  },
  beginSecondFactor: {
    method: 'POST',
    path: PATH,
    summary: 'Show again who one is, for a key for an authenticator app (TOTP).',
    auth: 'required',
    status: 200,
    body: proofInput,
    response: z.object({
      key: z.string().meta({ description: 'Base32.' }),
      uri: z.string().meta({ description: 'The same as an otpauth address, for a QR code.' }),
    }),
    errors: ['bad_request', 'forbidden', 'conflict', 'rate_limited'],
  },
  confirmSecondFactor: {
    method: 'PUT',
    path: PATH,
    summary: 'Turn the second factor on, with a first code of that app.',
    auth: 'required',
    status: 200,
    body: confirmSecondFactorInput,
    response: z.object({
      codes: z
        .array(z.string())
        .nullable()
        .meta({ description: 'Recovery codes for who had none; each stands for a code once.' }),
    }),
    errors: ['bad_request', 'forbidden', 'conflict', 'rate_limited'],
  },
  removeSecondFactor: {
    method: 'DELETE',
    path: PATH,
    summary: 'Turn the second factor off. Idempotent.',
    auth: 'required',
    status: 200,
    body: proofInput,
    response: z.object({}),
    errors: ['bad_request', 'forbidden', 'rate_limited'],
  },
} as const;
