import { route } from '@/lib/server/http/route';
import { updateProfile } from '@/lib/server/services/accounts/account';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.updateProfile,
  async ({ actor, body, file }) => {
    const { profilePic, ...fields } = body;
    const user = await updateProfile(actor, {
      ...fields,
      ...(profilePic === null && { profilePic }),
      ...(file && { picture: file }),
    });
    return { user };
  },
);
