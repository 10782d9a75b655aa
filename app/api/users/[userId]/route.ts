import { route } from '@/lib/server/http/route';
import { getPerson } from '@/lib/server/services/people/people';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.getPerson,
  async ({ actor, params }) => ({ user: await getPerson(actor, params.userId) }),
);
