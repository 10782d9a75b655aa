import { useEffect, useState } from 'react';
import { isAnimation } from '@/lib/shared/image-format';

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
    void Promise.all([decode(file), moves(file)]).then(([image, isMoving]) => {
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

async function moves(file: Blob): Promise<boolean> {
  return isAnimation(new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer()));
}
