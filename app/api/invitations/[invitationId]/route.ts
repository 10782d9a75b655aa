import { route } from '@/lib/server/http/route';
import { revokeInvitation } from '@/lib/server/services/invitations/invitation';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.revokeInvitation,
  async ({ actor, params }) => {
    await revokeInvitation(actor, params);
    return {};
  },
);
