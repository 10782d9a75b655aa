import { User } from '@/models/user';

/** What has to be done once to the contents of a database that older versions have written. */
export interface Step {
  /** Noted in the database once it is done, so it never changes. */
  name: string;
  /**
   * Idempotent, because a crash in the middle has it done again; and such that nodes of the version before,
   * which may still run, go on working. It is to stop, and may return early, when `isOver` says so.
   */
  run(isOver: () => boolean): Promise<void>;
}

/**
 * Removes the index by which every account had to have an e-mail address of its own; the one in its place
 * has been built by then.
 */
async function dropOldEmailIndex(): Promise<void> {
  const indexes = await User.collection.indexes();
  if (indexes.some(({ name }) => name === 'email_1')) await User.collection.dropIndex('email_1');
}

/**
 * Gives a server from before there were roles its administrator: the account it began with. Does nothing
 * where any account has a role.
 */
async function giveAdministrator(): Promise<void> {
  if (await User.exists({ role: { $exists: true } })) return;
  const oldest = await User.findOne().sort({ _id: 1 }).select('_id').lean();
  if (!oldest) return;
  // The administrator last: if the process ends in between, the next start does all of this again.
  await User.updateMany(
    { _id: { $ne: oldest._id }, role: { $exists: false } },
    { $set: { role: 'member' } },
  );
  await User.updateOne({ _id: oldest._id }, { $set: { role: 'administrator', isFirst: true } });
}

/**
 * Every step there has ever been, in their order: a new one goes to the end, and none is taken out. Their
 * number is the version of the schema. What takes minutes belongs into `lib/server/services/backfills.ts`.
 */
export const STEPS: Step[] = [
  { name: 'accounts without an e-mail address', run: dropOldEmailIndex },
  { name: 'an administrator', run: giveAdministrator },
];
