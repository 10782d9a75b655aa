import { knownDeviceHeader } from '@/lib/server/auth/known-device-cookie';
import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { route } from '@/lib/server/http/route';
import { signUpWithPasskey } from '@/lib/server/services/accounts/passkey-sign-in';
import { requireRelyingParty } from '@/lib/server/services/passkeys/relying-party';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.passkeySignUp,
  async ({ origin, body, request, reply }) => {
    const party = requireRelyingParty(findRelyingParty(request.headers));
    const signedUp = await signUpWithPasskey(origin, { ...body, party });
    reply.headers.append('set-cookie', knownDeviceHeader(signedUp.knownDevice));
    const { user, token, invitedBy } = signedUp;
    return { user, token, invitedBy };
  },
);
