import { failFor } from '@/lib/server/errors';
import { pageOf } from '@/lib/server/services/operator/page-of';
import type { ReportDto } from '@/lib/shared/accounts/admin-schemas';
import { Report, type ReportRecord } from '@/models/report';
import { User, type UserRecord } from '@/models/user';

/**
 * What was reported, for whoever runs the server. Nobody is asked who they are here, as in
 * `operator/accounts`.
 */

type Known = Pick<UserRecord, '_id' | 'fullName' | 'email' | 'disabledAt' | 'deletedAt'>;

function toReportDto(report: ReportRecord, known: Map<string, Known>): ReportDto {
  const { _id, reporterId, userId, message, createdAt, doneAt } = report;
  const findLiving = (id: string) => {
    const user = known.get(id);
    return user && !user.deletedAt ? user : null;
  };
  const user = findLiving(userId.toHexString());
  return {
    _id: _id.toHexString(),
    reporter: {
      _id: reporterId.toHexString(),
      fullName: findLiving(reporterId.toHexString())?.fullName ?? '',
    },
    user: {
      _id: userId.toHexString(),
      fullName: report.fullName,
      email: user?.email ?? '',
      disabled: Boolean(user?.disabledAt),
    },
    reason: report.reason,
    message: message && {
      _id: message._id.toHexString(),
      senderId: message.senderId.toHexString(),
      text: message.text,
      imageUrl: message.imageUrl,
      createdAt: message.createdAt.toISOString(),
      ...(message.importedFrom && { importedFrom: message.importedFrom }),
    },
    createdAt: createdAt.toISOString(),
    doneAt: doneAt?.toISOString() ?? null,
  };
}

/** With the names of those it is about and from, in one read. */
async function describe(reports: ReportRecord[]): Promise<ReportDto[]> {
  const ids = reports.flatMap(({ reporterId, userId }) => [reporterId, userId]);
  const users = await User.find({ _id: { $in: ids } })
    .select('fullName email disabledAt deletedAt')
    .lean<Known[]>();
  const known = new Map(users.map((user) => [user._id.toHexString(), user]));
  return reports.map((report) => toReportDto(report, known));
}

/**
 * What was reported, the latest first: what is open, or, with `all`, what is done as well. `total` counts
 * what is asked for on all pages.
 */
export async function listReports(input: {
  all: boolean;
  cursor?: string | undefined;
  limit: number;
}): Promise<{ reports: ReportDto[]; total: number; nextCursor: string | null }> {
  const found = input.all ? {} : { doneAt: null };
  const [rows, total] = await Promise.all([
    Report.find({ ...found, ...(input.cursor && { _id: { $lt: input.cursor } }) })
      .sort({ _id: -1 })
      .limit(input.limit + 1)
      .lean(),
    Report.countDocuments(found),
  ]);
  const { shown, nextCursor } = pageOf(rows, input.limit);
  return { reports: await describe(shown), total, nextCursor };
}

/** Marks a report as done, or as open again. Throws `not_found`. Idempotent. */
export async function markReport(input: { report: string; done: boolean }): Promise<ReportDto> {
  const doneAt = input.done ? new Date() : null;
  const report = await Report.findOneAndUpdate(
    { _id: input.report },
    { $set: { doneAt } },
    { returnDocument: 'after' },
  ).lean();
  const [described] = report ? await describe([report]) : [];
  if (!described) throw failFor('not_found', 'no_report');
  return described;
}
