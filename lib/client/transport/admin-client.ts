import { createApiClient } from '@/lib/client/transport/api-client';
import type {
  AccountDto,
  MadeInvitationDto,
  ReportDto,
  ServerDto,
} from '@/lib/shared/accounts/admin-schemas';
import { adminUrls } from '@/lib/shared/accounts/admin-urls';

const { request } = createApiClient();

/** A page of a list, and where the next one begins. */
export interface AdminPage<T> {
  items: T[];
  /** Of all pages; null where that is not counted. */
  total: number | null;
  nextCursor: string | null;
}

/** Calls that only the administrators' page makes. */
export const adminClient = {
  people: async (url: string): Promise<AdminPage<AccountDto>> => {
    const { people, total, nextCursor } = await request<{
      people: AccountDto[];
      total: number;
      nextCursor: string | null;
    }>(url);
    return { items: people, total, nextCursor };
  },

  change: async (
    userId: string,
    body: { disabled?: boolean; role?: AccountDto['role'] },
  ): Promise<AccountDto> =>
    (await request<{ account: AccountDto }>(adminUrls.person(userId), { method: 'PATCH', body }))
      .account,

  remove: (userId: string) => request<object>(adminUrls.person(userId), { method: 'DELETE' }),

  endSessions: async (userId: string): Promise<number> =>
    (await request<{ ended: number }>(adminUrls.sessions(userId), { method: 'DELETE' })).ended,

  makeResetLink: (userId: string) =>
    request<{ path: string; minutes: number }>(adminUrls.resetLink(userId), { method: 'POST' }),

  invitations: async (url: string): Promise<AdminPage<MadeInvitationDto>> => {
    const { invitations, nextCursor } = await request<{
      invitations: MadeInvitationDto[];
      nextCursor: string | null;
    }>(url);
    return { items: invitations, total: null, nextCursor };
  },

  revoke: (invitationId: string) =>
    request<object>(adminUrls.invitation(invitationId), { method: 'DELETE' }),

  reports: async (url: string): Promise<AdminPage<ReportDto>> => {
    const { reports, total, nextCursor } = await request<{
      reports: ReportDto[];
      total: number;
      nextCursor: string | null;
    }>(url);
    return { items: reports, total, nextCursor };
  },

  mark: (reportId: string, done: boolean) =>
    request<object>(adminUrls.report(reportId), { method: 'PUT', body: { done } }),

  server: () => request<ServerDto>(adminUrls.server),
};
