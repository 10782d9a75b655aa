import { route } from '@/lib/server/http/route';
import { signUp } from '@/lib/server/services/account';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.signUp, async ({ client, body }) => {
  const { user, token } = await signUp(client, body);
  return { user, token };
});
