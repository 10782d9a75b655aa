import { type HistoryResult, ImportFileError } from '@/lib/client/import/history-types';

/** A conversation that an export holds. */
export interface ListedChat {
  key: string;
  title: string;
  count: number;
  isGroup: boolean;
}

/**
 * The conversation that is meant, or the list of those to choose from. Throws ImportFileError: `empty`
 * where there is none, `group` where there are only groups or one is asked for.
 */
export function chooseChat<Chat extends ListedChat>(
  chats: readonly Chat[],
  wanted: string | undefined,
): Chat | Extract<HistoryResult, { kind: 'several' }> {
  const filled = chats.filter(({ count }) => count > 0);
  const open = filled.filter(({ isGroup }) => !isGroup);
  const chosen = wanted === undefined ? null : filled.find(({ key }) => key === wanted);
  if (chosen && !chosen.isGroup) return chosen;
  if (chosen) throw new ImportFileError('group');
  const [only, ...others] = open;
  if (!only) throw new ImportFileError(filled.length > 0 ? 'group' : 'empty');
  if (wanted !== undefined) throw new ImportFileError('empty');
  if (others.length === 0) return only;
  return { kind: 'several', chats: open.map(({ key, title, count }) => ({ key, title, count })) };
}
