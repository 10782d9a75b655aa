import { route } from '@/lib/server/http/route';
import { getPrivacy, setPrivacy } from '@/lib/server/services/accounts/privacy';
import { api } from '@/lib/shared/api';

export const { GET, POST, PATCH, DELETE } = route(api.getPrivacy, ({ actor }) => getPrivacy(actor));
export const { PUT } = route(api.setPrivacy, ({ actor, body }) => setPrivacy(actor, body));
