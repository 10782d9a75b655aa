import { route } from '@/lib/server/http/route';
import { createInvitation, listInvitations } from '@/lib/server/services/invitations/invitation';
import { api } from '@/lib/shared/api';

export const { GET, PUT, PATCH, DELETE } = route(api.listInvitations, ({ actor }) =>
  listInvitations(actor),
);

export const { POST } = route(api.createInvitation, ({ actor, body }) =>
  createInvitation(actor, body),
);
