'use client';

import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import type { PictureLoad } from '@/components/ui/use-picture-load';

interface PictureProps {
  src: string;
  alt: string;
  width: number;
  height: number;
  /** Of `usePictureLoad(src)`: whoever shows a picture also decides what a failed one offers. */
  load: PictureLoad;
  /** Stands in the place of a picture that failed. */
  failed: ReactNode;
  /** A tiny data URL shown, blurred by enlargement, until the picture is there. */
  placeholder?: string;
  isLazy?: boolean;
  className?: string;
}

/**
 * An image in a box of known proportions: nothing moves when it arrives, or when it does not. Stored
 * pictures are already scaled and re-encoded, so next/image would only add a second pass over them.
 */
export function Picture({
  src,
  alt,
  width,
  height,
  load,
  failed,
  placeholder,
  isLazy = false,
  className,
}: PictureProps) {
  return (
    <span className={classNames('relative block overflow-hidden', className)}>
      {placeholder && load.state !== 'loaded' && (
        // biome-ignore lint/performance/noImgElement: a data URL of a few hundred bytes
        <img
          src={placeholder}
          alt=""
          aria-hidden="true"
          className="absolute inset-0 size-full scale-110 object-cover blur-md"
        />
      )}
      {load.state === 'failed' ? (
        failed
      ) : (
        // biome-ignore lint/performance/noImgElement: see above, the one place that shows stored images
        <img
          key={load.attempt}
          ref={load.attach}
          src={src}
          alt={alt}
          width={width}
          height={height}
          loading={isLazy ? 'lazy' : undefined}
          decoding="async"
          draggable={false}
          onLoad={load.onLoad}
          onError={load.onError}
          className={classNames(
            'relative size-full object-cover',
            // A transparent picture with dark lines could not be seen in a dark bubble. Only once
            // loaded, as the background would hide the placeholder.
            load.state === 'loaded' && 'bg-mat',
          )}
        />
      )}
    </span>
  );
}
