import { z } from 'zod';
import { COMMON_PASSWORDS } from '@/lib/shared/accounts/common-passwords';
import { proofInput } from '@/lib/shared/accounts/credential-schemas';
import { canonicalEmail } from '@/lib/shared/email';
import type { FieldProblem } from '@/lib/shared/errors';
import {
  BIO_MAX_CHARACTERS,
  countCharacters,
  EMAIL_MAX_CHARACTERS,
  INVITATION_MAX_DAYS,
  INVITATION_MAX_USES,
  NAME_MAX_CHARACTERS,
  PASSWORD_MAX_CHARACTERS,
  PASSWORD_MIN_CHARACTERS,
} from '@/lib/shared/limits';
import { isReadableName } from '@/lib/shared/text';

/** Longer than the longest name there is. */
const TIME_ZONE_MAX_CHARACTERS = 64;

/** Several times as long as those that are made. */
const INVITATION_TOKEN_MAX_CHARACTERS = 100;

/** Control characters, and the invisible ones that reverse or hide the text around a name. */
const UNPRINTABLE = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

/** What is wrong, in the words of the API and as data. */
const refusal = (error: string, problem: FieldProblem) => ({ error, params: { problem } });
const tooLong = (limit: number) =>
  refusal(`must be at most ${limit} characters`, { reason: 'too_long', limit });

/** What a person is called. */
export const fullName = z
  .string({ error: 'is required' })
  .trim()
  // UTF-8 keeps no half of a surrogate pair: later reads would show another text than this answer.
  .overwrite((text) => text.toWellFormed())
  .min(1, 'is required')
  .refine((name) => countCharacters(name) <= NAME_MAX_CHARACTERS, tooLong(NAME_MAX_CHARACTERS))
  .refine(
    (name) => !UNPRINTABLE.test(name),
    refusal('has characters that cannot be shown', { reason: 'unprintable' }),
  )
  .refine(
    isReadableName,
    refusal('must have a letter, a digit or an emoji', { reason: 'unreadable' }),
  );

export const bio = z
  .string({ error: 'must be text' })
  .trim()
  .overwrite((text) => text.toWellFormed())
  .refine((text) => countCharacters(text) <= BIO_MAX_CHARACTERS, tooLong(BIO_MAX_CHARACTERS));

/** What somebody calls a thing of theirs; "" for nothing. */
export const givenName = z
  .string({ error: 'is required' })
  .trim()
  .overwrite((text) => text.toWellFormed())
  .refine((text) => countCharacters(text) <= NAME_MAX_CHARACTERS, tooLong(NAME_MAX_CHARACTERS));

/** An IANA name; which of them there are, the service knows. */
const timeZone = z
  .string({ error: 'must be an IANA time zone, or null' })
  .max(TIME_ZONE_MAX_CHARACTERS, 'is no time zone');

const email = z
  .string({ error: 'is required' })
  .trim()
  .max(EMAIL_MAX_CHARACTERS, `must be at most ${EMAIL_MAX_CHARACTERS} characters`)
  .transform((address, context) => {
    const canonical = canonicalEmail(address);
    if (canonical !== null) return canonical;
    context.addIssue({
      code: 'custom',
      message: 'is not a valid address',
      params: { problem: { reason: 'not_an_address' } },
    });
    return z.NEVER;
  });

const newPassword = z
  .string({ error: 'is required' })
  .refine(
    (password) => countCharacters(password) >= PASSWORD_MIN_CHARACTERS,
    refusal(`must be at least ${PASSWORD_MIN_CHARACTERS} characters`, {
      reason: 'too_short',
      limit: PASSWORD_MIN_CHARACTERS,
    }),
  )
  .refine(
    (password) => countCharacters(password) <= PASSWORD_MAX_CHARACTERS,
    tooLong(PASSWORD_MAX_CHARACTERS),
  )
  .refine(
    (password) => !COMMON_PASSWORDS.has(password.toLowerCase()),
    refusal('is among the most common passwords; please choose another', { reason: 'common' }),
  );

export const invitationToken = z
  .string({ error: 'must be text' })
  .max(INVITATION_TOKEN_MAX_CHARACTERS, 'is no invitation')
  .meta({ description: 'The token of an invitation link.' });

export const signUpInput = z.object({
  fullName,
  email,
  password: newPassword,
  bio: bio.optional(),
  invitation: invitationToken.optional(),
});
export type SignUpInput = z.infer<typeof signUpInput>;

const wholeNumber = (max: number) =>
  z
    .int({ error: `must be a whole number from 1 to ${max}` })
    .min(1, `must be a whole number from 1 to ${max}`)
    .max(max, `must be a whole number from 1 to ${max}`);

export const createInvitationInput = z.object({
  uses: wholeNumber(INVITATION_MAX_USES)
    .default(1)
    .meta({ description: 'How many people it lets in.' }),
  days: wholeNumber(INVITATION_MAX_DAYS)
    .default(7)
    .meta({ description: 'After how many days it ends.' }),
});
export type CreateInvitationInput = z.infer<typeof createInvitationInput>;

/** A log-in is checked for its form only: rules for new passwords say nothing about old ones. */
export const logInInput = z.object({
  email: z
    .string({ error: 'is required' })
    .trim()
    .min(1, 'is required')
    .max(1000)
    .transform((address) => canonicalEmail(address) ?? address),
  password: z.string({ error: 'is required' }).min(1, 'is required').max(1000),
  code: z.string({ error: 'must be text' }).trim().max(100).optional().meta({
    description:
      'Of the authenticator app, or a recovery code, where the account has a second factor.',
  }),
});
export type LogInInput = z.infer<typeof logInInput>;

export const changePasswordInput = z.object({
  currentPassword: z.string({ error: 'is required' }).min(1, 'is required').max(1000),
  newPassword,
});
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

export const forgotPasswordInput = z.object({ email });
export type ForgotPasswordInput = z.infer<typeof forgotPasswordInput>;

export const resetPasswordInput = z.object({
  token: z.string({ error: 'is required' }).trim().min(1, 'is required').max(200),
  password: newPassword,
  email: email.optional().meta({
    description:
      'With a recovery code of an account that has none yet: what it is signed in to with.',
  }),
});
export type ResetPasswordInput = z.infer<typeof resetPasswordInput>;

export const changeEmailInput = proofInput.extend({ email });

export const confirmEmailInput = resetPasswordInput.pick({ token: true });
export type ConfirmEmailInput = z.infer<typeof confirmEmailInput>;

export const makeRecoveryCodesInput = proofInput;

export const deleteAccountInput = proofInput;

export const updateProfileInput = z.object({
  fullName: fullName.optional(),
  bio: bio.optional(),
  profilePic: z
    .union([z.string(), z.null()], { error: 'must be an image as a data URL, or null' })
    .optional()
    .meta({ description: 'A data URL, or null to remove the picture.' }),
  timeZone: timeZone
    .nullable()
    .optional()
    .meta({ description: 'Shows the local time to others; null does no longer.' }),
});
export type UpdateProfileInput = z.infer<typeof updateProfileInput>;
