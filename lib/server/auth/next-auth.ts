import NextAuth, { type NextAuthConfig, type NextAuthResult } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { authenticateToken } from '@/lib/server/auth/authenticate';
import { sessionCookieName, stepCookieName } from '@/lib/server/auth/cookie';
import { noteCredentials } from '@/lib/server/auth/credentials-call';
import { admitFromProvider, beginsAtProvider, oidcProviders } from '@/lib/server/auth/provider';
import { readRequestOrigin } from '@/lib/server/auth/request-origin';
import { getConfig } from '@/lib/server/config';
import { signToken, verifyToken } from '@/lib/server/crypto/token';
import { connectDatabase } from '@/lib/server/db';
import { isAppError } from '@/lib/server/errors';
import { log } from '@/lib/server/log';
import { logIn } from '@/lib/server/services/accounts/account';
import { endSession, touchSession } from '@/lib/server/services/accounts/session';
import { logInInput } from '@/lib/shared/account-schemas';
import { DAY_MS, SESSION_MAX_DAYS } from '@/lib/shared/limits';
import { OIDC_PROVIDER_ID, pages } from '@/lib/shared/urls';

/** What `authorize` puts into the token: only the user and the session. */
interface Subject {
  id: string;
  sid: string;
}

/** Signs in by a token just issued to our own form, or by e-mail address and password. */
async function authorize(
  credentials: Partial<Record<string, unknown>>,
  request: Request,
): Promise<Subject | null> {
  await connectDatabase();
  if (typeof credentials.token === 'string') {
    const actor = await authenticateToken(credentials.token);
    return actor && { id: actor.userId, sid: actor.sid };
  }
  const input = logInInput.safeParse(credentials);
  if (!input.success) return null;
  try {
    const { user, sid, knownDevice } = await logIn(readRequestOrigin(request.headers), input.data);
    noteCredentials({ knownDevice });
    return { id: user._id, sid };
  } catch (error) {
    if (isAppError(error, 'unauthorized')) return null;
    if (!isAppError(error, 'rate_limited')) throw error;
    noteCredentials({ refusal: error });
    return null;
  }
}

function subjectOf(token: Record<string, unknown> | null | undefined) {
  const { userId, sid } = token ?? {};
  return typeof userId === 'string' && typeof sid === 'string' ? { userId, sid } : null;
}

const stepCookies = (): NextAuthConfig['cookies'] => ({
  callbackUrl: { name: stepCookieName('callback-url') },
  pkceCodeVerifier: { name: stepCookieName('pkce.code_verifier') },
  state: { name: stepCookieName('state') },
  nonce: { name: stepCookieName('nonce') },
});

/**
 * Sign-in for browsers. The cookie holds the very token that programs send as Bearer, so one check
 * serves both and one row in `sessions` revokes both. Configured at the first request, not at
 * import: a build must not touch the data folder.
 */
const nextAuth: NextAuthResult = NextAuth((request) => ({
  ...beginsAtProvider(request),
  trustHost: true,
  secret: getConfig().jwtSecret,
  useSecureCookies: getConfig().secureCookies,
  cookies: { sessionToken: { name: sessionCookieName() }, ...stepCookies() },
  session: { strategy: 'jwt', maxAge: (SESSION_MAX_DAYS * DAY_MS) / 1_000 },
  pages: { signIn: pages.logIn, error: pages.logIn },
  providers: [
    Credentials({ credentials: { email: {}, password: {}, code: {}, token: {} }, authorize }),
    ...oidcProviders(),
  ],
  jwt: {
    encode: ({ token }) => {
      const subject = subjectOf(token);
      if (!subject) throw new Error('a session token without a subject');
      return signToken(subject);
    },
    decode: ({ token }) => {
      const claims = token ? verifyToken(token) : null;
      return claims && { ...claims };
    },
  },
  callbacks: {
    signIn: ({ user, account, profile }) =>
      account?.provider === OIDC_PROVIDER_ID ? admitFromProvider(user, profile) : true,
    jwt: async ({ token, user }) => {
      if (user && 'sid' in user) return { userId: user.id, sid: user.sid };
      const subject = subjectOf(token);
      await connectDatabase();
      return subject && (await touchSession(subject)) ? token : null;
    },
    session: ({ session, token }) => {
      const subject = subjectOf(token);
      return { expires: session.expires, user: { id: subject?.userId ?? '' } };
    },
  },
  events: {
    signOut: async (message) => {
      const subject = 'token' in message ? subjectOf(message.token) : null;
      if (!subject) return;
      try {
        await endSession(subject, { sid: subject.sid, reason: 'signed_out' });
      } catch (error) {
        if (!isAppError(error, 'not_found')) throw error;
      }
    },
  },
  logger: {
    // A wrong password or an old cookie is no error of the server; by default next-auth prints a
    // stack for each.
    error: (error) => log().debug({ err: error }, 'next_auth.refused'),
    warn: (code) => log().debug({ code }, 'next_auth.warned'),
    debug: () => {},
  },
}));

export const { handlers, signIn } = nextAuth;
