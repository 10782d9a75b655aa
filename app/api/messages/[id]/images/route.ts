import { route } from '@/lib/server/http/route';
import { listImages } from '@/lib/server/services/messages/shared-upload';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.listImages, ({ actor, params, query }) =>
  listImages(actor, { ...query, userId: params.userId }),
);
