import type { Words } from '@/components/i18n/en';

/** Why something failed, in the reader's language: by its reason where it has one. */
export function failureText(
  words: Words,
  { reason, message }: { reason?: string | undefined; message: string },
): string {
  const refused: Record<string, string> = words.pictures.refused;
  return (reason !== undefined && refused[reason]) || words.told(message);
}
