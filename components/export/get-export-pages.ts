import { cookies, headers } from 'next/headers';
import { createExportPages } from '@/components/export/export-pages';
import { varietyFromHeader } from '@/components/i18n/languages';
import { loadAllMessages } from '@/components/i18n/load-all-messages';
import { getLanguage } from '@/components/i18n/server-messages';
import { TIME_ZONE_COOKIE } from '@/components/ui/preferences';
import { findTimeZone } from '@/lib/client/platform/locale';
import type { ExportPages } from '@/lib/shared/export/export-pages';

/** The pages of an export in the language and with the times of whoever makes this request. */
export async function getExportPages(): Promise<ExportPages> {
  const language = await getLanguage();
  return createExportPages({
    language,
    words: await loadAllMessages(language),
    locale: varietyFromHeader(language, (await headers()).get('accept-language')),
    timeZone: findTimeZone((await cookies()).get(TIME_ZONE_COOKIE)?.value) ?? 'UTC',
  });
}
