import { openStoredFile } from '@/lib/server/images/open-file';
import { readImage } from '@/lib/server/images/read-image';
import { listSessions } from '@/lib/server/services/accounts/session';
import type { Actor } from '@/lib/server/services/actor';
import { listBots } from '@/lib/server/services/bots/bot';
import {
  exportedFiles,
  exportedMessages,
  exportedPictures,
  type MessageRange,
} from '@/lib/server/services/exports/exported-messages';
import { readNewest } from '@/lib/server/services/messages/conversation';
import type { ArchiveWriter } from '@/lib/server/zip-stream';
import type { FileDto, MessageDto, OwnUserDto, UserDto } from '@/lib/shared/dto';
import type {
  ExportedConversation,
  ExportedPage,
  ExportPages,
} from '@/lib/shared/export/export-pages';
import { directConversationId } from '@/lib/shared/ids';
import { Conversation, otherMemberId, readSeqOf, shownWatermarksOf } from '@/models/conversation';
import { clearedSeqOf, settingsOf } from '@/models/member-settings';
import { toUserDto, User } from '@/models/user';

/** More would be slow to open in a browser. */
const PAGE_MESSAGE_COUNT = 2_000;
const FORMAT_VERSION = 1;
const PICTURES_FOLDER = 'pictures';
const FILES_FOLDER = 'files';

export interface ExportJob {
  me: OwnUserDto;
  madeAt: Date;
  pages: ExportPages;
  writer: ArchiveWriter;
  /** Throws once the work is to end. */
  check: () => Promise<void>;
  signal: AbortSignal;
  writePicture: (url: string) => Promise<boolean>;
}

function lastPart(url: string): string {
  const { pathname } = new URL(url, 'http://own.invalid');
  return (
    pathname
      .split('/')
      .at(-1)
      ?.replace(/[^\w.-]/g, '_') ?? ''
  );
}

/** The file of a picture: the last part of its address, by which programs find it, too. */
const pictureFile = (url: string): string => `${PICTURES_FOLDER}/${lastPart(url)}`;

/** Where a file of any kind lies: under its own name, in a folder of its own. */
function fileOf({ url, name }: FileDto): string {
  const id = lastPart(url).replace(/\.bin$/, '');
  return `${FILES_FOLDER}/${id}/${name.replace(/[<>:"|?*\p{Cc}]/gu, '_')}`;
}

/** Writes the picture behind an address, once; tells whether it could be read. */
function makePictureWriter({ writer, signal }: Pick<ExportJob, 'writer' | 'signal'>) {
  const written = new Set<string>();
  return async (url: string): Promise<boolean> => {
    const file = pictureFile(url);
    if (written.has(file)) return true;
    const bytes = await readImage(url, signal);
    if (!bytes) return false;
    written.add(file);
    await writer.addBytes(file, bytes);
    return true;
  };
}

/** A JSON object whose last field is a list that is too long to be held, an item a line. */
async function* jsonWithList(
  fields: object,
  list: { name: string; items: AsyncIterable<unknown> },
): AsyncGenerator<string> {
  yield `${JSON.stringify(fields).slice(0, -1)},\n${JSON.stringify(list.name)}: [`;
  let isFirst = true;
  for await (const item of list.items) {
    yield `${isFirst ? '' : ','}\n${JSON.stringify(item)}`;
    isFirst = false;
  }
  yield '\n]}\n';
}

async function findPerson(userId: string): Promise<UserDto | null> {
  const user = await User.findById(userId).lean();
  return user && toUserDto(user);
}

/** Whom the actor has conversations with, the latest activity first; themselves for their notes. */
async function listPartners(actor: Actor): Promise<string[]> {
  const rows = await Conversation.find({ 'members.userId': actor.userId })
    .sort({ updatedAt: -1, _id: -1 })
    .select('members.userId')
    .lean();
  return rows.map((row) => otherMemberId(row, actor.userId));
}

