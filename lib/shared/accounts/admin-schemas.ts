import { z } from 'zod';
import { createInvitationInput } from '@/lib/shared/account-schemas';
import { invitationDto, isoDate } from '@/lib/shared/dto';
import { objectId } from '@/lib/shared/ids';
import { importSource } from '@/lib/shared/import/import-source';
import { PAGE_DEFAULT_COUNT, PAGE_MAX_COUNT } from '@/lib/shared/limits';

/**
 * What the operator's command and the server tell each other over the socket file, and what the
 * administrators' page asks for.
 */

const person = z
  .string({ error: 'is required' })
  .trim()
  .min(1, 'is required')
  .max(300)
  .meta({ description: 'An e-mail address, or the id of an account.' });

const accountDto = z
  .object({
    _id: z.string(),
    fullName: z.string(),
    email: z.string().meta({ description: 'Empty for an account without one.' }),
    role: z.enum(['administrator', 'member']),
    disabled: z.boolean(),
    sessions: z.int(),
    createdAt: isoDate,
    lastSeenAt: isoDate.nullable(),
  })
  .meta({ id: 'Account' });
export type AccountDto = z.infer<typeof accountDto>;

const statsDto = z.object({
  people: z.int(),
  disabled: z.int(),
  sessions: z.int(),
  conversations: z.int(),
  messages: z.int(),
  messagesLastDay: z.int(),
  messagesLastWeek: z.int(),
  databaseBytes: z.int().nullable().meta({ description: 'Null with MONGODB_URI.' }),
  uploads: z
    .object({ count: z.int(), bytes: z.int() })
    .nullable()
    .meta({ description: 'Null with Cloudinary.' }),
  freeDiskBytes: z
    .int()
    .nullable()
    .meta({ description: 'Of the disk with the data folder; null where the system does not say.' }),
  openReports: z.int(),
});
export type StatsDto = z.infer<typeof statsDto>;

const reporter = z.object({
  _id: z.string(),
  fullName: z.string().meta({ description: '"" for somebody who is no more.' }),
});

const reportDto = z
  .object({
    _id: z.string(),
    reporter,
    user: reporter.extend({
      fullName: z.string().meta({ description: 'As it was when it was reported.' }),
      email: z.string().meta({ description: '"" for somebody who is no more.' }),
      disabled: z.boolean(),
    }),
    reason: z.string(),
    message: z
      .object({
        _id: z.string(),
        senderId: z.string(),
        text: z.string(),
        imageUrl: z.string().nullable(),
        createdAt: isoDate,
        importedFrom: importSource.optional().meta({
          description: 'Where it was written, if not here: one of the two brought it in.',
        }),
      })
      .nullable()
      .meta({ description: 'As it was when it was reported.' }),
    createdAt: isoDate,
    doneAt: isoDate.nullable(),
  })
  .meta({ id: 'Report' });
export type ReportDto = z.infer<typeof reportDto>;

const serverDto = z.object({
  version: z.string(),
  nodeVersion: z.string(),
  stats: statsDto,
  settings: z.object({
    signUp: z.enum(['open', 'invite', 'closed']),
    people: z.enum(['listed', 'contacts']),
    passwords: z.boolean(),
    mailFrom: z.string().nullable().meta({ description: 'Null where no mail is sent.' }),
    provider: z.object({ name: z.string(), issuer: z.string() }).nullable(),
    publicUrl: z.string().nullable(),
    trustedProxyHops: z.int(),
    rateLimits: z.boolean(),
    database: z.enum(['built-in', 'mongodb']),
    images: z.enum(['disk', 'cloudinary']),
    redis: z.boolean(),
  }),
});
export type ServerDto = z.infer<typeof serverDto>;

const madeInvitationDto = invitationDto.extend({ maker: reporter }).meta({ id: 'MadeInvitation' });
export type MadeInvitationDto = z.infer<typeof madeInvitationDto>;

