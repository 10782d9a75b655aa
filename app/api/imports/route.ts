import { route } from '@/lib/server/http/route';
import { createImport } from '@/lib/server/services/imports/draft';
import { findImport } from '@/lib/server/services/imports/import';
import { api } from '@/lib/shared/api';

export const { GET, PUT, PATCH, DELETE } = route(api.findImport, ({ actor, query }) =>
  findImport(actor, query),
);
export const { POST } = route(api.createImport, ({ actor, body }) => createImport(actor, body));
