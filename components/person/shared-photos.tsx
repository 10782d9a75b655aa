'use client';

import { useMessages } from '@/components/i18n/messages-provider';
import { PHOTO_GRID_CLASS } from '@/components/person/photo-grid';
import { Button } from '@/components/ui/button';
import { EndSentinel } from '@/components/ui/end-sentinel';
import { Skeleton } from '@/components/ui/skeleton';
import { useOnDemand } from '@/components/ui/use-on-demand';
import type { SharedPhotosView } from '@/lib/client/hooks/people/use-shared-photos';

interface SharedPhotosProps {
  title: string;
  /** What stands where there are none. */
  noPhotos: string;
  shared: SharedPhotosView;
  onOpen: (key: string) => void;
}

const SKELETON_TILES = [0, 1, 2];

/** The pictures themselves are fetched by a page that is up already, and so is what shows them. */
const loadMonths = () =>
  import('@/components/person/photo-months').then((module) => module.PhotoMonths);

/** Every picture that went back and forth, newest first, by month; older ones come as they are reached. */
export function SharedPhotos({ title, shared, noPhotos, onOpen }: SharedPhotosProps) {
  const words = useMessages();
  const { photos, total, isKnown, isLoading, error, hasMore, loadMore } = shared;
  const Months = useOnDemand(photos.length > 0, loadMonths);
  // What stands below the pictures would move when they come.
  const isPlaced = photos.length === 0 || Months !== null;
  return (
    <section aria-label={title} className="relative flex flex-col gap-3">
      <h3 className="flex justify-between gap-2 text-meta font-medium text-muted">
        <span>{title}</span>
        {total !== null && total > 0 && (
          <span className="tabular-nums">{words.pictures.sharedCount(total)}</span>
        )}
      </h3>
      {!isKnown && !isLoading && error === null && (
        // Positioned outside the flow, as the one below: removing it moves nothing.
        <div className="absolute inset-x-0 top-0">
          <EndSentinel onNear={loadMore} version={isKnown} />
        </div>
      )}
      {isKnown && photos.length === 0 && <p className="text-muted">{noPhotos}</p>}
      {Months && <Months photos={photos} onOpen={onOpen} />}
      {error !== null && (
        <div role="alert" className="flex flex-col items-start gap-2">
          <p className="text-muted">{words.pictures.sharedFailed}</p>
          <Button variant="secondary" onClick={loadMore}>
            {words.common.retry}
          </Button>
        </div>
      )}
      {isPlaced && error === null && hasMore && (
        <div className={PHOTO_GRID_CLASS}>
          {isLoading && (
            <p role="status" className="sr-only">
              {words.pictures.sharedLoading}
            </p>
          )}
          {SKELETON_TILES.map((tile) => (
            <Skeleton key={tile} className="aspect-square" />
          ))}
        </div>
      )}
      {isKnown && error === null && hasMore && !isLoading && (
        <div className="absolute inset-x-0 bottom-0">
          <EndSentinel onNear={loadMore} version={photos.length} />
        </div>
      )}
    </section>
  );
}
