import { useEffect, useState } from 'react';

export interface DecodedImage {
  /** Upright; of an animation its first image. null when this browser cannot decode it. */
  image: ImageBitmap | null;
  isMoving: boolean;
}

/** A file as a picture; null until it is decoded. */
export function useDecodedImage(file: File): DecodedImage | null {
  const [decoded, setDecoded] = useState<DecodedImage | null>(null);
  useEffect(() => {
    let isCurrent = true;
    let open: ImageBitmap | null = null;
    void Promise.all([decode(file), isAnimated(file)]).then(([image, isMoving]) => {
      open = image;
      if (isCurrent) setDecoded({ image, isMoving });
      else image?.close();
    });
    return () => {
      isCurrent = false;
      setDecoded(null);
      // A decoded picture can take 200 MB, so it is released at once.
      open?.close();
    };
  }, [file]);
  return decoded;
}

async function decode(file: Blob): Promise<ImageBitmap | null> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return null;
  }
}

const HEAD_BYTES = 1024;
const ANIMATION_FLAG = 0x02;

/** Whether a GIF or WebP says of itself that it moves. */
async function isAnimated(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const text = String.fromCharCode(...head);
  if (text.startsWith('GIF8')) return text.includes('NETSCAPE2.0');
  const isExtendedWebp = text.startsWith('RIFF') && text.slice(8, 16) === 'WEBPVP8X';
  return isExtendedWebp && ((head[20] ?? 0) & ANIMATION_FLAG) !== 0;
}
