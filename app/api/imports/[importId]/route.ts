import { route } from '@/lib/server/http/route';
import { deleteImport } from '@/lib/server/services/imports/import';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.deleteImport, ({ actor, params }) =>
  deleteImport(actor, params),
);
