import { emailLetter } from '@/components/mail/email-letters';
import { findRelyingParty } from '@/lib/server/auth/relying-party';
import { findLinkBase } from '@/lib/server/http/addresses';
import { route } from '@/lib/server/http/route';
import { changeEmail } from '@/lib/server/services/accounts/email-change';
import { api } from '@/lib/shared/api';

export const { GET, POST, PUT, PATCH, DELETE } = route(
  api.changeEmail,
  async ({ actor, body, request }) => {
    const write = await emailLetter(findLinkBase(request.headers));
    const party = findRelyingParty(request.headers);
    return changeEmail(actor, { ...body, party, write });
  },
);
