import { chooseChat, type ListedChat } from '@/lib/client/import/choose-chat';
import { FileIndex, folderOf, shallowest } from '@/lib/client/import/file-index';
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
import { idOf, isPresent, numberOf, objectOf, textOf } from '@/lib/client/import/json-value';
import { withAttachments } from '@/lib/client/import/media';
import {
  parseTelegramJson,
  stickerText,
  telegramAttachments,
  telegramExtraText,
  telegramReactions,
  telegramText,
} from '@/lib/client/import/telegram/telegram-message';
import { textChunks, textHead } from '@/lib/client/import/text-stream';
import { createWallClock, type WallClock } from '@/lib/client/import/wall-clock';

const PRIVATE_TYPES = new Set(['personal_chat', 'bot_chat', 'saved_messages', 'replies']);
const FIELDS = new Set<unknown>(['name', 'type', 'id']);

interface TelegramChat extends ListedChat {
  /** Where in the file it stands. */
  root: JsonPath;
  folder: string;
  blob: Blob;
}

/** How deep a chat stands: an export of one is a chat itself, a full one lists chats. */
const rootDepth = (path: JsonPath): number =>
  (path[0] === 'chats' || path[0] === 'left_chats') && path[1] === 'list' ? 3 : 0;

function isPartOfChat(path: JsonPath): boolean {
  const [key, index, ...rest] = path.slice(rootDepth(path));
  if (index === undefined) return FIELDS.has(key);
  return key === 'messages' && typeof index === 'number' && rest.length === 0;
}

/** Exports of one chat name it, full ones begin with what Telegram says about them. */
const isTelegram = (head: string): boolean =>
  /"(?:text_entities|date_unixtime|from_id|actor_id)"\s*:/.test(head) ||
  (/"messages"\s*:\s*\[/.test(head) &&
    /"type"\s*:\s*"(?:personal|bot|saved|private|public)_/.test(head)) ||
  /^\s*\{\s*"about"\s*:\s*"[^"]*Telegram/.test(head);

async function listChats(blob: Blob, file: ArchiveFile): Promise<TelegramChat[]> {
  const chats = new Map<string, TelegramChat>();
  for await (const { path, text } of jsonParts(textChunks(blob), isPartOfChat)) {
    const depth = rootDepth(path);
    const root = path.slice(0, depth);
    const place = root.join('/');
    const chat = chats.get(place) ?? {
      key: place,
      title: '',
      count: 0,
      isGroup: false,
      root,
      folder: folderOf(file.path),
      blob,
    };
    chats.set(place, chat);
    const field = path[depth];
    if (field === 'messages') chat.count += /"type"\s*:\s*"message"/.test(text) ? 1 : 0;
    else if (field === 'type') chat.isGroup = !PRIVATE_TYPES.has(textOf(parseTelegramJson(text)));
    else if (field === 'id') chat.key = idOf(parseTelegramJson(text)) || place;
    else chat.title = textOf(parseTelegramJson(text));
  }
  return [...chats.values()];
}

/** The time of a message; older exports tell only what the clock showed. */
function timeOf(message: Readonly<Record<string, unknown>>, clock: WallClock): number | null {
  const seconds = numberOf(message.date_unixtime);
  if (seconds !== null) return seconds * 1_000;
  const local = Date.parse(`${textOf(message.date)}Z`);
  return Number.isNaN(local) ? null : clock.toTime(local);
}

async function readChat(
  chat: TelegramChat,
  index: FileIndex,
  { zone }: HistoryChoices,
): Promise<HistoryResult> {
  const clock = createWallClock(zone);
  const people = new Map<string, HistoryPerson>();
  const messages: HistoryMessage[] = [];
  const leftOut: LeftOut = { system: 0, deleted: 0, damaged: 0 };
  const places = new Map<string, number>();
  const answers: Answer[] = [];

  const isMessage = (path: JsonPath) =>
    path.length === chat.root.length + 2 &&
    path[chat.root.length] === 'messages' &&
    chat.root.every((key, depth) => path[depth] === key);
  for await (const { text } of jsonParts(textChunks(chat.blob), isMessage)) {
    const message = objectOf(parseTelegramJson(text));
    const at = timeOf(message, clock);
    if (message.type === 'service') leftOut.system++;
    else if (message.type !== 'message' || at === null) leftOut.damaged++;
    else {
      const sender = idOf(message.from_id) || textOf(message.from) || chat.title || '?';
      const name = textOf(message.from);
      if (name || !people.has(sender)) people.set(sender, { name });
      const attachments = telegramAttachments(message, (path) => index.findIn(chat.folder, path));
      const texts = [
        stickerText(message, attachments),
        telegramText(message),
        telegramExtraText(message),
      ];
      const place = messages.length;
      const read = await withAttachments(
        {
          at,
          sender,
          text: texts.filter(Boolean).join('\n'),
          // `edited` is set by the first reaction as well: it tells nothing.
          editedAt: null,
          replyTo: null,
          reactions: telegramReactions(message),
        },
        attachments,
      );
      if (read.every((each) => !each.text && !each.picture)) leftOut.system++;
      messages.push(...read);
      places.set(idOf(message.id), place);
      const answered = idOf(message.reply_to_message_id);
      if (answered && !isPresent(message.reply_to_peer_id)) answers.push({ place, id: answered });
    }
  }
  linkAnswers(messages, answers, places);
  if (messages.length === 0 && leftOut.damaged > 0) throw new ImportFileError('damaged');
  const title = chat.title || null;
  return {
    kind: 'history',
    history: finishHistory({ source: 'telegram', title, people, messages, leftOut }),
  };
}

/** Reads the JSON export of Telegram Desktop, of one chat or of a whole account. */
export async function readTelegram(
  files: readonly ArchiveFile[],
  choices: HistoryChoices,
  wanted?: string,
): Promise<HistoryResult | null> {
  const chats: TelegramChat[] = [];
  let isOurs = false;
  for (const file of shallowest(files.filter(({ path }) => /\.json$/i.test(path)))) {
    const blob = await file.blob();
    if (!isTelegram(await textHead(blob))) continue;
    isOurs = true;
    chats.push(...(await listChats(blob, file)));
  }
  if (!isOurs) return null;
  const seen = new Set<string>();
  for (const chat of chats) {
    // Two exports may hold one chat.
    if (seen.has(chat.key)) chat.key = `${chat.key} ${chat.folder}`;
    seen.add(chat.key);
    chat.title ||= chat.root.length > 0 ? chat.key : '';
  }
  const chosen = chooseChat(chats, wanted);
  return 'kind' in chosen ? chosen : readChat(chosen, new FileIndex(files), choices);
}
