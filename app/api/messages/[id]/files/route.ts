import { route } from '@/lib/server/http/route';
import { listFiles } from '@/lib/server/services/messages/shared-upload';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.listFiles, ({ actor, params, query }) =>
  listFiles(actor, { ...query, userId: params.userId }),
);
