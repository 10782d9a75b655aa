import { expiredSessionCookies } from '@/lib/server/auth/cookie';
import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { route } from '@/lib/server/http/route';
import { deleteAccount } from '@/lib/server/services/accounts/leaving';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.deleteAccount,
  async ({ actor, body, request, reply }) => {
    await deleteAccount(actor, { ...body, party: findRelyingParty(request.headers) });
    for (const line of expiredSessionCookies()) reply.headers.append('set-cookie', line);
    return {};
  },
);
