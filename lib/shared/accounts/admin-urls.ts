import { pages, withQuery } from '@/lib/shared/urls';

/** Addresses of the administrators' page, which no first screen needs: they stay out of what everybody fetches. */
const part = encodeURIComponent;

export const adminPages = {
  people: `${pages.administration}/people`,
  invitations: `${pages.administration}/invitations`,
  reports: `${pages.administration}/reports`,
  server: `${pages.administration}/server`,
} as const;

export const adminUrls = {
  people: (query: { q?: string; cursor?: string } = {}) => withQuery('/api/admin/people', query),
  person: (userId: string) => `/api/admin/people/${part(userId)}`,
  sessions: (userId: string) => `/api/admin/people/${part(userId)}/sessions`,
  resetLink: (userId: string) => `/api/admin/people/${part(userId)}/reset-link`,
  invitations: (query: { cursor?: string } = {}) => withQuery('/api/admin/invitations', query),
  invitation: (invitationId: string) => `/api/admin/invitations/${part(invitationId)}`,
  reports: (query: { all?: '1'; cursor?: string } = {}) => withQuery('/api/admin/reports', query),
  report: (reportId: string) => `/api/admin/reports/${part(reportId)}`,
  server: '/api/admin/server',
} as const;
