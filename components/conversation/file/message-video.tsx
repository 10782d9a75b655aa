'use client';

import { useState } from 'react';
import { fitImage } from '@/components/conversation/message-parts/fit-image';
import { useAllMessages } from '@/components/i18n/use-all-messages';
import type { FileDto } from '@/lib/shared/dto';

interface MessageVideoProps {
  url: string;
  name: string;
  video: NonNullable<FileDto['video']>;
}

/** A film in a box that has its final size from the start; where it cannot be played, there is no box. */
export function MessageVideo({ url, name, video }: MessageVideoProps) {
  const words = useAllMessages();
  const [isBroken, setIsBroken] = useState(false);
  const { width, height } = fitImage(video);
  if (isBroken) return null;
  return (
    // biome-ignore lint/a11y/useMediaCaption: what people film has no captions
    <video
      // Safari shows nothing of a film before it plays, but for a moment that is asked for.
      src={`${url}#t=0.001`}
      aria-label={words.files.video(name)}
      controls
      playsInline
      preload="metadata"
      onError={() => setIsBroken(true)}
      style={{
        width,
        aspectRatio: `${width} / ${height}`,
        backgroundImage: `url("${video.placeholder}")`,
      }}
      className="max-w-full bg-sunken bg-cover focus-visible:-outline-offset-4 focus-visible:outline-white"
    />
  );
}
