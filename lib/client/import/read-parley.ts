import { chooseChat, type ListedChat } from '@/lib/client/import/choose-chat';
import { FileIndex } from '@/lib/client/import/file-index';
import {
  type Answer,
  finishHistory,
  type HistoryPerson,
  linkAnswers,
} from '@/lib/client/import/finish-history';
import {
  type ArchiveFile,
  type HistoryChoices,
  type HistoryMessage,
  type HistoryResult,
  ImportFileError,
  type LeftOut,
} from '@/lib/client/import/history-types';
import { type JsonPath, jsonParts } from '@/lib/client/import/json-parts';
import { isPresent, listOf, objectOf, parseJson, textOf } from '@/lib/client/import/json-value';
import { type Attachment, withAttachments } from '@/lib/client/import/media';
import { textChunks } from '@/lib/client/import/text-stream';

const CONVERSATION = /^(?:(.*)\/)?conversations\/([^/]+)\/messages\.json$/;

type Fields = Readonly<Record<string, unknown>>;

interface ParleyChat extends ListedChat {
  file: ArchiveFile;
  /** The folder of the export. */
  root: string;
  people: Map<string, HistoryPerson>;
}

function addPerson(people: Map<string, HistoryPerson>, value: unknown): string {
  const { _id, fullName, handle } = objectOf(value);
  const tag = textOf(handle);
  if (textOf(_id))
    people.set(textOf(_id), { name: textOf(fullName), ...(tag && { tag: `@${tag}` }) });
  return textOf(fullName);
}

const isListed = (path: JsonPath): boolean =>
  path.length === 1 ? path[0] === 'person' : path.length === 2 && path[0] === 'messages';

async function survey(file: ArchiveFile, me: unknown): Promise<ParleyChat> {
  const [, root = '', key = ''] = CONVERSATION.exec(file.path) ?? [];
  const people = new Map<string, HistoryPerson>();
  addPerson(people, me);
  const chat: ParleyChat = { key, title: '', count: 0, isGroup: false, file, root, people };
  for await (const { path, text } of jsonParts(textChunks(await file.blob()), isListed)) {
    if (path[0] === 'person') chat.title = addPerson(people, parseJson(text));
    else chat.count++;
  }
  return chat;
}

/** Pictures are kept under the last part of their address, as the export names them. */
function pictureOf(image: Fields, index: FileIndex, root: string): Attachment {
  const { pathname } = new URL(textOf(image.url), 'http://own.invalid');
  const name = (pathname.split('/').at(-1) ?? '').replace(/[^\w.-]/g, '_');
  const folder = root ? `${root}/pictures` : 'pictures';
  return { file: index.findIn(folder, name), name: name || null, kind: 'picture' };
}

function reactionsOf(value: unknown): Record<string, string> {
  const reactions = listOf(value).map(objectOf);
  return Object.fromEntries(reactions.map(({ userId, emoji }) => [textOf(userId), textOf(emoji)]));
}

async function readChat(chat: ParleyChat, index: FileIndex): Promise<HistoryResult> {
  const messages: HistoryMessage[] = [];
  const leftOut: LeftOut = { system: 0, deleted: 0, damaged: 0 };
  const places = new Map<string, number>();
  const answers: Answer[] = [];
  const chunks = textChunks(await chat.file.blob());
  for await (const { text } of jsonParts(chunks, (path) => isListed(path) && path.length === 2)) {
    const message = objectOf(parseJson(text));
    const at = Date.parse(textOf(message.createdAt));
    const editedAt = Date.parse(textOf(message.editedAt));
    if (isPresent(message.deletedAt) || message.hidden === true) leftOut.deleted++;
    else if (Number.isNaN(at)) leftOut.damaged++;
    else {
      const place = messages.length;
      places.set(textOf(message._id), place);
      const answered = textOf(objectOf(message.replyTo).messageId);
      if (answered) answers.push({ place, id: answered });
      const hasPicture = isPresent(message.image);
      const rest = {
        at,
        sender: textOf(message.senderId),
        text: textOf(message.text),
        editedAt: Number.isNaN(editedAt) ? null : editedAt,
        replyTo: null,
        reactions: reactionsOf(message.reactions),
      };
      const pictures = hasPicture ? [pictureOf(objectOf(message.image), index, chat.root)] : [];
      messages.push(...(await withAttachments(rest, pictures)));
    }
  }
  linkAnswers(messages, answers, places);
  if (messages.length === 0 && leftOut.damaged > 0) throw new ImportFileError('damaged');
  const { people, title } = chat;
  return {
    kind: 'history',
    history: finishHistory({ source: 'parley', title: title || null, people, messages, leftOut }),
  };
}

/** Reads the export of an account of Parley, of this server or of another. */
export async function readParley(
  files: readonly ArchiveFile[],
  _choices: HistoryChoices,
  wanted?: string,
): Promise<HistoryResult | null> {
  const conversations = files.filter(({ path }) => CONVERSATION.test(path));
  const isAccount = ({ path }: ArchiveFile) => /(?:^|\/)account\.json$/.test(path);
  if (conversations.length === 0) return null;
  const account = files.find(isAccount);
  const json = account && parseJson(await (await account.blob()).text());
  const { user } = objectOf(json);
  const chats: ParleyChat[] = [];
  for (const file of conversations) chats.push(await survey(file, user));
  const chosen = chooseChat(chats, wanted);
  return 'kind' in chosen ? chosen : readChat(chosen, new FileIndex(files));
}
