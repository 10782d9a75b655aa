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
import { hasDraftImages } from '@/lib/client/drafts/draft-image-marks';
import type { DraftImage, DraftImages } from '@/lib/client/drafts/draft-images';
import { useMe } from '@/lib/client/hooks/people/use-me';

interface Attachments {
  ownerId: string;
  /** null until the first image is chosen or found: its code is loaded then. */
  store: DraftImages | null;
  open: () => Promise<DraftImages>;
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
  const attachments = useMemo(() => ({ ownerId, store, open }), [ownerId, store, open]);
  return <AttachmentsContext value={attachments}>{children}</AttachmentsContext>;
}

/** More at once would be too many for the receiver, and for a phone that previews them. */
const IMAGES_MAX_COUNT = 20;
const NONE: readonly DraftImage[] = [];
const hearNothing = () => () => undefined;

/** The images waiting to be sent to one person. */
export function useAttachments(userId: string) {
  const context = useContext(AttachmentsContext);
  if (!context) throw new Error('useAttachments needs an AttachmentsProvider');
  const { ownerId, store, open } = context;
  const words = useMessages();
  const otherLanguage = useOtherLanguage();
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

  const add = useCallback(
    async (chosen: Iterable<File>) => {
      // An input's list is emptied once it has been handed over.
      const files = [...chosen];
      const problems: string[] = [];
      const say = (problem: string) => {
        problems.push(problem);
        setProblem(problems.join('\n'));
      };
      setProblem(null);
      setNotice(null);
      setAdding((count) => count + 1);
      try {
        const { acceptImages, sayTooMany } = await import(
          '@/components/conversation/composer/accept-images'
        );
        const { accepted, notices } = await acceptImages(files, { otherLanguage, onProblem: say });
        setNotice(notices.join('\n') || null);
        if (accepted.length === 0) return;
        const images = await open();
        const room = Math.max(0, IMAGES_MAX_COUNT - images.get(userId).length);
        if (accepted.length > room) say(sayTooMany(IMAGES_MAX_COUNT, otherLanguage));
        images.add(userId, accepted.slice(0, room));
      } catch {
        say(words.common.somethingWrong);
      } finally {
        setAdding((count) => count - 1);
      }
    },
    [open, userId, words, otherLanguage],
  );

  const remove = useCallback(
    (id: string) => {
      setProblem(null);
      setNotice(null);
      store?.remove(userId, id);
    },
    [store, userId],
  );

  /** Hands them over: they leave the draft at once, and its storage once the outbox has them. */
  const handOver = useCallback(
    (take: (images: readonly DraftImage[]) => Promise<void>) => {
      setProblem(null);
      setNotice(null);
      store?.handOver(userId, take);
    },
    [store, userId],
  );

  // While some are still being read, a message must not be sent without them.
  return { attachments, problem, notice, isAdding: adding > 0, add, remove, handOver };
}
