/**
 * Fills the database with a demo: people with pictures and bios, and conversations with text and
 * images over several months. Runs beside a server as well, and running it again adds nothing.
 */
import { createHash } from 'node:crypto';
import nextEnv from '@next/env';
import mongoose from 'mongoose';
import sharp from 'sharp';
import { closePasswords, hashPassword } from '@/lib/server/crypto/password';
import { closeDatabase, connectDatabase } from '@/lib/server/db';
import { isDuplicateKey } from '@/lib/server/errors';
import { closeImages, processAvatar, processImage } from '@/lib/server/images/process';
import { imageStore } from '@/lib/server/images/store';
import { closeRedis } from '@/lib/server/redis';
import { appendMessage } from '@/lib/server/services/conversation-writer';
import { nameFields } from '@/lib/server/services/names';
import { createUser } from '@/lib/server/services/setup';
import { directConversationId } from '@/lib/shared/ids';
import { fold } from '@/lib/shared/text';
import { Conversation } from '@/models/conversation';
import { Message } from '@/models/message';
import { User } from '@/models/user';
import { DEMO_PASSWORD, EXCHANGES, PEOPLE, PICTURES } from './seed-content';

const DAY_MS = 24 * 60 * 60_000;
const MONTHS_BACK_DAYS = 150;

/** The same text always gives the same number, so every run plans the same demo. */
const digest = (text: string) => createHash('sha256').update(text).digest();
const numberOf = (text: string) => digest(text).readUInt32BE(0);

