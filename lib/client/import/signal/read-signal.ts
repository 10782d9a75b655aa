import { chooseChat, type ListedChat } from '@/lib/client/import/choose-chat';
import { baseName } from '@/lib/client/import/file-index';
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
import {
  idOf,
  isPresent,
  listOf,
  numberOf,
  objectOf,
  parseJson,
  textOf,
} from '@/lib/client/import/json-value';
import { withAttachments } from '@/lib/client/import/media';
import { readSignalMessage, signalKey } from '@/lib/client/import/signal/signal-message';
import { textLines } from '@/lib/client/import/text-stream';

type Fields = Readonly<Record<string, unknown>>;

interface SignalExport {
  people: Map<string, HistoryPerson>;
  chats: Map<string, ListedChat>;
  damaged: number;
}

const joined = (...parts: unknown[]) => parts.map(textOf).filter(Boolean).join(' ');

/** As its owner calls a person, else as the person does. */
function contactName(contact: Fields): string {
  const nickname = objectOf(contact.nickname);
  return (
    joined(nickname.given, nickname.family) ||
    joined(contact.systemGivenName, contact.systemFamilyName) ||
    joined(contact.profileGivenName, contact.profileFamilyName) ||
    textOf(contact.username) ||
    (idOf(contact.e164) && `+${idOf(contact.e164)}`)
  );
}

/** The first pass: who and which conversations there are. The header is not read: it can hold a key. */
async function survey(blob: Blob): Promise<SignalExport> {
  const people = new Map<string, HistoryPerson>();
  const chats = new Map<string, ListedChat>();
  const groups = new Set<string>();
  const recipientOf = new Map<string, string>();
  let ownName = '';
  let ownId = '';
  let damaged = 0;
  for await (const line of textLines(blob)) {
    const json = parseJson(line);
    const { account, recipient, chat, chatItem } = objectOf(json);
    if (json === undefined) damaged++;
    else if (isPresent(account)) {
      const { givenName, familyName, username } = objectOf(account);
      ownName = joined(givenName, familyName) || textOf(username);
    } else if (isPresent(recipient)) {
      const fields = objectOf(recipient);
      const id = idOf(fields.id);
      if (isPresent(fields.self)) ownId = id;
      if (isPresent(fields.contact))
        people.set(id, { name: contactName(objectOf(fields.contact)) });
      else if (!isPresent(fields.self)) groups.add(id);
    } else if (isPresent(chat)) {
      const { id, recipientId } = objectOf(chat);
      recipientOf.set(idOf(id), idOf(recipientId));
    } else if (isPresent(chatItem)) {
      const { chatId, directionless, updateMessage } = objectOf(chatItem);
      const key = idOf(chatId);
      const listed = chats.get(key) ?? { key, title: '', count: 0, isGroup: false };
      if (!isPresent(directionless) && !isPresent(updateMessage)) listed.count++;
      chats.set(key, listed);
    }
  }
  if (ownId) people.set(ownId, { name: ownName });
  for (const chat of chats.values()) {
    const id = recipientOf.get(chat.key) ?? '';
    chat.isGroup = groups.has(id);
    chat.title = people.get(id)?.name || id;
  }
  return { people, chats, damaged };
}

/** Edited messages tell when they were edited; the first of their older forms, when they were sent. */
function sentTimes(item: Fields): unknown[] {
  const older = listOf(item.revisions).map((revision) => objectOf(revision).dateSent);
  return [...older, item.dateSent];
}

async function readChat(
  blob: Blob,
  chat: ListedChat,
  { people, damaged, files }: SignalExport & { files: readonly ArchiveFile[] },
): Promise<HistoryResult> {
  const byHash = new Map(
    files.map((file) => [
      baseName(file.path)
        .replace(/\.\w+$/, '')
        .toLowerCase(),
      file,
    ]),
  );
  const messages: HistoryMessage[] = [];
  const leftOut: LeftOut = { system: 0, deleted: 0, damaged };
  const places = new Map<string, number>();
  const answers: Answer[] = [];
  for await (const line of textLines(blob)) {
    const item = objectOf(objectOf(parseJson(line)).chatItem);
    if (idOf(item.chatId) !== chat.key) continue;
    const read = readSignalMessage(item, (hash) => byHash.get(hash) ?? null);
    const times = sentTimes(item);
    const at = numberOf(times[0]);
    if (read.kind !== 'message') leftOut[read.kind]++;
    else if (at === null) leftOut.damaged++;
    else {
      const place = messages.length;
      for (const time of times) places.set(signalKey(item.authorId, time), place);
      if (read.answers) answers.push({ place, id: read.answers });
      const longText = read.longText && (await (await read.longText.blob()).text());
      const rest = {
        at,
        sender: idOf(item.authorId),
        text: longText ?? read.text,
        editedAt: null,
        replyTo: null,
        reactions: read.reactions,
      };
      messages.push(...(await withAttachments(rest, read.attachments)));
    }
  }
  linkAnswers(messages, answers, places);
  const draft = { source: 'signal', title: chat.title || null, people, messages, leftOut } as const;
  return { kind: 'history', history: finishHistory(draft) };
}

/** Reads the plaintext export of Signal: a line of JSON for each person, conversation and message. */
export async function readSignal(
  files: readonly ArchiveFile[],
  _choices: HistoryChoices,
  wanted?: string,
): Promise<HistoryResult | null> {
  const main = files.find(({ path }) => baseName(path) === 'main.jsonl');
  if (!main) return null;
  const blob = await main.blob();
  const found = await survey(blob);
  if (found.chats.size === 0 && found.damaged > 0) throw new ImportFileError('damaged');
  const chosen = chooseChat([...found.chats.values()], wanted);
  return 'kind' in chosen ? chosen : readChat(blob, chosen, { ...found, files });
}
