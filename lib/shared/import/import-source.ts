import { z } from 'zod';

/** What a history was kept in before it was brought in. */
const IMPORT_SOURCES = [
  'whatsapp',
  'telegram',
  'signal',
  'messenger',
  'instagram',
  'parley',
] as const;
export const importSource = z.enum(IMPORT_SOURCES, {
  error: `must be one of ${IMPORT_SOURCES.join(', ')}`,
});
export type ImportSource = z.infer<typeof importSource>;
