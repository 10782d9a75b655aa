import { route } from '@/lib/server/http/route';
import { endSessionsOfPerson } from '@/lib/server/services/administration/people';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.adminEndSessions, ({ actor, params }) =>
  endSessionsOfPerson(actor, params),
);
