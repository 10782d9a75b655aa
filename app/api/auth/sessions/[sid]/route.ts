import { route } from '@/lib/server/http/route';
import { endSession } from '@/lib/server/services/accounts/session';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.endSession,
  async ({ actor, params }) => {
    await endSession(actor, params);
    return {};
  },
);
