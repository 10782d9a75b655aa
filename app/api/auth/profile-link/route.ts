import { route } from '@/lib/server/http/route';
import { getProfileLink, replaceProfileLink } from '@/lib/server/services/contacts/profile-link';
import { api } from '@/lib/shared/api';

export const { GET, POST, PATCH, DELETE } = route(api.getProfileLink, ({ actor }) =>
  getProfileLink(actor),
);

export const { PUT } = route(api.replaceProfileLink, ({ actor }) => replaceProfileLink(actor));
