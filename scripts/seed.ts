/**
 * Fills the database with a demo: people with pictures and bios, and conversations with text and
 * images over several months. Runs beside a server as well, and running it again adds nothing.
 */
import { createHash } from 'node:crypto';
import nextEnv from '@next/env';
import mongoose from 'mongoose';
import { closePasswords, hashPassword } from '@/lib/server/crypto/password';
import { closeDatabase, connectDatabase } from '@/lib/server/db';
import { isDuplicateKey } from '@/lib/server/errors';
import { closeImages, processAvatar, processImage } from '@/lib/server/images/process';
import { imageStore } from '@/lib/server/images/store';
import { closeRedis } from '@/lib/server/redis';
import { createUser } from '@/lib/server/services/accounts/setup';
import { appendMessage, changeMessage } from '@/lib/server/services/messages/conversation-writer';
import { nameFields } from '@/lib/server/services/people/names';
import { stopFillingTerms } from '@/lib/server/services/words/fill-terms';
import type { ImageDto } from '@/lib/shared/dto';
import { directConversationId } from '@/lib/shared/ids';
import { DAY_MS } from '@/lib/shared/limits';
import { fold } from '@/lib/shared/text';
import { Conversation } from '@/models/conversation';
import { Message } from '@/models/message';
import { User } from '@/models/user';
import {
  DEMO_PASSWORD,
  type DemoPerson,
  type DemoTalk,
  NOTES,
  PEOPLE,
  TALKS,
} from './demo/content';
import { numbersOf, paintAvatar, paintScene } from './demo/pictures';
import { isScene, type Line, readTalk } from './demo/talk';
import { requireNoWords, runCommand } from './support/command';

const HELP = `Fills the database with a demo: people with pictures and bios, and conversations with text and pictures
over several months. Runs beside a server as well; run again, it adds nothing.

  --json  one line for programs
  --help  this text`;

const MINUTE_MS = 60_000;
/** Everybody was here before the first message. */
const JOINED_DAYS_AGO = 157;