const PEOPLE_DEFAULT_COUNT = 100;
const PEOPLE_MAX_COUNT = 10_000;
const account = z.object({ account: accountDto });
const limit = (most: number, usual: number) =>
  z.coerce
    .number({ error: 'must be a whole number' })
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(most, `must be at most ${most}`)
    .default(usual);

/** The operator's commands: what each takes and what it answers. */
export const adminCommands = {
  people: {
    input: z.object({
      q: z.string().max(300).optional(),
      limit: limit(PEOPLE_MAX_COUNT, PEOPLE_DEFAULT_COUNT),
    }),
    output: z.object({ people: z.array(accountDto), total: z.int() }),
  },
  invite: {
    input: createInvitationInput,
    output: z.object({
      link: z.string(),
      uses: z.int(),
      days: z.int(),
      isPublic: z.boolean().meta({ description: 'The address is the one people type.' }),
    }),
  },
  disable: { input: z.object({ person }), output: account },
  enable: { input: z.object({ person }), output: account },
  delete: { input: z.object({ person }), output: account },
  'reset-link': {
    input: z.object({ person }),
    output: z.object({
      link: z.string(),
      fullName: z.string(),
      email: z.string().meta({ description: 'Empty for an account without one.' }),
      minutes: z.int(),
      isPublic: z.boolean().meta({ description: 'The address is the one people type.' }),
    }),
  },
  'second-factor off': { input: z.object({ person }), output: account },
  'sessions end': { input: z.object({ person }), output: z.object({ ended: z.int() }) },
  reports: {
    input: z.object({
      all: z.boolean().default(false).meta({ description: 'Those that are done as well.' }),
      limit: limit(PEOPLE_MAX_COUNT, PEOPLE_DEFAULT_COUNT),
    }),
    output: z.object({ reports: z.array(reportDto), total: z.int() }),
  },
  'reports done': {
    input: z.object({ report: objectId }),
    output: z.object({ report: reportDto }),
  },
  stats: { input: z.object({}), output: statsDto },
} as const;

export type AdminCommand = keyof typeof adminCommands;
export type AdminInput<C extends AdminCommand> = z.output<(typeof adminCommands)[C]['input']>;
export type AdminOutput<C extends AdminCommand> = z.output<(typeof adminCommands)[C]['output']>;

export function isAdminCommand(name: string): name is AdminCommand {
  return Object.hasOwn(adminCommands, name);
}

const page = {
  cursor: objectId.optional(),
  limit: limit(PAGE_MAX_COUNT, PAGE_DEFAULT_COUNT),
};
const nextCursor = z.string().nullable();

/** What the administrators' page asks for, and what it is answered. */
export const adminShapes = {
  personParams: z.object({ userId: objectId }),
  peopleQuery: z.object({ q: z.string().max(300).optional(), ...page }),
  peopleAnswer: z.object({ people: z.array(accountDto), total: z.int(), nextCursor }),
  changeBody: z
    .object({
      disabled: z.boolean({ error: 'must be true or false' }),
      role: z.enum(['administrator', 'member'], { error: 'must be administrator or member' }),
    })
    .partial(),
  accountAnswer: account,
  endedAnswer: z.object({ ended: z.int() }),
  resetLinkAnswer: z.object({
    path: z.string().meta({ description: 'Of the link; its token is told once.' }),
    minutes: z.int(),
  }),
  invitationParams: z.object({ invitationId: objectId }),
  pageQuery: z.object(page),
  invitationsAnswer: z.object({ invitations: z.array(madeInvitationDto), nextCursor }),
  reportParams: z.object({ reportId: objectId }),
  reportsQuery: z.object({ all: z.literal('1').optional(), ...page }),
  reportsAnswer: z.object({ reports: z.array(reportDto), total: z.int(), nextCursor }),
  reportBody: z.object({ done: z.boolean({ error: 'must be true or false' }) }),
  reportAnswer: z.object({ report: reportDto }),
  serverAnswer: serverDto,
} as const;

/** One call over the socket file. */
export const adminCall = z.object({ command: z.string(), input: z.unknown() });
