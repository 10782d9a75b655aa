import { route } from '@/lib/server/http/route';
import { getPushOptions } from '@/lib/server/services/push/subscription';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(api.getPushOptions, async () =>
  getPushOptions(),
);
