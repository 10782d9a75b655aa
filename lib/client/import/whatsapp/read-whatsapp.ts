import { chooseChat, type ListedChat } from '@/lib/client/import/choose-chat';
import { baseName, FileIndex, folderOf } from '@/lib/client/import/file-index';
import { finishHistory, sendersOf } from '@/lib/client/import/finish-history';
import type {
  ArchiveFile,
  DateOrder,
  HistoryChoices,
  HistoryMessage,
  HistoryResult,
  LeftOut,
} from '@/lib/client/import/history-types';
import { withAttachments } from '@/lib/client/import/media';
import { createWallClock } from '@/lib/client/import/wall-clock';
import { readBody } from '@/lib/client/import/whatsapp/body';
import { readCalendarDay } from '@/lib/client/import/whatsapp/calendar-day';
import { chatTitle } from '@/lib/client/import/whatsapp/chat-title';
import { findDateOrders } from '@/lib/client/import/whatsapp/date-order';
import { type Entry, readTranscript } from '@/lib/client/import/whatsapp/transcript';

interface WhatsAppChat extends ListedChat {
  folder: string;
  /** What the names of file and folder say. */
  names: string[];
  entries: Entry[];
}

/** An entry with its time, in milliseconds of the phone's clock. */
interface DatedEntry extends Entry {
  local: number;
}

/**
 * The entries with their times. A line that a person pasted into a message can look like one of the
 * file: it shows by a third name at a time before its neighbour's.
 */
function dateEntries(entries: readonly Entry[], order: DateOrder): [DatedEntry[], damaged: number] {
  const dated: DatedEntry[] = [];
  const [one, other] = sendersOf(entries);
  let damaged = 0;
  for (const entry of entries) {
    const { header, sender, line, moreLines } = entry;
    const day = readCalendarDay(header.date, order);
    const before = dated.at(-1);
    const isOfTwo = sender === null || sender === one || sender === other;
    const local = day === null ? null : day + header.time;
    const isPasted = !isOfTwo && before && (local === null || local < before.local);
    if (isPasted) before.moreLines.push(line, ...moreLines);
    else if (local === null) damaged++;
    else dated.push({ ...entry, moreLines: [...moreLines], local });
  }
  return [dated, damaged];
}

/** The chats among the texts: the largest text of a folder that is one. */
async function findChats(files: readonly ArchiveFile[]): Promise<WhatsAppChat[]> {
  const chats = new Map<string, WhatsAppChat>();
  const texts = files.filter(({ path }) => /\.txt$/i.test(path));
  for (const file of texts.toSorted((one, other) => other.size - one.size)) {
    const folder = folderOf(file.path);
    if (chats.has(folder)) continue;
    const names = [baseName(file.path).replace(/\.txt$/i, ''), baseName(folder)].filter(Boolean);
    const entries = readTranscript(await (await file.blob()).text(), names.join(' '));
    if (entries.length === 0) continue;
    const title = chatTitle(names, sendersOf(entries)) ?? names[0] ?? '';
    const count = entries.filter(({ sender }) => sender !== null).length;
    chats.set(folder, { key: file.path, title, count, isGroup: false, folder, names, entries });
  }
  const found = [...chats.values()];
  // Of a single one the messages tell: some of these names may stand in what was pasted.
  if (found.length < 2) return found;
  return found.map((chat) => ({ ...chat, isGroup: sendersOf(chat.entries).length > 2 }));
}

/** In which order the dates are, or what to ask a person. */
function decideOrder(
  entries: readonly Entry[],
  { dateOrder }: HistoryChoices,
): DateOrder | Extract<HistoryResult, { kind: 'ambiguous-dates' }> {
  const lines = entries.map(({ header, firstLine }) => ({ header, rest: firstLine }));
  if (dateOrder && lines[0]?.header.date[0].length !== 4) return dateOrder;
  const orders = findDateOrders(lines);
  const [only = 'dmy', ...others] = orders;
  if (others.length === 0) return only;
  const isTelling = ({ header: { date } }: { header: Entry['header'] }) =>
    new Set(orders.map((order) => readCalendarDay(date, order))).size === orders.length;
  const example = (lines.find(isTelling) ?? lines[0])?.header.dateText ?? '';
  return { kind: 'ambiguous-dates', example, orders };
}

async function readChat(
  chat: WhatsAppChat,
  index: FileIndex,
  choices: HistoryChoices,
): Promise<HistoryResult> {
  const order = decideOrder(chat.entries, choices);
  if (typeof order !== 'string') return order;
  const [entries, damaged] = dateEntries(chat.entries, order);
  const clock = createWallClock(choices.zone);
  const find = (name: string) => index.findIn(chat.folder, name);
  const messages: HistoryMessage[] = [];
  const leftOut: LeftOut = { system: 0, deleted: 0, damaged };
  let latest = Number.NEGATIVE_INFINITY;
  for (const { header, sender, firstLine, moreLines, local } of entries) {
    const at = clock.toTime(local, latest);
    latest = at;
    const body =
      sender === null
        ? { kind: 'system' as const }
        : readBody([firstLine, ...moreLines].join('\n'), { isBracketed: header.isBracketed, find });
    if (sender === null || body.kind === 'system') leftOut.system++;
    else if (body.kind === 'deleted') leftOut.deleted++;
    else {
      const rest = { at, sender, text: body.text, editedAt: null, replyTo: null, reactions: {} };
      messages.push(...(await withAttachments(rest, body.attachment ? [body.attachment] : [])));
    }
  }
  const history = finishHistory({
    source: 'whatsapp',
    title: chatTitle(chat.names, sendersOf(entries)),
    people: new Map(),
    messages,
    leftOut,
  });
  return { kind: 'history', history };
}

/** Reads the text that WhatsApp exports, of Android and iOS, in any language. */
export async function readWhatsApp(
  files: readonly ArchiveFile[],
  choices: HistoryChoices,
  wanted?: string,
): Promise<HistoryResult | null> {
  const chats = await findChats(files);
  if (chats.length === 0) return null;
  const chosen = chooseChat(chats, wanted);
  return 'kind' in chosen ? chosen : readChat(chosen, new FileIndex(files), choices);
}
