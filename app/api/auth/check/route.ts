import { route } from '@/lib/server/http/route';
import { getOwnUser } from '@/lib/server/services/accounts/account';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.check, async ({ actor }) => ({
  user: await getOwnUser(actor),
}));
