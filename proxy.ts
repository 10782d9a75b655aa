import { type NextRequest, NextResponse } from 'next/server';
import { readSessionCookie } from '@/lib/server/auth/cookie';
import { PATH_HEADER } from '@/lib/server/auth/path-header';
import { getConfig } from '@/lib/server/config';
import { verifyToken } from '@/lib/server/crypto/token';
import { pathToReturnTo } from '@/lib/shared/sharing/share-address';
import { isSignedInPath, pages, pageWithNext } from '@/lib/shared/urls';

const CLOUDINARY_HOST = 'https://res.cloudinary.com';

/** Only our own scripts run: each page carries a fresh nonce, and nothing without it is executed. */
function contentSecurityPolicy(nonce: string, host: string | null): string {
  const { isProduction, cloudinary, publicUrl, secureCookies } = getConfig();
  // Behind a proxy the host that arrives may be another one than the browser's.
  const socketHost = publicUrl?.host ?? host;
  const socketSchemes = secureCookies ? ['wss'] : ['ws', 'wss'];
  const sockets = socketHost ? socketSchemes.map((scheme) => ` ${scheme}://${socketHost}`) : [];
  const images = ["'self'", 'data:', 'blob:', ...(cloudinary ? [CLOUDINARY_HOST] : [])];
  // What was recorded here, or waits to be sent.
  const media = ["'self'", 'blob:', ...(cloudinary ? [CLOUDINARY_HOST] : [])];
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isProduction ? '' : " 'unsafe-eval'"}`,
    `style-src 'self' ${isProduction ? `'nonce-${nonce}'` : "'unsafe-inline'"}`,
    "style-src-attr 'unsafe-inline'",
    `img-src ${images.join(' ')}`,
    `media-src ${media.join(' ')}`,
    "font-src 'self'",
    // Safari does not count a WebSocket to the same host as 'self'.
    `connect-src 'self'${sockets.join('')}`,
    // The nonce of a page says nothing about the service worker's script.
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/**
 * Sets the content security policy, and sends people without a token to the sign-in page early. The
 * real check is in the services: a page that passes this check still shows nothing.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, searchParams } = request.nextUrl;
  // Of what a page is asked with, what is to be there after signing in as well.
  const path = pathToReturnTo(pathname, searchParams);
  if (isSignedInPath(pathname)) {
    const token = readSessionCookie(request.headers.get('cookie'));
    if (!token || !verifyToken(token)) {
      return NextResponse.redirect(new URL(pageWithNext(pages.logIn, path), request.url));
    }
  }
  // 128 random bits; a UUID has six fewer.
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex');
  const policy = contentSecurityPolicy(nonce, request.headers.get('host'));
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Pages are not told their own address; who turns out to be signed out there is to come back to it.
  headers.set(PATH_HEADER, path);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = {
  // Everything that may answer with a page, a missing one included; Next's own files are no pages. What is
  // shared is answered with a redirect alone, and its body must not be copied on the way.
  matcher: [
    '/((?!api(?:/|$)|socket\\.io/|_next/static/|(?:share|favicon\\.ico|icon\\.svg|apple-icon\\.png|sw\\.js)$).*)',
  ],
};
