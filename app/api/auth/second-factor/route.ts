import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { route } from '@/lib/server/http/route';
import {
  beginSecondFactor,
  confirmSecondFactor,
  getSecondFactor,
  removeSecondFactor,
} from '@/lib/server/services/accounts/second-factor';
import { api } from '@/lib/shared/api';

export const { GET, PATCH } = route(api.getSecondFactor, ({ actor }) => getSecondFactor(actor));
export const { POST } = route(api.beginSecondFactor, ({ actor, body, request }) =>
  beginSecondFactor(actor, { ...body, party: findRelyingParty(request.headers) }),
);
export const { PUT } = route(api.confirmSecondFactor, ({ actor, body }) =>
  confirmSecondFactor(actor, body),
);
export const { DELETE } = route(api.removeSecondFactor, async ({ actor, body, request }) => {
  await removeSecondFactor(actor, { ...body, party: findRelyingParty(request.headers) });
  return {};
});
