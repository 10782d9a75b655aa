import { customFetch, skipCSRFCheck } from '@auth/core';
import type { NextAuthConfig, Profile } from 'next-auth';
import type { OIDCConfig } from 'next-auth/providers';
import { readCookie, stepCookieName } from '@/lib/server/auth/cookie';
import { callHeaders, noteCredentials } from '@/lib/server/auth/credentials-call';
import { readRequestOrigin } from '@/lib/server/auth/request-origin';
import { getConfig } from '@/lib/server/config';
import { connectDatabase } from '@/lib/server/db';
import { toAppError } from '@/lib/server/errors';
import { fetchGzip } from '@/lib/server/fetch-gzip';
import { log } from '@/lib/server/log';
import { signInWithIdentity } from '@/lib/server/services/accounts/identity';
import { logInPageFor, OIDC_PROVIDER_ID, pages, providerSignInUrl } from '@/lib/shared/urls';

const isText = (value: unknown): value is string => typeof value === 'string';

/** The provider of OIDC_ISSUER as next-auth wants it; none without one. */
export function oidcProviders(): OIDCConfig<Profile>[] {
  const { oidc } = getConfig();
  if (!oidc) return [];
  return [
    {
      id: OIDC_PROVIDER_ID,
      name: oidc.name,
      type: 'oidc',
      issuer: oidc.issuer,
      clientId: oidc.clientId,
      clientSecret: oidc.clientSecret,
      checks: ['pkce', 'state', 'nonce'],
      // Many providers tell the address only there, not in the token.
      idToken: false,
      authorization: { params: { scope: 'openid email profile' } },
      profile: (profile) => ({ id: profile.sub ?? '' }),
      [customFetch]: fetchGzip,
    },
  ];
}

/**
 * How next-auth's own check of a form is left out where a link of ours begins the way to the provider:
 * a link carries no form, and the route lets nobody else's page use it.
 */
export function beginsAtProvider(
  request: Request | undefined,
): Pick<NextAuthConfig, 'skipCSRFCheck'> {
  const isLink = request && new URL(request.url).pathname === providerSignInUrl();
  return isLink ? { skipCSRFCheck } : {};
}

/**
 * The token of the invitation link that the way to the provider began at. next-auth keeps where to go on
 * to meanwhile, which is that link, in a cookie of its own that scripts cannot read; whoever could write
 * it there has the token already.
 */
function readInvitation(headers: Headers): string | null {
  const target = readCookie(headers.get('cookie'), stepCookieName('callback-url'));
  if (!target || !URL.canParse(target, 'http://own.invalid')) return null;
  const { pathname } = new URL(target, 'http://own.invalid');
  const start = pages.join('');
  return pathname.startsWith(start) ? pathname.slice(start.length) : null;
}

/**
 * Whether the person whom the provider vouches for may come in: the session is made here and noted in
 * `user`. Otherwise where to say why not.
 */
export async function admitFromProvider(
  user: object,
  profile: Profile | undefined,
): Promise<true | string> {
  const { oidc } = getConfig();
  const { sub: subject, email, email_verified, name, preferred_username } = profile ?? {};
  if (!oidc || !subject) return logInPageFor('provider_failed');
  try {
    await connectDatabase();
    const signedIn = await signInWithIdentity(readRequestOrigin(callHeaders()), {
      issuer: oidc.issuer,
      subject,
      email: isText(email) ? email : null,
      isEmailVerified: email_verified === true,
      fullName: [name, preferred_username].find(isText) ?? '',
      invitation: readInvitation(callHeaders()),
    });
    const { knownDevice, invitedBy } = signedIn;
    noteCredentials({ knownDevice, ...(invitedBy && { goTo: pages.conversation(invitedBy) }) });
    Object.assign(user, { id: signedIn.user._id, sid: signedIn.sid });
    return true;
  } catch (error) {
    const failure = toAppError(error);
    if (failure.code === 'internal') log().error({ err: error }, 'sign_in.failed');
    return logInPageFor(failure.reason ?? 'provider_failed');
  }
}
