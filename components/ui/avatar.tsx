'use client';

import type { ComponentType } from 'react';
import { classNames } from '@/components/ui/class-names';
import { initialsOf, toneOf } from '@/components/ui/initials';
import { Picture } from '@/components/ui/picture';
import { usePictureLoad } from '@/components/ui/use-picture-load';

const SIZES = {
  small: { box: 'size-9 text-meta', dot: 'size-2.5', pixels: 36, icon: 'size-4.5' },
  medium: { box: 'size-10 text-sm', dot: 'size-3', pixels: 40, icon: 'size-5' },
  large: { box: 'size-12 text-base', dot: 'size-3.5', pixels: 48, icon: 'size-6' },
  huge: { box: 'size-24 text-3xl', dot: 'size-5', pixels: 96, icon: 'size-11' },
} as const;

const TONES = [
  'bg-tone-1 text-tone-1-ink',
  'bg-tone-2 text-tone-2-ink',
  'bg-tone-3 text-tone-3-ink',
  'bg-tone-4 text-tone-4-ink',
  'bg-tone-5 text-tone-5-ink',
  'bg-tone-6 text-tone-6-ink',
  'bg-tone-7 text-tone-7-ink',
  'bg-tone-8 text-tone-8-ink',
] as const;

interface AvatarProps {
  /** What the colour is derived from; it stays when the name changes. */
  id: string;
  name: string;
  src: string;
  size?: keyof typeof SIZES;
  /** The label of the presence dot; without one there is no dot. */
  onlineLabel?: string | null;
}

/**
 * A picture, or initials in a colour that stays the same, also where a picture does not come; the
 * name always stands beside it.
 */
export function Avatar({ id, name, src, size = 'medium', onlineLabel = null }: AvatarProps) {
  const { box, dot, pixels } = SIZES[size];
  const load = usePictureLoad(src);
  return (
    <span className={classNames('relative inline-block shrink-0 rounded-full', box)}>
      {src && load.state !== 'failed' ? (
        <Picture
          src={src}
          alt=""
          width={pixels}
          height={pixels}
          load={load}
          failed={null}
          className="size-full rounded-full bg-sunken"
        />
      ) : (
        <span
          aria-hidden="true"
          className={classNames(
            'flex size-full items-center justify-center rounded-full font-medium select-none',
            TONES[toneOf(id, TONES.length)],
          )}
        >
          {initialsOf(name)}
        </span>
      )}
      {onlineLabel && (
        <span
          role="img"
          aria-label={onlineLabel}
          className={classNames(
            'absolute end-0 bottom-0 rounded-full border-2 border-surface bg-online',
            dot,
          )}
        />
      )}
    </span>
  );
}

interface IconAvatarProps {
  icon: ComponentType<{ className?: string }>;
  size?: keyof typeof SIZES;
}

/** The same, for what is no person. */
export function IconAvatar({ icon: Icon, size = 'medium' }: IconAvatarProps) {
  return (
    <span
      aria-hidden="true"
      className={classNames(
        'inline-flex shrink-0 items-center justify-center rounded-full bg-accent-solid text-on-accent',
        SIZES[size].box,
      )}
    >
      <Icon className={SIZES[size].icon} />
    </span>
  );
}
