import { resetLetter } from '@/components/mail/reset-letter';
import { findLinkBase } from '@/lib/server/http/addresses';
import { route } from '@/lib/server/http/route';
import { requestReset } from '@/lib/server/services/accounts/reset';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.forgotPassword,
  async ({ origin, body, request }) => {
    const write = await resetLetter(findLinkBase(request.headers));
    await requestReset(origin, { ...body, write });
    return {};
  },
);
