import { route } from '@/lib/server/http/route';
import { listChanges } from '@/lib/server/services/messages/message-change';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.listChanges,
  ({ actor, params, query }) => listChanges(actor, { ...query, ...params }),
);
