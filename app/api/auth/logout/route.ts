import { expiredSessionCookies } from '@/lib/server/auth/cookie';
import { route } from '@/lib/server/http/route';
import { endSession } from '@/lib/server/services/accounts/session';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.logOut,
  async ({ actor, request, reply }) => {
    await endSession(actor, { sid: actor.sid, reason: 'signed_out' });
    for (const line of expiredSessionCookies()) reply.headers.append('set-cookie', line);
    // Pictures may be kept for ever by their address, but not on a computer that others use.
    // Browsers name the site of a request where they trust the address (https, localhost); elsewhere they
    // ignore this header, and report it as an error.
    if (request.headers.has('sec-fetch-site')) reply.headers.set('clear-site-data', '"cache"');
    return {};
  },
);
