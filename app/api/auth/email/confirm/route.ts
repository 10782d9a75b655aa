import { emailNotice } from '@/components/mail/email-letters';
import { route } from '@/lib/server/http/route';
import { confirmEmail } from '@/lib/server/services/accounts/email-change';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.confirmEmail,
  async ({ origin, body }) => {
    await confirmEmail(origin, { ...body, write: await emailNotice() });
    return {};
  },
);
