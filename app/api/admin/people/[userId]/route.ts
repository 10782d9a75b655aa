import { route } from '@/lib/server/http/route';
import { changePerson, deletePerson } from '@/lib/server/services/administration/people';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH } = route(
  api.adminChangePerson,
  async ({ actor, params, body }) => ({
    account: await changePerson(actor, { ...params, ...body }),
  }),
);

export const { DELETE } = route(api.adminDeletePerson, async ({ actor, params }) => ({
  account: await deletePerson(actor, params),
}));
