'use client';

import { useMemo, useRef, useState } from 'react';
import { useMessages } from '@/components/i18n/messages-provider';
import { PhotoTile } from '@/components/person/photo-tile';
import { useGridKeys } from '@/components/person/use-grid-keys';
import { Button } from '@/components/ui/button';
import { useZone } from '@/components/ui/clock';
import { formatMonth, monthKey } from '@/components/ui/dates';
import { EndSentinel } from '@/components/ui/end-sentinel';
import { LocalTime } from '@/components/ui/local-time';
import { Skeleton } from '@/components/ui/skeleton';
import type { SharedPhotosView } from '@/lib/client/hooks/people/use-shared-photos';
import type { SharedPhoto } from '@/lib/client/selectors/shared-photos';

interface SharedPhotosProps {
  title: string;
  /** What stands where there are none. */
  noPhotos: string;
  shared: SharedPhotosView;
  onOpen: (key: string) => void;
}

const SKELETON_TILES = [0, 1, 2];
const GRID_CLASS = 'grid grid-cols-[repeat(auto-fill,minmax(5rem,1fr))] gap-1';

/** Every picture that went back and forth, newest first, by month; older ones come as they are reached. */
export function SharedPhotos({ title, shared, noPhotos, onOpen }: SharedPhotosProps) {
  const words = useMessages();
  const zone = useZone();
  const section = useRef<HTMLElement>(null);
  const onKeyDown = useGridKeys(section);
  const [current, setCurrent] = useState<string>();
  const { photos, total, isKnown, isLoading, error, hasMore, loadMore } = shared;
  const months = useMemo(
    () => groupBy(photos.toReversed(), ({ createdAt }) => monthKey(createdAt, zone)),
    [photos, zone],
  );
  // One Tab stop, at the picture that was last looked at.
  const isCurrentShown = photos.some(({ key }) => key === current);
  const tabKey = isCurrentShown ? current : photos.at(-1)?.key;
  return (
    <section ref={section} aria-label={title} className="relative flex flex-col gap-3">
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
      {months.map(({ month, first, group }) => (
        <div key={month} className="flex flex-col gap-1.5">
          <h4 className="text-meta text-muted">
            <LocalTime iso={first.createdAt}>{formatMonth(first.createdAt, zone)}</LocalTime>
          </h4>
          <ul className={GRID_CLASS}>
            {group.map((photo) => (
              <li key={photo.key}>
                <PhotoTile
                  photo={photo}
                  isTabStop={photo.key === tabKey}
                  onFocus={setCurrent}
                  onKeyDown={onKeyDown}
                  onOpen={onOpen}
                />
              </li>
            ))}
          </ul>
        </div>
      ))}
      {error !== null && (
        <div role="alert" className="flex flex-col items-start gap-2">
          <p className="text-muted">{words.pictures.sharedFailed}</p>
          <Button variant="secondary" onClick={loadMore}>
            {words.common.retry}
          </Button>
        </div>
      )}
      {error === null && hasMore && (
        <div className={GRID_CLASS}>
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

interface Group {
  month: string;
  first: SharedPhoto;
  group: SharedPhoto[];
}

function groupBy(photos: SharedPhoto[], monthOf: (photo: SharedPhoto) => string): Group[] {
  const groups = new Map<string, Group>();
  for (const photo of photos) {
    const month = monthOf(photo);
    const held = groups.get(month);
    if (held) held.group.push(photo);
    else groups.set(month, { month, first: photo, group: [photo] });
  }
  return [...groups.values()];
}
