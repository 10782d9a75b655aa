import { route } from '@/lib/server/http/route';
import { addImportPicture } from '@/lib/server/services/imports/draft';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.addImportPicture,
  async ({ actor, params, file }) => {
    await addImportPicture(actor, { ...params, image: file });
    return {};
  },
);
