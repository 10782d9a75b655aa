import { knownDeviceHeader } from '@/lib/server/auth/known-device-cookie';
import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { route } from '@/lib/server/http/route';
import { signInWithPasskey } from '@/lib/server/services/accounts/passkey-sign-in';
import { requireRelyingParty } from '@/lib/server/services/passkeys/relying-party';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.passkeyLogIn,
  async ({ origin, body, request, reply }) => {
    const party = requireRelyingParty(findRelyingParty(request.headers));
    const { user, token, knownDevice } = await signInWithPasskey(origin, { ...body, party });
    reply.headers.append('set-cookie', knownDeviceHeader(knownDevice));
    return { user, token };
  },
);
