import type { ImportSource } from '@/lib/shared/import/import-source';

/** Names of products, which are the same in every language. */
export const SOURCE_NAMES: Record<ImportSource, string> = {
  whatsapp: 'WhatsApp',
  telegram: 'Telegram',
  signal: 'Signal',
  messenger: 'Messenger',
  instagram: 'Instagram',
  parley: 'Parley',
};

export const SOURCES = Object.keys(SOURCE_NAMES) as ImportSource[];
