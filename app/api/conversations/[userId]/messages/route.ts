import { route } from '@/lib/server/http/route';
import { clearConversation } from '@/lib/server/services/messages/clear-conversation';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.clearConversation, ({ actor, params }) =>
  clearConversation(actor, params),
);