function uuidOf(text: string): string {
  const hex = digest(text).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A painted picture: hills under a sky, in the colours of a name. */
function paint(
  name: string,
  { width, height }: { width: number; height: number },
): Promise<Buffer> {
  const hue = numberOf(name) % 360;
  const hills = [0.55, 0.7, 0.85].map((level, index) => {
    const y = height * level;
    const wave = height * 0.12 * (1 + (numberOf(`${name}${index}`) % 10) / 10);
    const lightness = 58 - index * 14;
    return `<path d="M0 ${y} C ${width * 0.3} ${y - wave}, ${width * 0.6} ${y + wave}, ${width} ${y - wave / 2} V ${height} H 0 Z" fill="hsl(${hue} 45% ${lightness}%)"/>`;
  });
  const sun = `<circle cx="${width * (0.2 + (hue % 60) / 100)}" cy="${height * 0.28}" r="${height * 0.1}" fill="hsl(${(hue + 40) % 360} 90% 80%)"/>`;
  const sky = `<rect width="${width}" height="${height}" fill="hsl(${(hue + 200) % 360} 60% 84%)"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${sky}${sun}${hills.join('')}</svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

async function seedPerson({ fullName, bio }: { fullName: string; bio: string }) {
  const email = `${fold(fullName).split(' ')[0]}@demo.example`;
  const known = await User.findOne({ email }).lean();
  if (known) return { id: known._id, email, fullName };
  const _id = new mongoose.Types.ObjectId();
  const avatar = await processAvatar({
    bytes: await paint(fullName, { width: 512, height: 512 }),
  });
  await createUser({
    _id,
    email,
    bio,
    passwordHash: await hashPassword(DEMO_PASSWORD),
    profilePic: await imageStore().put({
      name: `avatar-${_id.toHexString()}-${uuidOf(email)}.${avatar.extension}`,
      bytes: avatar.bytes,
    }),
    ...nameFields(fullName),
    createdAt: new Date(Date.now() - (MONTHS_BACK_DAYS + 7) * DAY_MS),
  });
  return { id: _id, email, fullName };
}

type Demo = Awaited<ReturnType<typeof seedPerson>>;

async function seedMessage(
  {
    from,
    to,
    text,
    picture,
    at,
  }: { from: Demo; to: Demo; text: string; picture: string | null; at: Date },
  clientId: string,
): Promise<boolean> {
  if (await Message.exists({ senderId: from.id, clientId })) return false;
  const processed =
    picture && (await processImage({ bytes: await paint(picture, { width: 1200, height: 800 }) }));
  const image = processed
    ? {
        url: await imageStore().put({
          name: `message-${from.id.toHexString()}-${clientId}-${uuidOf(picture ?? '')}.${processed.extension}`,
          bytes: processed.bytes,
        }),
        width: processed.width,
        height: processed.height,
        placeholder: processed.placeholder,
      }
    : null;
  try {
    const conversationId = directConversationId(from.id.toHexString(), to.id.toHexString());
    await appendMessage(
      conversationId,
      Promise.resolve({
        _id: new mongoose.Types.ObjectId(),
        conversationId,
        senderId: from.id,
        receiverId: to.id,
        text,
        image,
        clientId,
        createdAt: at,
        editedAt: null,
        deletedAt: null,
      }),
    );
    return true;
  } catch (error) {
    // Somebody else is seeding at the same time: theirs is the same message.
    if (isDuplicateKey(error, 'clientId')) return false;
    throw error;
  }
}

/** Months of talk between two people; the newest exchanges fall on the last days. */
async function seedConversation(ada: Demo, other: Demo, length: number): Promise<number> {
  let added = 0;
  for (let index = 0; index < length; index++) {
    const key = `${ada.email}/${other.email}/${index}`;
    const exchange = EXCHANGES[numberOf(key) % EXCHANGES.length] ?? EXCHANGES[0];
    const daysBack = MONTHS_BACK_DAYS * (1 - (index + 1) / length) ** 1.5;
    const start =
      Date.now() - daysBack * DAY_MS - (numberOf(`${key}h`) % 6) * 60 * 60_000 - 60 * 60_000;
    for (const [turn, line] of (exchange ?? []).entries()) {
      const isAda = (turn + index) % 2 === 0;
      const picture =
        line === 'PICTURE' ? (PICTURES[numberOf(key) % PICTURES.length] ?? null) : null;
      const isNew = await seedMessage(
        {
          from: isAda ? ada : other,
          to: isAda ? other : ada,
          text: picture ?? line,
          picture,
          at: new Date(start + turn * 95_000),
        },
        uuidOf(`${key}/${turn}`),
      );
      if (isNew) added++;
    }
  }
  if (added > 0) {
    // All but the last days has been read, as it would be.
    const _id = directConversationId(ada.id.toHexString(), other.id.toHexString());
    const row = await Conversation.findById(_id).lean();
    const seenSeq = Math.max(0, (row?.lastSeq ?? 0) - (numberOf(other.email) % 3));
    await Conversation.updateOne(
      { _id },
      { $max: { 'members.$[].seenSeq': seenSeq, 'members.$[].deliveredSeq': seenSeq } },
    );
  }
  return added;
}

async function seed(): Promise<void> {
  nextEnv.loadEnvConfig(process.cwd());
  await connectDatabase();
  const people: Demo[] = [];
  for (const person of PEOPLE) people.push(await seedPerson(person));
  const [ada, bob, ...others] = people;
  if (!ada || !bob) throw new Error('the demo needs at least two people');
  let added = await seedConversation(ada, bob, 60);
  for (const [index, other] of others.entries()) {
    if (index < 8) added += await seedConversation(ada, other, 6 + (numberOf(other.email) % 25));
    if (index < 4) added += await seedConversation(bob, other, 4 + (numberOf(other.email) % 9));
  }
  console.log(added > 0 ? `Added ${added} messages.` : 'The demo is there already; nothing added.');
  console.log('Sign in with either of these:');
  for (const { email, fullName } of [ada, bob]) {
    console.log(`  ${email}  password: ${DEMO_PASSWORD}  (${fullName})`);
  }
  await closePasswords();
  closeImages();
  await closeDatabase();
  closeRedis();
}

seed().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
