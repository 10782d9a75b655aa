import { route } from '@/lib/server/http/route';
import { listPeopleForAdministrator } from '@/lib/server/services/administration/people';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.adminListPeople, ({ actor, query }) =>
  listPeopleForAdministrator(actor, query),
);
