import { route } from '@/lib/server/http/route';
import { revokeInvitationOfAnybody } from '@/lib/server/services/administration/matters';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.adminRevokeInvitation,
  async ({ actor, params }) => {
    await revokeInvitationOfAnybody(actor, params);
    return {};
  },
);
