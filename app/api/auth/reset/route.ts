import { route } from '@/lib/server/http/route';
import { resetPassword } from '@/lib/server/services/accounts/reset';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.resetPassword,
  async ({ origin, body }) => {
    await resetPassword(origin, body);
    return {};
  },
);
