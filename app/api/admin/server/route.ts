import { route } from '@/lib/server/http/route';
import { describeServerFor } from '@/lib/server/services/administration/matters';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.adminDescribeServer, ({ actor }) =>
  describeServerFor(actor),
);
