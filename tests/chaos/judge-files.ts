import type { Finding } from './findings';
import { isGoneFor } from './judge-changes';
import type { SentFile } from './ledger';
import type { StoredMessage } from './truth';

/** What somebody was answered who asked for a file. */
export interface FileAnswer {
  /** In words. */
  place: string;
  /** null for whoever is none of the two. */
  viewerId: string | null;
  status: number;
  sha256: string | null;
}

/** A message that was sent with a file, what was put into it, and what its address answers. */
export interface AskedFile {
  message: StoredMessage;
  sent: SentFile;
  answers: readonly FileAnswer[];
}

/** Files that are not what was sent, that one of the two does not get, or that somebody else does. */
export function judgeFiles(asked: readonly AskedFile[]): Finding[] {
  return asked.flatMap(({ message, sent, answers }) => [
    ...judgeStoredFile(message, sent),
    ...answers.flatMap((answer) => judgeAnswer(message, sent, answer)),
  ]);
}

function judgeStoredFile({ text, file, deletedAt }: StoredMessage, sent: SentFile): Finding[] {
  if (deletedAt) return [];
  const isSame =
    file?.name === sent.name &&
    file.bytes === sent.bytes &&
    file.durationMs === sent.durationMs &&
    String(file.waveform ?? []) === String(sent.waveform ?? []);
  return isSame ? [] : [{ kind: 'file', detail: `stored: ${sent.name} of "${text}"` }];
}

function judgeAnswer(message: StoredMessage, sent: SentFile, answer: FileAnswer): Finding[] {
  const { place, viewerId, status, sha256 } = answer;
  const what = `${place}: ${sent.name} of ${message.clientId} answered with ${status}`;
  if (viewerId === null || isGoneFor(message, viewerId)) {
    const isRefused = status === 404 || (viewerId === null && status === 401);
    return isRefused ? [] : [{ kind: 'fileLeaked', detail: what }];
  }
  const isWhole = status === 200 && sha256 === sent.sha256;
  return isWhole ? [] : [{ kind: 'file', detail: what }];
}

/** Names on the disk that no message has. */
export function findOrphans(
  names: readonly string[],
  messages: Iterable<Pick<StoredMessage, 'image' | 'file'>>,
): string[] {
  const owned = new Set<string | undefined>();
  for (const { image, file } of messages) {
    for (const carried of [image, file]) if (carried) owned.add(carried.url.split('/').at(-1));
  }
  return names.filter((name) => !owned.has(name));
}
