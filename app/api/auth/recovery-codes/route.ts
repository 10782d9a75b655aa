import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { route } from '@/lib/server/http/route';
import {
  countRecoveryCodes,
  makeRecoveryCodes,
} from '@/lib/server/services/accounts/recovery-codes';
import { api } from '@/lib/shared/api';

export const { GET, PUT, PATCH, DELETE } = route(api.getRecoveryCodes, ({ actor }) =>
  countRecoveryCodes(actor),
);
export const { POST } = route(api.makeRecoveryCodes, ({ actor, body, request }) =>
  makeRecoveryCodes(actor, { ...body, party: findRelyingParty(request.headers) }),
);
