import { route } from '@/lib/server/http/route';
import { markReportAs } from '@/lib/server/services/administration/matters';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.adminMarkReport,
  async ({ actor, params, body }) => ({
    report: await markReportAs(actor, { ...params, ...body }),
  }),
);
