'use client';

import CircleAlert from 'lucide-react/icons/circle-alert';
import {
  ALBUM_TILES_MAX_COUNT,
  ALBUM_WIDTH_PX,
  albumRatio,
} from '@/components/conversation/message/album-size';
import type { MessageActions } from '@/components/conversation/message/message-actions';
import { UploadOverlay } from '@/components/conversation/message/upload-overlay';
import { useMessages } from '@/components/i18n/messages-provider';
import { classNames } from '@/components/ui/class-names';
import { FailedPicture } from '@/components/ui/failed-picture';
import { Picture } from '@/components/ui/picture';
import { usePictureLoad } from '@/components/ui/use-picture-load';
import type { ConversationItem } from '@/lib/client/selectors/conversation-item';

/** By how many there are: two side by side, a large one beside two small, two by two. */
const GRIDS: Record<number, string> = {
  2: 'grid-cols-2',
  3: 'grid-cols-3 grid-rows-2 [&>:first-child]:col-span-2 [&>:first-child]:row-span-2',
  4: 'grid-cols-2 grid-rows-2',
};

interface MessageAlbumProps {
  /** At least two, each with a picture. */
  items: readonly ConversationItem[];
  /** What a screen reader hears: whose picture, and when. */
  labelOf: (item: ConversationItem) => string;
  actions: MessageActions;
}

/** Pictures sent together, as one block of a size that depends on their number alone. */
export function MessageAlbum({ items, labelOf, actions }: MessageAlbumProps) {
  const words = useMessages();
  const tiles = items.slice(0, ALBUM_TILES_MAX_COUNT);
  const hidden = items.length - tiles.length;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for form controls
    <div
      role="group"
      aria-label={words.pictures.sharedCount(items.length)}
      style={{ width: ALBUM_WIDTH_PX, aspectRatio: albumRatio(items.length) }}
      className={classNames('grid max-w-full gap-0.5', GRIDS[tiles.length])}
    >
      {tiles.map((item, index) => (
        <AlbumTile
          key={item.key}
          item={item}
          label={labelOf(item)}
          more={index === tiles.length - 1 ? hidden : 0}
          actions={actions}
        />
      ))}
    </div>
  );
}

interface AlbumTileProps {
  item: ConversationItem;
  label: string;
  /** How many pictures follow that have no tile of their own. */
  more: number;
  actions: MessageActions;
}

function AlbumTile({ item, label, more, actions }: AlbumTileProps) {
  const words = useMessages();
  const { image, status, progress } = item;
  const load = usePictureLoad(image?.url ?? '');
  if (!image) return null;
  // A file of this device that the browser cannot draw: trying again cannot help.
  const isUndrawable = load.state === 'failed' && image.name !== undefined;
  const hasFailedToLoad = load.state === 'failed' && !isUndrawable;
  const undrawn = isUndrawable ? image.name || words.pictures.noPreview : '';
  const isUnsent = status === 'failed';
  const picture = {
    src: image.url,
    width: image.width,
    height: image.height,
    load,
    placeholder: image.placeholder,
    isLazy: true,
    className: 'size-full bg-sunken',
  };
  const count = more > 0 ? ` (+${more})` : '';
  return (
    <div data-tile={item.key} className="relative min-h-0 min-w-0">
      {isUnsent || isUndrawable ? (
        <>
          <Picture {...picture} alt={label} failed={<FailedPicture label={undrawn} />} />
          {isUnsent && (
            <span className="absolute inset-0 flex items-center justify-center bg-black/50 text-white">
              <CircleAlert className="size-7" aria-hidden="true" />
              <span className="sr-only">{words.status.failed}</span>
            </span>
          )}
        </>
      ) : (
        <button
          type="button"
          aria-label={
            hasFailedToLoad
              ? words.pictures.failedPhoto(label)
              : `${words.chat.openImage}: ${label}${count}`
          }
          onClick={hasFailedToLoad ? load.retry : () => actions.openPhoto(item.key)}
          className="block size-full focus-visible:-outline-offset-4 focus-visible:outline-white"
        >
          <Picture {...picture} alt="" failed={<FailedPicture label={words.common.retry} />} />
        </button>
      )}
      {more > 0 && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute inset-0 flex items-center justify-center bg-black/50 text-heading font-medium text-white"
        >
          +{more}
        </span>
      )}
      {status === 'sending' && progress !== null && (
        <UploadOverlay progress={progress} onCancel={() => actions.cancelUpload(item.clientId)} />
      )}
    </div>
  );
}
