import { route } from '@/lib/server/http/route';
import { addImportMessages } from '@/lib/server/services/imports/draft';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.addImportMessages,
  ({ actor, params, body }) => addImportMessages(actor, { ...params, ...body }),
);
