import { type NextRequest, NextResponse } from 'next/server';
import { readSessionCookie } from '@/lib/server/auth/cookie';
import { PATH_HEADER } from '@/lib/server/auth/path-header';
import { getConfig } from '@/lib/server/config';
import { verifyToken } from '@/lib/server/crypto/token';
import { isSignedInPath, pages, pageWithNext } from '@/lib/shared/urls';

const CLOUDINARY_HOST = 'https://res.cloudinary.com';

/** Only our own scripts run: each page carries a fresh nonce, and nothing without it is executed. */
function contentSecurityPolicy(nonce: string, host: string | null): string {
  const { isProduction, cloudinary, publicUrl } = getConfig();
  // Behind a proxy the host that arrives may be another one than the browser's.
  const socketHost = publicUrl?.host ?? host;
  const images = ["'self'", 'data:', 'blob:', ...(cloudinary ? [CLOUDINARY_HOST] : [])];
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isProduction ? '' : " 'unsafe-eval'"}`,
    `style-src 'self' ${isProduction ? `'nonce-${nonce}'` : "'unsafe-inline'"}`,
    "style-src-attr 'unsafe-inline'",
    `img-src ${images.join(' ')}`,
    "font-src 'self'",
    // Safari does not count a WebSocket to the same host as 'self'.
    `connect-src 'self'${socketHost ? ` ws://${socketHost} wss://${socketHost}` : ''}`,
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
  const { pathname } = request.nextUrl;
  if (isSignedInPath(pathname)) {
    const token = readSessionCookie(request.headers.get('cookie'));
    if (!token || !verifyToken(token)) {
      return NextResponse.redirect(new URL(pageWithNext(pages.logIn, pathname), request.url));
    }
  }
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const policy = contentSecurityPolicy(nonce, request.headers.get('host'));
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Pages are not told their own address; who turns out to be signed out there is to come back to it.
  headers.set(PATH_HEADER, pathname);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = {
  // Everything that may answer with a page, a missing one included; Next's own files are no pages.
  matcher: [
    '/((?!api(?:/|$)|socket\\.io/|_next/static/|(?:favicon\\.ico|icon\\.svg|apple-icon\\.png|sw\\.js)$).*)',
  ],
};
