import { knownDeviceHeader } from '@/lib/server/auth/known-device-cookie';
import { route } from '@/lib/server/http/route';
import { signUp } from '@/lib/server/services/accounts/account';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.signUp,
  async ({ origin, body, reply }) => {
    const { user, token, invitedBy, knownDevice } = await signUp(origin, body);
    reply.headers.append('set-cookie', knownDeviceHeader(knownDevice));
    return { user, token, invitedBy };
  },
);
