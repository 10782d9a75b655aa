import { route } from '@/lib/server/http/route';
import { acceptImport } from '@/lib/server/services/imports/import';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.acceptImport, ({ actor, params }) =>
  acceptImport(actor, params),
);
