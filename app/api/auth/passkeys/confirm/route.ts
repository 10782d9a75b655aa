import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { route } from '@/lib/server/http/route';
import { beginConfirming } from '@/lib/server/services/accounts/passkeys';
import { requireRelyingParty } from '@/lib/server/services/passkeys/relying-party';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.confirmByPasskey,
  async ({ actor, request }) =>
    beginConfirming(actor, requireRelyingParty(findRelyingParty(request.headers))),
);
