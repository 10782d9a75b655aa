import { route } from '@/lib/server/http/route';
import { logIn } from '@/lib/server/services/account';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.logIn, async ({ client, body }) => {
  const { user, token } = await logIn(client, body);
  return { user, token };
});
