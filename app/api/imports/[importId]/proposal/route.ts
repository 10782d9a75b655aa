import { route } from '@/lib/server/http/route';
import { proposeImport } from '@/lib/server/services/imports/import';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.proposeImport, ({ actor, params }) =>
  proposeImport(actor, params),
);
