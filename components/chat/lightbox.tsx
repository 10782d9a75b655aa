'use client';

import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import Download from 'lucide-react/icons/download';
import X from 'lucide-react/icons/x';
import type { KeyboardEvent } from 'react';
import { useZone } from '@/components/ui/clock';
import { formatFull } from '@/components/ui/dates';
import { Dialog } from '@/components/ui/dialog';
import { useWords } from '@/components/words/words-provider';
import type { ConversationItem } from '@/lib/client/types';

interface LightboxProps {
  /** Oldest first. */
  photos: readonly ConversationItem[];
  /** Which one is shown; null while closed. */
  openKey: string | null;
  senderName: string;
  onShow: (key: string | null) => void;
}

const BUTTON_CLASS =
  'flex size-11 items-center justify-center rounded-full bg-white/10 text-white transition-colors hover:bg-white/20 focus-visible:outline-white';

/** One picture on the whole screen; arrow keys go through all of them, Esc goes back. */
export function Lightbox({ photos, openKey, senderName, onShow }: LightboxProps) {
  const words = useWords();
  const zone = useZone();
  const index = photos.findIndex((photo) => photo.key === openKey);
  const photo = photos[index];
  const image = photo?.image;
  const previous = photos[index - 1];
  const next = photos[index + 1];
  if (!photo || !image) return null;

  const when = formatFull(photo.createdAt, zone);
  const label =
    photo.status !== null ? words.chat.imageOwn(when) : words.chat.imageFrom(senderName, when);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft' && previous) onShow(previous.key);
    if (event.key === 'ArrowRight' && next) onShow(next.key);
  };
  return (
    <Dialog isOpen onClose={() => onShow(null)} title={label} kind="screen">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys work from wherever the focus is inside */}
      <div onKeyDown={onKeyDown} className="flex min-h-0 flex-1 flex-col pt-safe pb-safe">
        <div className="flex items-center justify-between gap-3 p-3">
          <p className="min-w-0 truncate ps-2 text-sm text-white/85">{label}</p>
          <div className="flex gap-2">
            <a href={image.url} download aria-label={words.chat.download} className={BUTTON_CLASS}>
              <Download className="size-5" aria-hidden="true" />
            </a>
            <button
              type="button"
              aria-label={words.common.close}
              onClick={() => onShow(null)}
              className={BUTTON_CLASS}
            >
              <X className="size-5" aria-hidden="true" />
            </button>
          </div>
        </div>
        <div className="relative flex min-h-0 flex-1 items-center justify-center px-3 pb-3 sm:px-16">
          {/* biome-ignore lint/performance/noImgElement: a stored picture in its own size */}
          <img
            key={photo.key}
            src={image.url}
            alt={photo.text || label}
            width={image.width}
            height={image.height}
            className="h-auto max-h-full w-auto max-w-full animate-fade-in rounded-lg object-contain"
          />
          {previous && (
            <button
              type="button"
              aria-label={words.chat.previousImage}
              onClick={() => onShow(previous.key)}
              className={`${BUTTON_CLASS} absolute start-3`}
            >
              <ChevronLeft className="size-5" aria-hidden="true" />
            </button>
          )}
          {next && (
            <button
              type="button"
              aria-label={words.chat.nextImage}
              onClick={() => onShow(next.key)}
              className={`${BUTTON_CLASS} absolute end-3`}
            >
              <ChevronRight className="size-5" aria-hidden="true" />
            </button>
          )}
        </div>
        {photo.text && (
          <p
            dir="auto"
            className="max-h-24 overflow-y-auto px-6 pb-4 text-center text-message [overflow-wrap:anywhere]"
          >
            {photo.text}
          </p>
        )}
      </div>
    </Dialog>
  );
}
