import { route } from '@/lib/server/http/route';
import { listReportsForAdministrator } from '@/lib/server/services/administration/matters';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.adminListReports, ({ actor, query }) =>
  listReportsForAdministrator(actor, { ...query, all: query.all === '1' }),
);
