import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { route } from '@/lib/server/http/route';
import { beginAddingPasskey } from '@/lib/server/services/accounts/passkeys';
import { requireRelyingParty } from '@/lib/server/services/passkeys/relying-party';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.beginAddingPasskey,
  async ({ actor, body, request }) => {
    const party = requireRelyingParty(findRelyingParty(request.headers));
    return beginAddingPasskey(actor, { party, proof: { ...body, party } });
  },
);
