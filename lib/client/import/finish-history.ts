import {
  type History,
  type HistoryMessage,
  ImportFileError,
} from '@/lib/client/import/history-types';
import { splitText } from '@/lib/client/import/split-text';
import { isVisible, trimEmptyLines } from '@/lib/shared/text';

export interface HistoryPerson {
  name: string;
  /** Tells two people of one name apart; their id where there is none. */
  tag?: string;
}

/** Who wrote is told by ids here, in `sender` and `reactions`, and nothing is in order yet. */
interface HistoryDraft extends Omit<History, 'senders'> {
  people: ReadonlyMap<string, HistoryPerson>;
}

/** Names are compared, so each has one spelling. */
export const cleanName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[\u200E\u200F\u061C\u202A-\u202E\u2066-\u2069]/g, '')
    .trim();

/** That the message at a place answers another, by its id in the export. */
export interface Answer {
  place: number;
  id: string;
}

/** Says in each answer at which place the answered message stands; null where it does not come. */
export function linkAnswers(
  messages: readonly HistoryMessage[],
  answers: readonly Answer[],
  places: ReadonlyMap<string, number>,
): void {
  for (const { place, id } of answers) {
    const message = messages[place];
    if (message) message.replyTo = places.get(id) ?? null;
  }
}

/** The ids of those who wrote; who wrote most comes first. */
export function sendersOf(messages: readonly { sender: string | null }[]): string[] {
  const counts = new Map<string, number>();
  for (const { sender } of messages) {
    if (sender !== null) counts.set(sender, (counts.get(sender) ?? 0) + 1);
  }
  return [...counts].sort(([, one], [, other]) => other - one).map(([sender]) => sender);
}

function nameSenders(ids: readonly string[], people: HistoryDraft['people']): Map<string, string> {
  const nameOf = (id: string) => cleanName(people.get(id)?.name ?? '') || id;
  const isShared = (id: string) =>
    ids.some((other) => other !== id && nameOf(other) === nameOf(id));
  return new Map(
    ids.map((id) => [
      id,
      isShared(id) ? `${nameOf(id)} (${people.get(id)?.tag ?? id})` : nameOf(id),
    ]),
  );
}

function namedReactions(
  reactions: Record<string, string>,
  names: ReadonlyMap<string, string>,
): Record<string, string> {
  const named = Object.entries(reactions).flatMap(([id, emoji]) => {
    const name = names.get(id);
    return name !== undefined && emoji ? [[name, emoji] as const] : [];
  });
  return Object.fromEntries(named);
}

/** A message as one or more that are not too long: the first carries what belongs to the whole. */
function toPieces(message: HistoryMessage): HistoryMessage[] {
  const text = trimEmptyLines(message.text.toWellFormed());
  const [first = '', ...others] = splitText(text).filter(isVisible);
  if (!first && !message.picture) return [];
  const rest = { ...message, picture: null, replyTo: null, reactions: {} };
  return [{ ...message, text: first }, ...others.map((piece) => ({ ...rest, text: piece }))];
}

/**
 * What was read of an export as a history: in order, named, nothing too long, nothing empty. Throws
 * ImportFileError: `group` where more than two wrote, `empty` without a message.
 */
export function finishHistory({ people, ...draft }: HistoryDraft): History {
  const order = draft.messages
    .map((message, index) => ({ message, index }))
    .sort((one, other) => one.message.at - other.message.at);
  const places = new Map<number, number>();
  const messages: HistoryMessage[] = [];
  for (const { message, index } of order) {
    const pieces = toPieces(message);
    if (pieces.length > 0) places.set(index, messages.length);
    messages.push(...pieces);
  }
  const ids = sendersOf(messages);
  if (ids.length === 0) throw new ImportFileError('empty');
  if (ids.length > 2) throw new ImportFileError('group');
  const names = nameSenders(ids, people);
  const nameOf = (id: string) => names.get(id) ?? id;
  return {
    ...draft,
    senders: ids.map(nameOf),
    messages: messages.map((message) => ({
      ...message,
      sender: nameOf(message.sender),
      reactions: namedReactions(message.reactions, names),
      replyTo: message.replyTo === null ? null : (places.get(message.replyTo) ?? null),
    })),
  };
}
