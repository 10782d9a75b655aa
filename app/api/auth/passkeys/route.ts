import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { route } from '@/lib/server/http/route';
import { addPasskey, listPasskeys } from '@/lib/server/services/accounts/passkeys';
import { requireRelyingParty } from '@/lib/server/services/passkeys/relying-party';
import { api } from '@/lib/shared/api';

export const { GET, PUT, PATCH, DELETE } = route(api.listPasskeys, ({ actor }) =>
  listPasskeys(actor),
);
export const { POST } = route(api.addPasskey, ({ actor, origin, body, request }) =>
  addPasskey(actor, {
    ...body,
    party: requireRelyingParty(findRelyingParty(request.headers)),
    device: origin.device,
  }),
);
