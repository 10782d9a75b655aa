import { route } from '@/lib/server/http/route';
import { searchMessages } from '@/lib/server/services/search/search';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.searchMessages, ({ actor, query }) =>
  searchMessages(actor, query),
);
