import { route } from '@/lib/server/http/route';
import { changePassword } from '@/lib/server/services/accounts/account';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.changePassword,
  async ({ actor, body }) => {
    await changePassword(actor, body);
    return {};
  },
);
