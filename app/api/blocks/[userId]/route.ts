import { route } from '@/lib/server/http/route';
import { blockPerson, unblockPerson } from '@/lib/server/services/people/block';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH } = route(api.blockPerson, async ({ actor, params }) => {
  await blockPerson(actor, params);
  return {};
});

export const { DELETE } = route(api.unblockPerson, async ({ actor, params }) => {
  await unblockPerson(actor, params);
  return {};
});
