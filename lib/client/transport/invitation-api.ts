import { createApiClient } from '@/lib/client/transport/api-client';
import type { InvitationDto } from '@/lib/shared/dto';
import { apiUrls } from '@/lib/shared/urls';

const { request } = createApiClient();

/** Invitation links; fetched by those alone who look at theirs. */
export const invitationApi = {
  list: async (): Promise<InvitationDto[]> =>
    (await request<{ invitations: InvitationDto[] }>(apiUrls.invitations)).invitations,

  create: (body: { uses: number; days: number }) =>
    request<{ invitation: InvitationDto; token: string }>(apiUrls.invitations, {
      method: 'POST',
      body,
    }),

  revoke: (invitationId: string) =>
    request<object>(apiUrls.invitation(invitationId), { method: 'DELETE' }),
};

/** The key of the link by which others find the reader. */
export const profileLinkApi = {
  get: async (): Promise<string> => (await request<{ key: string }>(apiUrls.profileLink)).key,

  replace: async (): Promise<string> =>
    (await request<{ key: string }>(apiUrls.profileLink, { method: 'PUT' })).key,
};
