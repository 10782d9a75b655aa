import type {
  AccountDto,
  AdminCommand,
  AdminOutput,
  ReportDto,
} from '@/lib/shared/accounts/admin-schemas';

export const HELP = `The operator's commands, beside a running server or without one.

  npm run admin -- people [--q TEXT] [--limit N]   who has an account
  npm run admin -- invite [--uses N] [--days N]    a link by which people can make an account
  npm run admin -- disable PERSON                  cannot sign in any more; every session ends
  npm run admin -- enable PERSON                   can sign in again
  npm run admin -- delete PERSON [--yes]           deletes the account for good
  npm run admin -- reset-link PERSON               a link to a new password, good for an hour
  npm run admin -- second-factor off PERSON        the password alone signs in again
  npm run admin -- sessions end PERSON             signs somebody out everywhere
  npm run admin -- reports [--all] [--limit N]     what was reported and is open; --all: done as well
  npm run admin -- reports done REPORT             takes a report off that list
  npm run admin -- stats                           what there is, in numbers

PERSON is an e-mail address, or an id as "people" shows it; REPORT an id as "reports" shows it.

  --json   the answer as one line of JSON, for programs (with npm run -s)
  --yes    does not ask back
  --help   this text

Ends with 0 when done, 1 when not, 2 when the command was not understood.`;

const ELSEWHERE =
  'Elsewhere than on this machine, the link begins with the address Parley is opened at.';

const MEGABYTE = 1024 * 1024;
const megabytes = (bytes: number): string => `${(bytes / MEGABYTE).toFixed(1)} MB`;
const day = (iso: string | null): string => iso?.slice(0, 10) ?? 'never';

/** Characters that move the cursor or hide text would let a name say what it likes in a terminal. */
const shown = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, '');

function table(rows: string[][]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? '')].length)),
  );
  const pad = (cell: string, column: number) =>
    cell + ' '.repeat((widths[column] ?? 0) - [...cell].length);
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}

const stateOf = ({ disabled, role }: AccountDto): string =>
  [role === 'administrator' ? role : '', disabled ? 'disabled' : ''].filter(Boolean).join(', ');

const named = ({ _id, fullName, email }: AccountDto): string =>
  `${shown(fullName)} (${email || _id})`;

/** Of several lines, each line of somebody else's after a bar, so that none passes for one of ours. */
const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  | ${shown(line)}`)
    .join('\n');

function reportText({
  _id,
  createdAt,
  doneAt,
  reporter,
  user,
  reason,
  message,
}: ReportDto): string {
  const about = [shown(user.fullName), user.email ? `(${user.email})` : '(account deleted)'];
  if (user.disabled) about.push('disabled');
  return [
    `${_id}  ${day(createdAt)}${doneAt ? `  done ${day(doneAt)}` : ''}`,
    `about ${about.join(' ')}, from ${shown(reporter.fullName) || 'somebody who is no more'}:`,
    quoted(reason),
    ...(message
      ? [
          `the message, of ${day(message.createdAt)}${message.senderId === user._id ? '' : ', by who reported it'}:`,
          quoted(
            [
              message.text,
              message.imageUrl && '(an image)',
              message.importedFrom && '(not written here, but brought in by one of the two)',
            ]
              .filter(Boolean)
              .join('\n'),
          ),
        ]
      : []),
  ].join('\n');
}

/** What each command's answer says to a person. */
export const DESCRIBE: { [C in AdminCommand]: (output: AdminOutput<C>) => string } = {
  people: ({ people, total }) =>
    [
      table([
        ['id', 'name', 'e-mail', 'joined', 'last seen', 'sessions', 'state'],
        ...people.map((each) => [
          each._id,
          shown(each.fullName),
          each.email,
          day(each.createdAt),
          day(each.lastSeenAt),
          String(each.sessions),
          stateOf(each),
        ]),
      ]),
      people.length < total
        ? `${people.length} of ${total}; --limit shows more.`
        : `${total} in all.`,
    ].join('\n'),
  invite: ({ link, uses, days, isPublic }) =>
    [
      `For ${uses === 1 ? 'one person' : `${uses} people`}, within ${days === 1 ? 'a day' : `${days} days`}:`,
      link,
      ...(isPublic ? [] : [ELSEWHERE]),
    ].join('\n'),
  disable: ({ account }) =>
    `${named(account)} cannot sign in any more, and was signed out everywhere.`,
  enable: ({ account }) => `${named(account)} can sign in again.`,
  delete: ({ account }) => `The account of ${named(account)} was deleted.`,
  'reset-link': ({ link, fullName, email, minutes, isPublic }) =>
    [
      `For ${email || shown(fullName)}, once and within ${minutes} minutes:`,
      link,
      ...(isPublic
        ? []
        : [
            'Elsewhere than on this machine, the link begins with the address Parley is opened at.',
          ]),
    ].join('\n'),
  'second-factor off': ({ account }) => `${named(account)} can sign in with the password alone.`,
  'sessions end': ({ ended }) =>
    ended === 1 ? 'One session was ended.' : `${ended} sessions were ended.`,
  reports: ({ reports, total }) =>
    [
      ...reports.map(reportText),
      reports.length < total
        ? `${reports.length} of ${total}; --limit shows more.`
        : `${total} in all.`,
    ].join('\n\n'),
  'reports done': ({ report }) => `The report about ${shown(report.user.fullName)} is done.`,
  stats: (stats) =>
    table([
      ['people', `${stats.people}${stats.disabled ? ` (${stats.disabled} disabled)` : ''}`],
      ['sessions', String(stats.sessions)],
      ['conversations', String(stats.conversations)],
      ['messages', String(stats.messages)],
      ['  in the last day', String(stats.messagesLastDay)],
      ['  in the last week', String(stats.messagesLastWeek)],
      ['open reports', String(stats.openReports)],
      ...(stats.databaseBytes === null ? [] : [['database', megabytes(stats.databaseBytes)]]),
      ...(stats.uploads
        ? [['uploads', `${stats.uploads.count} files, ${megabytes(stats.uploads.bytes)}`]]
        : []),
      ...(stats.freeDiskBytes === null ? [] : [['free on disk', megabytes(stats.freeDiskBytes)]]),
    ]),
};
