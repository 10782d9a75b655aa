import { route } from '@/lib/server/http/route';
import { listSessions } from '@/lib/server/services/accounts/session';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.listSessions, ({ actor }) =>
  listSessions(actor),
);
