'use client';

import { useEffect } from 'react';
import { carriesFiles } from '@/components/ui/carries-files';

/** A file dropped where nothing takes it stays where it was; a browser would open it in this page's place. */
export function IgnoreDrops() {
  useEffect(() => {
    const ignore = (event: DragEvent) => {
      if (event.defaultPrevented || !carriesFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
    };
    window.addEventListener('dragover', ignore);
    window.addEventListener('drop', ignore);
    return () => {
      window.removeEventListener('dragover', ignore);
      window.removeEventListener('drop', ignore);
    };
  }, []);
  return null;
}
