import { Gallery } from '@/components/gallery/gallery';
import { getLanguage } from '@/components/i18n/server-messages';

export const metadata = { title: 'Gallery · Parley' };

/** A page of development alone: `next.config.mjs` counts `.dev.tsx` as pages only there. */
export default async function GalleryPage() {
  return <Gallery initialLanguage={await getLanguage()} />;
}
