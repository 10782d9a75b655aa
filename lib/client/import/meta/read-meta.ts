import { chooseChat, type ListedChat } from '@/lib/client/import/choose-chat';
import { FileIndex, folderOf, shallowest } from '@/lib/client/import/file-index';
import { finishHistory } from '@/lib/client/import/finish-history';
import {
  type ArchiveFile,
  type HistoryChoices,
  type HistoryMessage,
  type HistoryResult,
  ImportFileError,
  type LeftOut,
} from '@/lib/client/import/history-types';
import { listOf, objectOf, parseJson } from '@/lib/client/import/json-value';
import { withAttachments } from '@/lib/client/import/media';
import { type MetaMessage, metaText, readMetaMessage } from '@/lib/client/import/meta/meta-message';
import { textHead } from '@/lib/client/import/text-stream';

const PART = /(?:^|\/)message_(\d+)\.json$/;

interface MetaThread extends ListedChat {
  /** The oldest first. */
  parts: ArchiveFile[];
}

/** One of a part's fields, whichever form it has. */
interface MetaPart {
  title: string;
  path: string;
  participants: string[];
  messages: readonly unknown[];
}

async function readPart(file: ArchiveFile): Promise<MetaPart | null> {
  const json = parseJson(await (await file.blob()).text());
  const { title, threadName, thread_path, participants, messages } = objectOf(json);
  if (!Array.isArray(messages)) return null;
  return {
    title: metaText(title) || metaText(threadName).replace(/_\d+$/, ''),
    path: metaText(thread_path),
    participants: listOf(participants).map((one) => metaText(one) || metaText(objectOf(one).name)),
    messages,
  };
}

/** The files of both forms. Those of the encrypted threads lie side by side, named after the people. */
async function findParts(files: readonly ArchiveFile[]): Promise<ArchiveFile[]> {
  const parts = files.filter(({ path }) => PART.test(path));
  // Telegram's can be large, and has this name.
  const isOther = ({ path }: ArchiveFile) =>
    /\.json$/i.test(path) && !PART.test(path) && !/(?:^|\/)result\.json$/.test(path);
  for (const file of shallowest(files.filter(isOther))) {
    const head = await textHead(await file.blob());
    const isThread = /"threadName"\s*:/.test(head) && /"participants"\s*:/.test(head);
    if (isThread || /"senderName"\s*:/.test(head)) parts.push(file);
  }
  return parts;
}

async function listThreads(parts: readonly ArchiveFile[]): Promise<MetaThread[]> {
  const numberOfPart = ({ path }: ArchiveFile) => Number(PART.exec(path)?.[1] ?? 0);
  const threads = new Map<string, MetaThread>();
  // The highest number is the oldest.
  for (const file of parts.toSorted((one, other) => numberOfPart(other) - numberOfPart(one))) {
    const part = await readPart(file);
    if (!part) continue;
    const own = PART.test(file.path) ? folderOf(file.path) : file.path;
    const key = part.path || own;
    const thread = threads.get(key) ?? { key, title: '', count: 0, isGroup: false, parts: [] };
    threads.set(key, thread);
    thread.title ||= part.title;
    thread.count += part.messages.length;
    thread.isGroup ||= part.participants.length > 2;
    thread.parts.push(file);
  }
  return [...threads.values()];
}

/** A file's messages, oldest first: most have the newest first. */
function inOrder(messages: readonly MetaMessage[]): readonly MetaMessage[] {
  const first = messages[0]?.at ?? 0;
  const last = messages.at(-1)?.at ?? 0;
  return first >= last ? messages.toReversed() : messages;
}

const isInstagram = ({ path }: ArchiveFile) => /instagram/i.test(path);

async function readThread(thread: MetaThread, index: FileIndex): Promise<HistoryResult> {
  const messages: HistoryMessage[] = [];
  const leftOut: LeftOut = { system: 0, deleted: 0, damaged: 0 };
  for (const file of thread.parts) {
    const part = await readPart(file);
    const find = (uri: string) => index.findIn(folderOf(file.path), uri) ?? index.findEnding(uri);
    const read = (part?.messages ?? []).map((message) => readMetaMessage(message, find));
    for (const { kind, at, attachments, ...message } of inOrder(read)) {
      if (kind !== 'message') leftOut[kind]++;
      else if (at === null) leftOut.damaged++;
      else {
        const sender = message.sender || thread.title;
        const rest = { ...message, at, sender, editedAt: null, replyTo: null };
        messages.push(...(await withAttachments(rest, attachments)));
      }
    }
  }
  const source = thread.parts.some(isInstagram) ? 'instagram' : 'messenger';
  const draft = {
    source,
    title: thread.title || null,
    people: new Map(),
    messages,
    leftOut,
  } as const;
  return { kind: 'history', history: finishHistory(draft) };
}

/** Reads what Facebook and Instagram hand out, and the export of Messenger's encrypted threads. */
export async function readMeta(
  files: readonly ArchiveFile[],
  _choices: HistoryChoices,
  wanted?: string,
): Promise<HistoryResult | null> {
  const parts = await findParts(files);
  if (parts.length === 0) return null;
  const threads = await listThreads(parts);
  if (threads.length === 0) throw new ImportFileError('damaged');
  const chosen = chooseChat(threads, wanted);
  return 'kind' in chosen ? chosen : readThread(chosen, new FileIndex(files));
}
