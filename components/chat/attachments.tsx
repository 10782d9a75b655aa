'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import type { Words } from '@/components/words/en';
import { useWords } from '@/components/words/words-provider';
import { IMAGE_MAX_BYTES, IMAGE_TYPES } from '@/lib/shared/limits';

export interface Attachment {
  id: string;
  file: File;
  /** An object URL of the file, for its preview. */
  url: string;
}

type ByUser = Record<string, Attachment[]>;

interface AttachmentsStore {
  byUser: ByUser;
  update: (userId: string, change: (current: Attachment[]) => Attachment[]) => void;
}

const AttachmentsContext = createContext<AttachmentsStore | null>(null);

/** Remembers chosen images per conversation, so that none can go to the wrong person. */
export function AttachmentsProvider({ children }: { children: ReactNode }) {
  const [byUser, setByUser] = useState<ByUser>({});
  const update = useCallback<AttachmentsStore['update']>((userId, change) => {
    setByUser((all) => ({ ...all, [userId]: change(all[userId] ?? []) }));
  }, []);
  const store = useMemo(() => ({ byUser, update }), [byUser, update]);
  return <AttachmentsContext value={store}>{children}</AttachmentsContext>;
}

const BYTES_PER_MEGABYTE = 1024 * 1024;
const NONE: Attachment[] = [];

/** Why a file cannot be sent, or null. The server looks again, and closer. */
function refusal(file: File, words: Words): string | null {
  if (!IMAGE_TYPES.includes(file.type)) return words.composer.wrongType(file.name);
  if (file.size > IMAGE_MAX_BYTES) {
    return words.composer.tooLarge(file.name, IMAGE_MAX_BYTES / BYTES_PER_MEGABYTE);
  }
  return null;
}

/** The images waiting to be sent to one person. */
export function useAttachments(userId: string) {
  const store = useContext(AttachmentsContext);
  if (!store) throw new Error('useAttachments needs an AttachmentsProvider');
  const words = useWords();
  const { update } = store;
  const [problem, setProblem] = useState<string | null>(null);

  const add = useCallback(
    (files: Iterable<File>) => {
      const accepted: Attachment[] = [];
      let refused: string | null = null;
      for (const file of files) {
        const reason = refusal(file, words);
        if (reason) refused = reason;
        else
          accepted.push({
            id: crypto.randomUUID?.() ?? `${file.name}-${performance.now()}`,
            file,
            url: URL.createObjectURL(file),
          });
      }
      setProblem(refused);
      if (accepted.length > 0) update(userId, (current) => [...current, ...accepted]);
    },
    [userId, update, words],
  );

  const remove = useCallback(
    (id: string) => {
      update(userId, (current) =>
        current.filter((attachment) => {
          if (attachment.id === id) URL.revokeObjectURL(attachment.url);
          return attachment.id !== id;
        }),
      );
    },
    [userId, update],
  );

  const clear = useCallback(() => {
    setProblem(null);
    update(userId, (current) => {
      for (const { url } of current) URL.revokeObjectURL(url);
      return NONE;
    });
  }, [userId, update]);

  return { attachments: store.byUser[userId] ?? NONE, problem, add, remove, clear };
}
