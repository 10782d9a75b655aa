import { route } from '@/lib/server/http/route';
import { setHandle } from '@/lib/server/services/accounts/handle';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.setHandle, async ({ actor, body }) => ({
  user: await setHandle(actor, body),
}));
