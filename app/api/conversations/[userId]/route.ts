import { route } from '@/lib/server/http/route';
import { setConversation } from '@/lib/server/services/conversation-settings/set-conversation';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.setConversation,
  ({ actor, params, body }) => setConversation(actor, { ...body, ...params }),
);
