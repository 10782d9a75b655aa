import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { route } from '@/lib/server/http/route';
import { beginPasskeySignIn } from '@/lib/server/services/accounts/passkey-sign-in';
import { requireRelyingParty } from '@/lib/server/services/passkeys/relying-party';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.beginPasskeyLogIn,
  async ({ origin, request }) =>
    beginPasskeySignIn(origin, requireRelyingParty(findRelyingParty(request.headers))),
);
