import { route } from '@/lib/server/http/route';
import { listBlocks } from '@/lib/server/services/people/block';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.listBlocks, ({ actor }) =>
  listBlocks(actor),
);
