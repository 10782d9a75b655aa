import { route } from '@/lib/server/http/route';
import { removePreview } from '@/lib/server/services/messages/previews/remove-preview';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.removePreview, ({ actor, params }) =>
  removePreview(actor, params),
);
