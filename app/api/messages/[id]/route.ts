import { isDeliberateRead } from '@/lib/server/http/deliberate-read';
import { route } from '@/lib/server/http/route';
import { listMessages } from '@/lib/server/services/messages/message';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.listMessages,
  ({ actor, params, query, request }) =>
    listMessages(actor, {
      ...query,
      userId: params.userId,
      peek: query.peek === '1' || query.peek === 'true' || !isDeliberateRead(request),
    }),
);
