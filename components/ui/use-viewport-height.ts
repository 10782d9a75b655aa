'use client';

import { useEffect } from 'react';

/**
 * Safari lays its on-screen keyboard over the page and scrolls the page to the field. Giving the
 * layout the height that is really visible keeps header and composer both in sight.
 */
export function useViewportHeight(): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const root = document.documentElement;
    const update = () => {
      // A pinch shrinks the visual viewport as well, and must not squeeze the layout.
      const isKeyboard = viewport.scale === 1 && window.innerHeight - viewport.height > 80;
      if (isKeyboard) {
        root.style.setProperty('--app-height', `${viewport.height}px`);
        window.scrollTo(0, 0);
      } else {
        root.style.removeProperty('--app-height');
      }
    };
    viewport.addEventListener('resize', update);
    return () => {
      viewport.removeEventListener('resize', update);
      root.style.removeProperty('--app-height');
    };
  }, []);
}
