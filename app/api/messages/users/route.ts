import { route } from '@/lib/server/http/route';
import { listPeople } from '@/lib/server/services/people/people';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.listPeople, ({ actor, query }) =>
  listPeople(actor, query),
);
