import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { route } from '@/lib/server/http/route';
import { removePasskey, renamePasskey } from '@/lib/server/services/accounts/passkeys';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH } = route(api.renamePasskey, ({ actor, params, body }) =>
  renamePasskey(actor, { ...params, ...body }),
);
export const { DELETE } = route(api.removePasskey, async ({ actor, params, body, request }) => {
  const proof = { ...body, party: findRelyingParty(request.headers) };
  await removePasskey(actor, { ...params, proof });
  return {};
});
