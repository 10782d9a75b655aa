'use client';

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import type { Words } from '@/components/words/en';
import { useWords } from '@/components/words/words-provider';
import { createIdbDraftImageStorage } from '@/lib/client/draft-image-storage';
import { type DraftImage, DraftImages } from '@/lib/client/draft-images';
import { useMe } from '@/lib/client/hooks';
import { IMAGE_MAX_BYTES, IMAGE_TYPES } from '@/lib/shared/limits';

const AttachmentsContext = createContext<DraftImages | null>(null);

/** Remembers chosen images per conversation, so that none can go to the wrong person. */
export function AttachmentsProvider({ children }: { children: ReactNode }) {
  const ownerId = useMe()._id;
  const [images] = useState(
    () => new DraftImages({ ownerId, storage: createIdbDraftImageStorage() }),
  );
  useEffect(() => images.start(), [images]);
  return <AttachmentsContext value={images}>{children}</AttachmentsContext>;
}

/** More at once would be a flood for who receives them, and for a phone that shows them here. */
const IMAGES_MAX_COUNT = 20;
const BYTES_PER_MEGABYTE = 1024 * 1024;
const NONE: readonly DraftImage[] = [];

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
  const [problem, setProblem] = useState<string | null>(null);
  const subscribe = useCallback((listener: () => void) => store.subscribe(listener), [store]);
  const attachments = useSyncExternalStore(
    subscribe,
    () => store.get(userId),
    () => NONE,
  );

  const add = useCallback(
    (files: Iterable<File>) => {
      const accepted: File[] = [];
      let refused: string | null = null;
      for (const file of files) {
        const reason = refusal(file, words);
        if (reason) refused = reason;
        else accepted.push(file);
      }
      const room = Math.max(0, IMAGES_MAX_COUNT - store.get(userId).length);
      if (accepted.length > room) refused = words.composer.tooMany(IMAGES_MAX_COUNT);
      setProblem(refused);
      store.add(userId, accepted.slice(0, room));
    },
    [store, userId, words],
  );

  const remove = useCallback(
    (id: string) => {
      setProblem(null);
      store.remove(userId, id);
    },
    [store, userId],
  );

  /** Gives them away: they leave the draft at once, and its storage once they are taken over. */
  const handOver = useCallback(
    (take: (images: readonly DraftImage[]) => Promise<void>) => {
      setProblem(null);
      store.handOver(userId, take);
    },
    [store, userId],
  );

  return { attachments, problem, add, remove, handOver };
}
