import { route } from '@/lib/server/http/route';
import { listInvitationsForAdministrator } from '@/lib/server/services/administration/matters';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.adminListInvitations,
  ({ actor, query }) => listInvitationsForAdministrator(actor, query),
);
