import { route } from '@/lib/server/http/route';
import { markSeen } from '@/lib/server/services/messages/receipt';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.markSeen, ({ actor, params }) =>
  markSeen(actor, params),
);
