import type { AllWords } from '@/components/i18n/all-english';
import { SOURCE_NAMES } from '@/components/import/source-names';
import type { Zone } from '@/components/ui/clock';
import { dayKey, formatCalendar } from '@/components/ui/dates';
import type { ImportDto } from '@/lib/shared/import/import-schemas';

/** Says what there is, or is to be, and how that stands; `name` is that of the other person. */
export function importSentence(words: AllWords, found: ImportDto, name: string): string {
  const { imports: texts } = words;
  const { state, isMine, messageCount } = found;
  const source = SOURCE_NAMES[found.source];
  switch (state) {
    case 'draft':
      return texts.draft(messageCount, source);
    case 'proposed':
      return isMine
        ? texts.waiting(name, messageCount, source)
        : texts.asks(name, messageCount, source);
    case 'declined':
      return texts.declined(name, messageCount, source);
    case 'accepted':
      return texts.comingIn(messageCount, source);
    case 'done':
      return texts.done(messageCount, source);
    case 'removing':
      return texts.goingOut(messageCount, source);
  }
}

interface Extent {
  firstAt: string | null;
  lastAt: string | null;
  pictureCount: number;
}

/** From when to when it goes, and how many pictures it has. */
export function importExtent(words: AllWords, extent: Extent, zone: Zone): string {
  const { firstAt, lastAt, pictureCount } = extent;
  const dayOf = (at: string) => formatCalendar(dayKey(at, zone), zone.locale, 'day');
  const span = firstAt && lastAt && words.imports.span(dayOf(firstAt), dayOf(lastAt));
  const pictures = pictureCount > 0 && words.pictures.sharedCount(pictureCount);
  return [span, pictures].filter(Boolean).join(' · ');
}
