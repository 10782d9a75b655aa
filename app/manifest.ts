import type { MetadataRoute } from 'next';
import { LANGUAGES } from '@/components/i18n/languages';
import { getLanguage, getMessages } from '@/components/i18n/server-messages';
import { pages } from '@/lib/shared/urls';

/** What a browser needs to install the product as an app, in the words of whoever asks. */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const language = await getLanguage();
  const words = await getMessages();
  return {
    id: pages.chat,
    name: words.product,
    short_name: words.product,
    description: words.tagline,
    lang: language,
    dir: LANGUAGES[language].direction,
    start_url: pages.chat,
    scope: pages.home,
    display: 'standalone',
    theme_color: '#f5f6f8',
    background_color: '#f5f6f8',
    categories: ['social', 'communication'],
    icons: [
      { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: '/icons/maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
      { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
