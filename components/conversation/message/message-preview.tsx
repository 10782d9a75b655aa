'use client';

import { NEW_TAB_HINT_ID } from '@/components/conversation/message/text-blocks';
import { messageNameId } from '@/components/conversation/message-parts/message-name';
import { classNames } from '@/components/ui/class-names';
import { Picture } from '@/components/ui/picture';
import { usePictureLoad } from '@/components/ui/use-picture-load';
import type { PreviewDto } from '@/lib/shared/dto';
import { hostOf } from '@/lib/shared/formatting/first-link';

/** Less wide or less of a banner, a picture stands beside the words. */
const WIDE_FROM_PIXELS = 300;
const WIDE_FROM_RATIO = 1.3;

type PreviewImage = NonNullable<PreviewDto['image']>;

const isWide = ({ width, height }: PreviewImage) =>
  width >= WIDE_FROM_PIXELS && width >= height * WIDE_FROM_RATIO;

interface MessagePreviewProps {
  /** Of the message that has it. */
  messageKey: string;
  preview: PreviewDto;
  isOwn: boolean;
}

/** What the page behind a message's first link says of itself, as one link to it. */
export function MessagePreview({ messageKey, preview, isOwn }: MessagePreviewProps) {
  const { url, siteName, title, description, image } = preview;
  const host = hostOf(url);
  const isBanner = image !== null && (isWide(image) || !title);
  return (
    <div data-preview className="w-80 min-w-full max-w-full px-1.5 pb-1.5">
      <a
        href={url}
        target="_blank"
        rel="noopener noreferrer nofollow"
        aria-describedby={NEW_TAB_HINT_ID}
        draggable={false}
        className={classNames(
          'block overflow-hidden rounded-xl text-sm select-none focus-visible:-outline-offset-2 focus-visible:outline-current',
          isOwn ? 'bg-black/15 hover:bg-black/20' : 'bg-surface/70 hover:bg-surface',
        )}
      >
        {image && isBanner && (
          <PreviewPicture image={image} className="aspect-[1.91] max-h-56 w-full" />
        )}
        <span className="flex gap-3 px-2.5 py-2">
          <span id={messageNameId('preview', messageKey)} className="block min-w-0 flex-1">
            {title && (
              <span dir="auto" className="line-clamp-2 font-medium [overflow-wrap:anywhere]">
                {title}
              </span>
            )}
            {description && (
              <span
                dir="auto"
                className={classNames(
                  'line-clamp-2 [overflow-wrap:anywhere]',
                  isOwn ? 'text-on-accent/90' : 'text-muted',
                )}
              >
                {description}
              </span>
            )}
            <span
              className={classNames(
                'block truncate text-meta',
                isOwn ? 'text-on-accent/90' : 'text-muted',
              )}
            >
              {siteName && siteName !== host && (
                <>
                  <bdi>{siteName}</bdi>
                  {' · '}
                </>
              )}
              <bdi dir="ltr">{host}</bdi>
            </span>
          </span>
          {image && !isBanner && (
            <PreviewPicture image={image} className="size-18 shrink-0 rounded-lg" />
          )}
        </span>
      </a>
    </div>
  );
}

/** Of one size whatever becomes of it; one that does not come leaves its ground. */
function PreviewPicture({ image, className }: { image: PreviewImage; className: string }) {
  const load = usePictureLoad(image.url);
  return (
    <Picture
      src={image.url}
      alt=""
      width={image.width}
      height={image.height}
      load={load}
      failed={null}
      placeholder={image.placeholder}
      isLazy
      className={`bg-sunken ${className}`}
    />
  );
}
