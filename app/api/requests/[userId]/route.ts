import { route } from '@/lib/server/http/route';
import { acceptRequest, deleteRequest } from '@/lib/server/services/messages/request';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH } = route(api.acceptRequest, ({ actor, params }) =>
  acceptRequest(actor, params),
);
export const { DELETE } = route(api.deleteRequest, ({ actor, params }) =>
  deleteRequest(actor, params),
);
