'use client';

import { useCallback, useState } from 'react';
import { classNames } from '@/components/ui/class-names';

interface PictureProps {
  src: string;
  alt: string;
  width: number;
  height: number;
  /** A tiny data URL shown, blurred by enlargement, until the picture is there. */
  placeholder?: string;
  isLazy?: boolean;
  className?: string;
}

/**
 * An image in a box of known proportions: nothing moves when it arrives. Stored pictures are
 * already scaled and re-encoded, so next/image would only add a second pass over them.
 */
export function Picture({
  src,
  alt,
  width,
  height,
  placeholder,
  isLazy = false,
  className,
}: PictureProps) {
  const [loaded, setLoaded] = useState(false);
  // An image from the first HTML may be complete before there is anyone to hear its load event.
  const attach = useCallback((image: HTMLImageElement | null) => {
    if (image?.complete && image.naturalWidth > 0) setLoaded(true);
  }, []);
  return (
    <span className={classNames('relative block overflow-hidden', className)}>
      {placeholder && !loaded && (
        // biome-ignore lint/performance/noImgElement: a data URL of a few hundred bytes
        <img
          src={placeholder}
          alt=""
          aria-hidden="true"
          className="absolute inset-0 size-full scale-110 object-cover blur-md"
        />
      )}
      {/* biome-ignore lint/performance/noImgElement: see above, the one place that shows stored images */}
      <img
        ref={attach}
        src={src}
        alt={alt}
        width={width}
        height={height}
        loading={isLazy ? 'lazy' : undefined}
        decoding="async"
        draggable={false}
        onLoad={() => setLoaded(true)}
        className="relative size-full object-cover"
      />
    </span>
  );
}
