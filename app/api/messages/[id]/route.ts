import { route } from '@/lib/server/http/route';
import { listMessages } from '@/lib/server/services/message';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.listMessages,
  ({ actor, params, query }) =>
    listMessages(actor, {
      ...query,
      userId: params.userId,
      peek: query.peek === '1' || query.peek === 'true',
    }),
);
