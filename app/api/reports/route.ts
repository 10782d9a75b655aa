import { route } from '@/lib/server/http/route';
import { reportPerson } from '@/lib/server/services/reports/report';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.report, async ({ actor, body }) => {
  await reportPerson(actor, body);
  return {};
});
