'use client';

import { useCallback, useEffect, useState } from 'react';

export interface PictureLoad {
  state: 'loading' | 'loaded' | 'failed';
  /** A new number is a new attempt: the key of the image element. */
  attempt: number;
  /** Handles an image that had loaded or failed before the listeners were added. */
  attach: (image: HTMLImageElement | null) => void;
  onLoad: () => void;
  onError: () => void;
  retry: () => void;
}

/** How far one image has come. One that failed is tried again when the network is back, or when told. */
export function usePictureLoad(src: string): PictureLoad {
  const [held, setHeld] = useState<{ src: string; state: PictureLoad['state'] }>();
  const [attempt, setAttempt] = useState(0);
  // The state of another address does not apply to this one.
  const state = held?.src === src ? held.state : 'loading';

  const onLoad = useCallback(() => setHeld({ src, state: 'loaded' }), [src]);
  const onError = useCallback(() => setHeld({ src, state: 'failed' }), [src]);
  const retry = useCallback(() => {
    setHeld(undefined);
    setAttempt((last) => last + 1);
  }, []);
  const attach = useCallback(
    (image: HTMLImageElement | null) => {
      if (!image?.complete || !src) return;
      if (image.naturalWidth > 0) onLoad();
      else onError();
    },
    [src, onLoad, onError],
  );

  useEffect(() => {
    if (state !== 'failed') return;
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [state, retry]);
  return { state, attempt, attach, onLoad, onError, retry };
}
