import { route } from '@/lib/server/http/route';
import { openProfileLink } from '@/lib/server/services/contacts/profile-link';
import { getPerson } from '@/lib/server/services/people/people';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.openProfileLink,
  async ({ actor, params }) => {
    const { userId } = await openProfileLink(actor, params);
    return { user: await getPerson(actor, userId) };
  },
);