/** One conversation: its pictures, then its messages for programs, then for readers. */
async function writeConversation(
  actor: Actor,
  person: UserDto,
  job: ExportJob,
): Promise<ExportedConversation> {
  const { me, pages, writer, check } = job;
  const conversationId = directConversationId(actor.userId, person._id);
  const { messages, row } = await readNewest(conversationId, 1);
  const lastSeq = messages.at(-1)?.seq ?? 0;
  const first = clearedSeqOf(row, actor.userId) + 1;
  const range: MessageRange = { conversationId, row, first, last: lastSeq };

  const missing = new Set<string>();
  if (person.profilePic && !(await job.writePicture(person.profilePic))) {
    missing.add(person.profilePic);
  }
  for await (const url of exportedPictures(actor, range, check)) {
    if (!(await job.writePicture(url))) missing.add(url);
  }
  const missingFiles = new Set<string>();
  for await (const file of exportedFiles(actor, range, check)) {
    await check();
    const pieces = await openStoredFile(file.url, job.signal);
    if (pieces) await writer.addStream(fileOf(file), pieces);
    else missingFiles.add(file.url);
  }

  const theirs = shownWatermarksOf(row, { userId: person._id, viewerId: actor.userId });
  const conversation: ExportedConversation = {
    person,
    folder: `conversations/${person._id}`,
    messageCount: 0,
    pageCount: Math.max(1, Math.ceil((lastSeq - first + 1) / PAGE_MESSAGE_COUNT)),
    lastAt: null,
  };
  const fields = {
    version: FORMAT_VERSION,
    person,
    conversationId,
    lastSeq,
    lastRev: row?.lastRev ?? 0,
    seenSeq: theirs.seenSeq,
    deliveredSeq: Math.max(theirs.deliveredSeq, theirs.seenSeq),
    mySeenSeq: readSeqOf(row, actor.userId),
    settings: settingsOf(row, actor.userId),
    missingPictures: [...missing],
    missingFiles: [...missingFiles],
  };
  async function* counted() {
    for await (const message of exportedMessages(actor, range, check)) {
      conversation.messageCount++;
      conversation.lastAt = message.createdAt;
      yield message;
    }
  }
  await writer.addText(
    `${conversation.folder}/messages.json`,
    jsonWithList(fields, { name: 'messages', items: counted() }),
  );

  const pageOf = (seq: number) => Math.ceil((seq - first + 1) / PAGE_MESSAGE_COUNT);
  const pictureOf = (url: string) => (missing.has(url) ? null : `../../${pictureFile(url)}`);
  const linkTo = (file: FileDto) => (missingFiles.has(file.url) ? null : `../../${fileOf(file)}`);
  for (let number = 1; number <= conversation.pageCount; number++) {
    const page: ExportedPage = { me, conversation, number, pageOf, pictureOf, fileOf: linkTo };
    const part = {
      ...range,
      first: first + (number - 1) * PAGE_MESSAGE_COUNT,
      last: Math.min(first + number * PAGE_MESSAGE_COUNT - 1, lastSeq),
    };
    async function* html() {
      yield pages.beginPage(page);
      let previous: MessageDto | null = null;
      for await (const message of exportedMessages(actor, part, check)) {
        yield pages.message(message, previous, page);
        previous = message;
      }
      yield pages.endPage(page);
    }
    await writer.addText(`${conversation.folder}/page-${number}.html`, html());
  }
  return conversation;
}

/**
 * Writes an export, file after file. What is held in memory is a batch of messages, one picture, and a
 * line for each conversation and picture.
 */
export async function writeExport(
  actor: Actor,
  job: Omit<ExportJob, 'writePicture'>,
): Promise<void> {
  const { me, madeAt, pages, writer, check } = job;
  const writePicture = makePictureWriter(job);
  const conversations: ExportedConversation[] = [];
  const isPictureMissing = me.profilePic !== '' && !(await writePicture(me.profilePic));
  for (const userId of await listPartners(actor)) {
    await check();
    const person = await findPerson(userId);
    // As the list of people, which leaves out those who are not in the database.
    if (!person) continue;
    conversations.push(await writeConversation(actor, person, { ...job, writePicture }));
  }
  const account = {
    version: FORMAT_VERSION,
    exportedAt: madeAt.toISOString(),
    user: me,
    ...(await listSessions(actor)),
    ...(await listBots(actor)),
    missingPictures: isPictureMissing ? [me.profilePic] : [],
    conversations: conversations.map(({ person, folder, messageCount }) => ({
      userId: person._id,
      fullName: person.fullName,
      file: `${folder}/messages.json`,
      messageCount,
    })),
  };
  await writer.addText('account.json', [`${JSON.stringify(account, null, 2)}\n`]);
  await writer.addText('style.css', [pages.style]);
  await writer.addText(
    'index.html',
    pages.index({ me, madeAt: madeAt.toISOString(), conversations }),
  );
}