/** The same text always gives the same number, so every run plans the same demo. */
const digest = (text: string) => createHash('sha256').update(text).digest();
function uuidOf(text: string): string {
  const hex = digest(text).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A name that can stand in an address, or the place in the list where a name has no Latin letters. */
function emailOf(fullName: string, index: number): string {
  const first = fold(fullName).split(' ')[0] ?? '';
  return `${/^[a-z]+$/.test(first) ? first : `person-${index}`}@demo.example`;
}

async function seedPerson(person: DemoPerson, index: number) {
  const { fullName, bio, avatar: scene, timeZone, minutesAway } = person;
  const email = emailOf(fullName, index);
  const known = await User.findOne({ email }).lean();
  if (known) return { id: known._id, email, fullName };
  const _id = new mongoose.Types.ObjectId();
  const avatar = await processAvatar({ bytes: await paintAvatar(fullName, scene ?? null) });
  await createUser(
    {
      _id,
      email,
      bio,
      ...(timeZone && { timeZone }),
      passwordHash: await hashPassword(DEMO_PASSWORD),
      profilePic: await imageStore().put({
        name: `avatar-${_id.toHexString()}-${uuidOf(email)}.${avatar.extension}`,
        bytes: avatar.bytes,
      }),
      ...nameFields(fullName),
      lastSeenAt: new Date(Date.now() - minutesAway * MINUTE_MS),
      createdAt: new Date(Date.now() - (JOINED_DAYS_AGO + index) * DAY_MS),
    },
    { memberRefusal: null },
  );
  return { id: _id, email, fullName };
}

type Demo = Awaited<ReturnType<typeof seedPerson>>;

async function storePicture(
  sender: Demo,
  { scene, clientId }: { scene: string; clientId: string },
): Promise<ImageDto> {
  if (!isScene(scene)) throw new Error(`the demo has no picture of ${scene}`);
  const next = numbersOf(clientId);
  const processed = await processImage({
    bytes: await paintScene(scene, clientId, next() < 0.3),
  });
  const name = `message-${sender.id.toHexString()}-${clientId}-${uuidOf(clientId)}.${processed.extension}`;
  return {
    url: await imageStore().put({ name, bytes: processed.bytes }),
    width: processed.width,
    height: processed.height,
    placeholder: processed.placeholder,
  };
}

/** Adds one message unless it is there. */
async function seedMessage(
  { from, to, line }: { from: Demo; to: Demo; line: Line },
  clientId: string,
): Promise<boolean> {
  if (await Message.exists({ senderId: from.id, clientId })) return false;
  const { reaction, answersAbove, isEdited } = line;
  const image = line.scene ? await storePicture(from, { scene: line.scene, clientId }) : null;
  const conversationId = directConversationId(from.id.toHexString(), to.id.toHexString());
  const answered =
    answersAbove !== null &&
    (await Message.findOne({ conversationId })
      .sort({ seq: -1 })
      .skip(answersAbove - 1)
      .lean());
  try {
    const message = await appendMessage(
      conversationId,
      Promise.resolve({
        _id: new mongoose.Types.ObjectId(),
        conversationId,
        senderId: from.id,
        receiverId: to.id,
        text: line.text,
        image,
        ...(answered && { replyToId: answered._id }),
        clientId,
        createdAt: line.at,
        editedAt: null,
        deletedAt: null,
      }),
    );
    if (reaction || isEdited) {
      const reactions = reaction ? [{ userId: to.id, emoji: reaction }] : [];
      const editedAt = isEdited ? new Date(line.at.getTime() + MINUTE_MS) : null;
      await changeMessage(message, () => ({ set: { reactions, editedAt } }));
    }
    return true;
  } catch (error) {
    // Somebody else is seeding at the same time: theirs is the same message.
    if (isDuplicateKey(error, 'clientId')) return false;
    throw error;
  }
}

interface Talk extends Pick<DemoTalk, 'lines' | 'unseen'> {
  first: Demo;
  second: Demo;
}

/** Adds what is missing of a conversation, and reads it as far as it has been read. */
async function seedTalk({ first, second, lines, unseen = [0, 0] }: Talk): Promise<number> {
  let added = 0;
  for (const [index, line] of readTalk(lines, new Date()).entries()) {
    const [from, to] = line.isFirst ? [first, second] : [second, first];
    const clientId = uuidOf(`${first.email}/${second.email}/${index}/${line.text}`);
    if (await seedMessage({ from, to, line }, clientId)) added++;
  }
  if (added === 0) return 0;
  const _id = directConversationId(first.id.toHexString(), second.id.toHexString());
  const row = await Conversation.findById(_id).lean();
  for (const [index, { id }] of [first, second].entries()) {
    const seenSeq = (row?.lastSeq ?? 0) - (unseen[index] ?? 0);
    await Conversation.updateOne(
      { _id, 'members.userId': id },
      { $max: { 'members.$.seenSeq': seenSeq, 'members.$.deliveredSeq': seenSeq } },
    );
  }
  return added;
}

async function seed() {
  nextEnv.loadEnvConfig(process.cwd());
  await connectDatabase();
  const people: Demo[] = [];
  for (const [index, person] of PEOPLE.entries()) people.push(await seedPerson(person, index));
  const at = (index: number): Demo => {
    const person = people[index];
    if (!person) throw new Error(`the demo has no person ${index}`);
    return person;
  };
  let added = await seedTalk({ first: at(0), second: at(0), lines: NOTES });
  for (const { between, ...talk } of TALKS) {
    added += await seedTalk({ first: at(between[0]), second: at(between[1]), ...talk });
  }
  await closePasswords();
  closeImages();
  await stopFillingTerms();
  await closeDatabase();
  closeRedis();
  return { added, people: [at(0), at(1)] };
}

runCommand({
  help: HELP,
  options: {},
  async run({ positionals }) {
    requireNoWords(positionals);
    const { added, people } = await seed();
    const text = [
      added > 0 ? `Added ${added} messages.` : 'The demo is there already; nothing added.',
      'Sign in with either of these:',
      ...people.map(
        ({ email, fullName }) => `  ${email}  password: ${DEMO_PASSWORD}  (${fullName})`,
      ),
    ].join('\n');
    const accounts = people.map(({ email, fullName }) => ({
      email,
      fullName,
      password: DEMO_PASSWORD,
    }));
    return { text, output: { added, accounts } };
  },
});
