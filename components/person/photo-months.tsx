'use client';

import { useMemo, useRef, useState } from 'react';
import { PHOTO_GRID_CLASS } from '@/components/person/photo-grid';
import { PhotoTile } from '@/components/person/photo-tile';
import { useGridKeys } from '@/components/person/use-grid-keys';
import { useZone } from '@/components/ui/clock';
import { formatMonth, monthKey } from '@/components/ui/dates';
import { LocalTime } from '@/components/ui/local-time';
import type { SharedPhoto } from '@/lib/client/selectors/shared-photos';

interface PhotoMonthsProps {
  /** Oldest first. */
  photos: SharedPhoto[];
  onOpen: (key: string) => void;
}

/** Pictures as tiles, newest first, by month. */
export function PhotoMonths({ photos, onOpen }: PhotoMonthsProps) {
  const zone = useZone();
  const grids = useRef<HTMLDivElement>(null);
  const onKeyDown = useGridKeys(grids);
  const [current, setCurrent] = useState<string>();
  const months = useMemo(
    () => groupBy(photos.toReversed(), ({ createdAt }) => monthKey(createdAt, zone)),
    [photos, zone],
  );
  // One Tab stop, at the picture that was last looked at.
  const isCurrentShown = photos.some(({ key }) => key === current);
  const tabKey = isCurrentShown ? current : photos.at(-1)?.key;
  return (
    <div ref={grids} className="flex flex-col gap-3">
      {months.map(({ month, first, group }) => (
        <div key={month} className="flex flex-col gap-1.5">
          <h4 className="text-meta text-muted">
            <LocalTime iso={first.createdAt}>{formatMonth(first.createdAt, zone)}</LocalTime>
          </h4>
          <ul className={PHOTO_GRID_CLASS}>
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
    </div>
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
