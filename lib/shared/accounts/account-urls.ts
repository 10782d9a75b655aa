/** Addresses of getting back in, which no first screen needs: they stay out of what everybody fetches. */
export const accountPages = {
  forgot: '/forgot',
  reset: '/reset',
  confirmEmail: '/confirm-email',
} as const;

const withToken = (page: string, token: string) => `${page}?token=${encodeURIComponent(token)}`;

/** The path of a link to a new password. */
export const resetUrl = (token: string): string => withToken(accountPages.reset, token);

/** The path of a link that confirms a new e-mail address. */
export const confirmEmailUrl = (token: string): string =>
  withToken(accountPages.confirmEmail, token);

export const accountApi = {
  email: '/api/auth/email',
  recoveryCodes: '/api/auth/recovery-codes',
  privacy: '/api/auth/privacy',
  handle: '/api/auth/handle',
  secondFactor: '/api/auth/second-factor',
  passkeys: '/api/auth/passkeys',
  passkey: (passkeyId: string) => `/api/auth/passkeys/${encodeURIComponent(passkeyId)}`,
  newPasskeyOptions: '/api/auth/passkeys/options',
  confirmOptions: '/api/auth/passkeys/confirm',
  passkeyLogInOptions: '/api/auth/passkeys/login/options',
  passkeySignUpOptions: '/api/auth/passkeys/signup/options',
} as const;
