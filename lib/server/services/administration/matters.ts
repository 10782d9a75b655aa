import type { Actor } from '@/lib/server/services/actor';
import { noteAct } from '@/lib/server/services/administration/note-act';
import { requireAdministrator } from '@/lib/server/services/administrator';
import {
  listAllInvitations,
  revokeAnyInvitation,
} from '@/lib/server/services/operator/invitations';
import { listReports, markReport } from '@/lib/server/services/operator/reports';
import { describeServer } from '@/lib/server/services/operator/server';
import type { ReportDto, ServerDto } from '@/lib/shared/accounts/admin-schemas';

/** Invitations, reports and the server itself for administrators; as in `administration/people`. */

/** See `listAllInvitations`. */
export async function listInvitationsForAdministrator(
  actor: Actor,
  input: Parameters<typeof listAllInvitations>[0],
): ReturnType<typeof listAllInvitations> {
  await requireAdministrator(actor);
  return listAllInvitations(input);
}

/** See `revokeAnyInvitation`. */
export async function revokeInvitationOfAnybody(
  actor: Actor,
  { invitationId }: { invitationId: string },
): Promise<void> {
  await requireAdministrator(actor);
  await revokeAnyInvitation({ invitationId });
  noteAct(actor, 'invitation revoke', { invitation: invitationId });
}

/** See `listReports`. */
export async function listReportsForAdministrator(
  actor: Actor,
  input: Parameters<typeof listReports>[0],
): ReturnType<typeof listReports> {
  await requireAdministrator(actor);
  return listReports(input);
}

/** See `markReport`. */
export async function markReportAs(
  actor: Actor,
  { reportId, done }: { reportId: string; done: boolean },
): Promise<ReportDto> {
  await requireAdministrator(actor);
  const report = await markReport({ report: reportId, done });
  noteAct(actor, done ? 'report done' : 'report open', { report: reportId });
  return report;
}

/** See `describeServer`. */
export async function describeServerFor(actor: Actor): Promise<ServerDto> {
  await requireAdministrator(actor);
  return describeServer();
}
