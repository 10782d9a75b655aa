'use client';

import { useEffect } from 'react';
import { carriesFiles } from '@/components/ui/carries-files';

/**
 * Ignores files dropped where nothing takes them; a browser would open them in place of this page.
 */
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
