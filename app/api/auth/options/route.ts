import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { route } from '@/lib/server/http/route';
import { getAuthOptions } from '@/lib/server/services/accounts/setup';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.authOptions, ({ request }) =>
  getAuthOptions({ passkeys: typeof findRelyingParty(request.headers) !== 'string' }),
);
