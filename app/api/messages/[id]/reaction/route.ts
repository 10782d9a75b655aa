import { route } from '@/lib/server/http/route';
import { setReaction } from '@/lib/server/services/messages/message-change';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.setReaction, ({ actor, params, body }) =>
  setReaction(actor, { ...body, ...params }),
);
