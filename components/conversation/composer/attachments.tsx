'use client';

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { useMessages, useOtherLanguage } from '@/components/i18n/messages-provider';
import { useServerFacts } from '@/components/invitation/server-facts';
import { useZone } from '@/components/ui/clock';
import { hasDraftImages } from '@/lib/client/drafts/draft-image-marks';
import type { DraftImage, DraftImages } from '@/lib/client/drafts/draft-images';
import { useMe } from '@/lib/client/hooks/people/use-me';
import { CHOSEN_IMAGES_MAX_COUNT } from '@/lib/shared/limits';

/** What comes from outside of a conversation, for its composer to take as if it was chosen there. */
export interface HandedImages {
  userId: string;
  files: readonly File[];
  /** What is to be said beside them, a line each. */
  notices: readonly string[];
  /** They are in the draft now. */
  onKept: () => void;
}

interface Attachments {
  ownerId: string;
  /** null until the first image is chosen or found: its code is loaded then. */
  store: DraftImages | null;
  open: () => Promise<DraftImages>;
  /** How often something was handed over. */
  handedCount: number;
  hand: (images: HandedImages) => void;
  take: (userId: string) => HandedImages | null;
}

const AttachmentsContext = createContext<Attachments | null>(null);

/** Remembers chosen images per conversation, so that none can go to the wrong person. */
export function AttachmentsProvider({ children }: { children: ReactNode }) {
  const ownerId = useMe()._id;
  const [store, setStore] = useState<DraftImages | null>(null);
  const opening = useRef<Promise<DraftImages> | null>(null);
  const open = useCallback(async () => {
    opening.current ??= import('@/lib/client/drafts/draft-images').then((module) =>
      module.openDraftImages(ownerId),
    );
    try {
      const opened = await opening.current;
      setStore(opened);
      return opened;
    } catch (error) {
      opening.current = null;
      throw error;
    }
  }, [ownerId]);
  useEffect(() => store?.start(), [store]);
  const handed = useRef<HandedImages | null>(null);
  const [handedCount, setHandedCount] = useState(0);
  const hand = useCallback((images: HandedImages) => {
    handed.current = images;
    setHandedCount((count) => count + 1);
  }, []);
  const take = useCallback((userId: string) => {
    const images = handed.current;
    if (images?.userId !== userId) return null;
    handed.current = null;
    return images;
  }, []);
  const attachments = useMemo(
    () => ({ ownerId, store, open, handedCount, hand, take }),
    [ownerId, store, open, handedCount, hand, take],
  );
  return <AttachmentsContext value={attachments}>{children}</AttachmentsContext>;
}

function useAttachmentsContext(): Attachments {
  const context = useContext(AttachmentsContext);
  if (!context) throw new Error('Attachments need an AttachmentsProvider above them.');
  return context;
}

/** Returns what hands images to the composer of a conversation that is open, or is opened next. */
export const useHandImages = () => useAttachmentsContext().hand;

/** As files of any kind are sent, with every byte that was chosen. */
function asOriginal(image: DraftImage): DraftImage {
  return { ...image, file: image.original ?? image.file, isFile: true };
}

const NONE: readonly DraftImage[] = [];
const hearNothing = () => () => undefined;

/** The images and files waiting to be sent to one person. */
export function useAttachments(userId: string) {
  const { ownerId, store, open, handedCount, take } = useAttachmentsContext();
  const words = useMessages();
  const otherLanguage = useOtherLanguage();
  const { fileMaxBytes } = useServerFacts();
  const { locale } = useZone();
  /** What is wrong with which file, a line each. */
  const [problem, setProblem] = useState<string | null>(null);
  /** What will happen to which file, a line each. */
  const [notice, setNotice] = useState<string | null>(null);
  const [adding, setAdding] = useState(0);
  const attachments = useSyncExternalStore(
    store?.subscribe ?? hearNothing,
    () => store?.get(userId) ?? NONE,
    () => NONE,
  );

  useEffect(() => {
    if (store) return;
    // Chosen before a reload, or in another tab.
    const look = () => {
      if (hasDraftImages(ownerId, userId)) open().catch(() => undefined);
    };
    look();
    window.addEventListener('storage', look);
    return () => window.removeEventListener('storage', look);
  }, [store, open, ownerId, userId]);

  /** Resolves with whether they are in the draft, or had to be refused for good. */
  const add = useCallback(
    async (chosen: Iterable<File>, said: readonly string[] = []) => {
      // An input's list is emptied once it has been handed over.
      const files = [...chosen];
      const problems: string[] = [];
      const say = (problem: string) => {
        problems.push(problem);
        setProblem(problems.join('\n'));
      };
      let stored: Promise<void> | undefined;
      setProblem(null);
      setNotice(said.join('\n') || null);
      if (files.length === 0) return true;
      setAdding((count) => count + 1);
      try {
        const { acceptFiles, sayTooMany } = await import(
          '@/components/conversation/composer/accept-files'
        );
        const options = { otherLanguage, fileMaxBytes, locale, onProblem: say };
        const { files: accepted, notices, ...added } = await acceptFiles(files, options);
        setNotice([...said, ...notices].join('\n') || null);
        if (accepted.length === 0) return true;
        const images = await open();
        const room = Math.max(0, CHOSEN_IMAGES_MAX_COUNT - images.get(userId).length);
        if (accepted.length > room) say(sayTooMany(CHOSEN_IMAGES_MAX_COUNT, otherLanguage));
        images.add(userId, accepted.slice(0, room), added);
        stored = images.whenStored();
      } catch {
        say(words.common.somethingWrong);
        return false;
      } finally {
        setAdding((count) => count - 1);
      }
      await stored;
      return true;
    },
    [open, userId, words, otherLanguage, fileMaxBytes, locale],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the count says that there is something to take
  useEffect(() => {
    const handed = take(userId);
    if (!handed) return;
    void add(handed.files, handed.notices).then((isKept) => isKept && handed.onKept());
  }, [handedCount, take, userId, add]);

  const remove = useCallback(
    (id: string) => {
      setProblem(null);
      setNotice(null);
      store?.remove(userId, id);
    },
    [store, userId],
  );

  const replace = useCallback(
    (id: string, file: File) => {
      setNotice(null);
      store?.replace(userId, id, file);
    },
    [store, userId],
  );

  /**
   * Hands them over, pictures as files where `asOriginals`: they leave the draft at once, and its storage
   * once the outbox has them.
   */
  const handOver = useCallback(
    (take: (images: readonly DraftImage[]) => Promise<void>, asOriginals: boolean) => {
      setProblem(null);
      setNotice(null);
      store?.handOver(userId, (images) => take(asOriginals ? images.map(asOriginal) : images));
    },
    [store, userId],
  );

  // While some are still being read, a message must not be sent without them.
  return { attachments, problem, notice, isAdding: adding > 0, add, replace, remove, handOver };
}
