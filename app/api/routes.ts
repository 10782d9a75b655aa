import * as adminInvitationsInvitationId from '@/app/api/admin/invitations/[invitationId]/route';
import * as adminInvitations from '@/app/api/admin/invitations/route';
import * as adminPeopleUserIdResetLink from '@/app/api/admin/people/[userId]/reset-link/route';
import * as adminPeopleUserId from '@/app/api/admin/people/[userId]/route';
import * as adminPeopleUserIdSessions from '@/app/api/admin/people/[userId]/sessions/route';
import * as adminPeople from '@/app/api/admin/people/route';
import * as adminReportsReportId from '@/app/api/admin/reports/[reportId]/route';
import * as adminReports from '@/app/api/admin/reports/route';
import * as adminServer from '@/app/api/admin/server/route';
import * as authAccount from '@/app/api/auth/account/route';
import * as authCheck from '@/app/api/auth/check/route';
import * as authHandle from '@/app/api/auth/handle/route';
import * as authLogin from '@/app/api/auth/login/route';
import * as authLogout from '@/app/api/auth/logout/route';
import * as authOptions from '@/app/api/auth/options/route';
import * as authPasskeysPasskeyId from '@/app/api/auth/passkeys/[passkeyId]/route';
import * as authPasskeysConfirm from '@/app/api/auth/passkeys/confirm/route';
import * as authPasskeysLoginOptions from '@/app/api/auth/passkeys/login/options/route';
import * as authPasskeysLogin from '@/app/api/auth/passkeys/login/route';
import * as authPasskeysOptions from '@/app/api/auth/passkeys/options/route';
import * as authPasskeys from '@/app/api/auth/passkeys/route';
import * as authPasskeysSignupOptions from '@/app/api/auth/passkeys/signup/options/route';
import * as authPasskeysSignup from '@/app/api/auth/passkeys/signup/route';
import * as authPassword from '@/app/api/auth/password/route';
import * as authPrivacy from '@/app/api/auth/privacy/route';
import * as authProfileLink from '@/app/api/auth/profile-link/route';
import * as authRecoveryCodes from '@/app/api/auth/recovery-codes/route';
import * as authReset from '@/app/api/auth/reset/route';
import * as authSecondFactor from '@/app/api/auth/second-factor/route';
import * as authSessionsSid from '@/app/api/auth/sessions/[sid]/route';
import * as authSessions from '@/app/api/auth/sessions/route';
import * as authSignup from '@/app/api/auth/signup/route';
import * as authUpdateProfile from '@/app/api/auth/update-profile/route';
import * as blocksUserId from '@/app/api/blocks/[userId]/route';
import * as blocks from '@/app/api/blocks/route';
import * as botsBotIdKey from '@/app/api/bots/[botId]/key/route';
import * as botsBotId from '@/app/api/bots/[botId]/route';
import * as botsBotIdWebhook from '@/app/api/bots/[botId]/webhook/route';
import * as bots from '@/app/api/bots/route';
import * as conversationsUserIdMessages from '@/app/api/conversations/[userId]/messages/route';
import * as conversationsUserId from '@/app/api/conversations/[userId]/route';
import * as healthLive from '@/app/api/health/live/route';
import * as healthReady from '@/app/api/health/ready/route';
import * as importsImportIdAcceptance from '@/app/api/imports/[importId]/acceptance/route';
import * as importsImportIdMessages from '@/app/api/imports/[importId]/messages/route';
import * as importsImportIdPicturesOrdinal from '@/app/api/imports/[importId]/pictures/[ordinal]/route';
import * as importsImportIdProposal from '@/app/api/imports/[importId]/proposal/route';
import * as importsImportId from '@/app/api/imports/[importId]/route';
import * as imports from '@/app/api/imports/route';
import * as invitationsInvitationId from '@/app/api/invitations/[invitationId]/route';
import * as invitations from '@/app/api/invitations/route';
import * as messagesIdChanges from '@/app/api/messages/[id]/changes/route';
import * as messagesIdFiles from '@/app/api/messages/[id]/files/route';
import * as messagesIdImages from '@/app/api/messages/[id]/images/route';
import * as messagesIdPreview from '@/app/api/messages/[id]/preview/route';
import * as messagesIdReaction from '@/app/api/messages/[id]/reaction/route';
import * as messagesId from '@/app/api/messages/[id]/route';
import * as messagesIdSeen from '@/app/api/messages/[id]/seen/route';
import * as messagesSendUserId from '@/app/api/messages/send/[userId]/route';
import * as messagesUsers from '@/app/api/messages/users/route';
import * as metrics from '@/app/api/metrics/route';
import * as openapiJson from '@/app/api/openapi.json/route';
import * as profileLinksKey from '@/app/api/profile-links/[key]/route';
import * as pushOptions from '@/app/api/push/options/route';
import * as pushSubscriptions from '@/app/api/push/subscriptions/route';
import * as reports from '@/app/api/reports/route';
import * as requestsUserId from '@/app/api/requests/[userId]/route';
import * as search from '@/app/api/search/route';
import * as uploadsFile from '@/app/api/uploads/[file]/route';
import * as uploadsResumableId from '@/app/api/uploads/resumable/[id]/route';
import * as uploadsResumable from '@/app/api/uploads/resumable/route';
import * as usersUserId from '@/app/api/users/[userId]/route';
import * as webhooksSecret from '@/app/api/webhooks/[secret]/route';
import type { ApiRoutes } from '@/lib/server/http/api';

