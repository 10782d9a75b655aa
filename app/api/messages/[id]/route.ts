import { isDeliberateRead } from '@/lib/server/http/deliberate-read';
import { route } from '@/lib/server/http/route';
import { listMessages } from '@/lib/server/services/messages/message';
import { deleteMessage, editMessage } from '@/lib/server/services/messages/message-change';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT } = route(api.listMessages, ({ actor, params, query, request }) =>
  listMessages(actor, {
    ...query,
    userId: params.userId,
    peek: query.peek === '1' || query.peek === 'true' || !isDeliberateRead(request),
  }),
);

export const { PATCH } = route(api.editMessage, ({ actor, params, body }) =>
  editMessage(actor, { ...body, ...params }),
);

export const { DELETE } = route(api.deleteMessage, ({ actor, params, query }) =>
  deleteMessage(actor, { ...query, ...params }),
);
