import {
  type ArchiveFile,
  type HistoryChoices,
  type HistoryResult,
  ImportFileError,
} from '@/lib/client/import/history-types';
import { readMeta } from '@/lib/client/import/meta/read-meta';
import { readParley } from '@/lib/client/import/read-parley';
import { readSignal } from '@/lib/client/import/signal/read-signal';
import { readTelegram } from '@/lib/client/import/telegram/read-telegram';
import { readWhatsApp } from '@/lib/client/import/whatsapp/read-whatsapp';

export { mergeHistories } from '@/lib/client/import/merge-histories';
export { openArchive } from '@/lib/client/import/open-archive';

/** Each returns null for files that are not its own. Any folder may hold texts: WhatsApp comes last. */
const READERS = [readParley, readSignal, readMeta, readTelegram, readWhatsApp];

/**
 * Reads a conversation of two people from the files of an export, of whichever kind. An export of
 * more than one is listed, until `chat` says which by its key; groups are left out of the list.
 * Throws ImportFileError: `unknown-format`, `empty` (no message in it, or no such chat), `group`,
 * `damaged`.
 */
export async function readHistory(
  files: readonly ArchiveFile[],
  choices: HistoryChoices,
  chat?: string,
): Promise<HistoryResult> {
  if (files.length === 0) throw new ImportFileError('empty');
  for (const read of READERS) {
    const result = await read(files, choices, chat);
    if (result) return result;
  }
  throw new ImportFileError('unknown-format');
}
