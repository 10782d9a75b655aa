import { baseName } from '@/lib/client/import/file-index';
import { sendersOf } from '@/lib/client/import/finish-history';
import {
  type History,
  type HistoryMessage,
  ImportFileError,
} from '@/lib/client/import/history-types';

/** Two messages of one history are never one, so the equal ones are numbered. */
function keysOf(messages: readonly HistoryMessage[]): string[] {
  const counts = new Map<string, number>();
  return messages.map(({ at, sender, text, picture }) => {
    const key = JSON.stringify([at, sender, text, picture && baseName(picture.path)]);
    const ordinal = counts.get(key) ?? 0;
    counts.set(key, ordinal + 1);
    return `${ordinal} ${key}`;
  });
}

/**
 * Several files of one conversation as one history, in the order of time. A message that more than one
 * of them has is kept once. Throws ImportFileError: `empty` without a history, `group` where more than
 * two people wrote.
 */
export function mergeHistories(histories: readonly History[]): History {
  const [first] = histories;
  if (!first) throw new ImportFileError('empty');
  const known = new Map<string, HistoryMessage>();
  /** The message that each one answers: places change. */
  const answered = new Map<HistoryMessage, HistoryMessage>();
  for (const { messages } of histories) {
    const keys = keysOf(messages);
    const kept = messages.map((message, index) => {
      const key = keys[index] ?? '';
      const found = known.get(key) ?? message;
      known.set(key, found);
      return found;
    });
    messages.forEach(({ replyTo }, index) => {
      const message = kept[index];
      const target = replyTo === null ? undefined : kept[replyTo];
      if (message && target && !answered.has(message)) answered.set(message, target);
    });
  }
  const ordered = [...known.values()].sort((one, other) => one.at - other.at);
  const places = new Map(ordered.map((message, index) => [message, index]));
  const messages = ordered.map((message) => {
    const target = answered.get(message);
    return { ...message, replyTo: target ? (places.get(target) ?? null) : null };
  });
  const senders = sendersOf(messages);
  if (senders.length > 2) throw new ImportFileError('group');
  const sum = (count: (history: History) => number) =>
    histories.reduce((total, history) => total + count(history), 0);
  return {
    source: first.source,
    title: histories.find(({ title }) => title !== null)?.title ?? null,
    senders,
    messages,
    leftOut: {
      system: sum(({ leftOut }) => leftOut.system),
      deleted: sum(({ leftOut }) => leftOut.deleted),
      damaged: sum(({ leftOut }) => leftOut.damaged),
    },
  };
}
