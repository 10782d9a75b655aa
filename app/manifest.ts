import type { MetadataRoute } from 'next';
import { LANGUAGES } from '@/components/i18n/languages';
import { getLanguage, getMessages } from '@/components/i18n/server-messages';
import { chatWith, type Start } from '@/lib/shared/sharing/share-address';
import { pages } from '@/lib/shared/urls';

const SHORTCUT_ICONS = [{ src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' }];

/**
 * What a browser needs to install the product as an app, in the words of whoever asks. It says nothing of
 * anybody: browsers and systems keep it for as long as they like, and hand it on.
 */
export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const language = await getLanguage();
  const words = await getMessages();
  const shortcut = (name: string, start: Start) => ({
    name,
    url: chatWith({ start }),
    icons: SHORTCUT_ICONS,
  });
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
    share_target: {
      action: pages.share,
      method: 'POST',
      enctype: 'multipart/form-data',
      params: {
        title: 'title',
        text: 'text',
        url: 'url',
        // Whatever the composer takes.
        files: [{ name: 'files', accept: ['*/*'] }],
      },
    },
    shortcuts: [
      shortcut(words.sharing.newMessage, 'new'),
      shortcut(words.sharing.lastConversation, 'last'),
      shortcut(words.notes.title, 'notes'),
    ],
    icons: [
      { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png', purpose: 'any' },
      { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'any' },
      { src: '/icons/maskable-192.png', sizes: '192x192', type: 'image/png', purpose: 'maskable' },
      { src: '/icons/maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