/**
 * Every route of the API by its folder, so that `server.ts` can call the handlers itself; a test compares
 * the table with the folders. Next serves the same ones where it runs alone.
 */
export const apiRoutes: ApiRoutes = {
  'admin/invitations': adminInvitations,
  'admin/invitations/[invitationId]': adminInvitationsInvitationId,
  'admin/people': adminPeople,
  'admin/people/[userId]': adminPeopleUserId,
  'admin/people/[userId]/reset-link': adminPeopleUserIdResetLink,
  'admin/people/[userId]/sessions': adminPeopleUserIdSessions,
  'admin/reports': adminReports,
  'admin/reports/[reportId]': adminReportsReportId,
  'admin/server': adminServer,
  'auth/account': authAccount,
  'auth/check': authCheck,
  'auth/handle': authHandle,
  'auth/login': authLogin,
  'auth/logout': authLogout,
  'auth/options': authOptions,
  'auth/passkeys': authPasskeys,
  'auth/passkeys/[passkeyId]': authPasskeysPasskeyId,
  'auth/passkeys/confirm': authPasskeysConfirm,
  'auth/passkeys/login': authPasskeysLogin,
  'auth/passkeys/login/options': authPasskeysLoginOptions,
  'auth/passkeys/options': authPasskeysOptions,
  'auth/passkeys/signup': authPasskeysSignup,
  'auth/passkeys/signup/options': authPasskeysSignupOptions,
  'auth/password': authPassword,
  'auth/privacy': authPrivacy,
  'auth/profile-link': authProfileLink,
  'auth/recovery-codes': authRecoveryCodes,
  'auth/reset': authReset,
  'auth/second-factor': authSecondFactor,
  'auth/sessions': authSessions,
  'auth/sessions/[sid]': authSessionsSid,
  'auth/signup': authSignup,
  'auth/update-profile': authUpdateProfile,
  blocks: blocks,
  'blocks/[userId]': blocksUserId,
  bots: bots,
  'bots/[botId]': botsBotId,
  'bots/[botId]/key': botsBotIdKey,
  'bots/[botId]/webhook': botsBotIdWebhook,
  'conversations/[userId]': conversationsUserId,
  'conversations/[userId]/messages': conversationsUserIdMessages,
  'health/live': healthLive,
  'health/ready': healthReady,
  imports: imports,
  'imports/[importId]': importsImportId,
  'imports/[importId]/acceptance': importsImportIdAcceptance,
  'imports/[importId]/messages': importsImportIdMessages,
  'imports/[importId]/pictures/[ordinal]': importsImportIdPicturesOrdinal,
  'imports/[importId]/proposal': importsImportIdProposal,
  invitations: invitations,
  'invitations/[invitationId]': invitationsInvitationId,
  'messages/[id]': messagesId,
  'messages/[id]/changes': messagesIdChanges,
  'messages/[id]/files': messagesIdFiles,
  'messages/[id]/images': messagesIdImages,
  'messages/[id]/preview': messagesIdPreview,
  'messages/[id]/reaction': messagesIdReaction,
  'messages/[id]/seen': messagesIdSeen,
  'messages/send/[userId]': messagesSendUserId,
  'messages/users': messagesUsers,
  metrics: metrics,
  'openapi.json': openapiJson,
  'profile-links/[key]': profileLinksKey,
  'push/options': pushOptions,
  'push/subscriptions': pushSubscriptions,
  reports: reports,
  'requests/[userId]': requestsUserId,
  search: search,
  'uploads/[file]': uploadsFile,
  'uploads/resumable': uploadsResumable,
  'uploads/resumable/[id]': uploadsResumableId,
  'users/[userId]': usersUserId,
  'webhooks/[secret]': webhooksSecret,
};

/** Those that ask Next for the language of the caller, or belong to next-auth: Next serves them always. */
export const nextRoutes: readonly string[] = [
  'auth/[...nextauth]',
  'auth/email',
  'auth/email/confirm',
  'auth/export',
  'auth/forgot',
];
