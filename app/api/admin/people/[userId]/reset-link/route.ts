import { route } from '@/lib/server/http/route';
import { makeResetLinkFor } from '@/lib/server/services/administration/people';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.adminMakeResetLink,
  ({ actor, params }) => makeResetLinkFor(actor, params),
);
