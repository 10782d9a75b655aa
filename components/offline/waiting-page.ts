import { LANGUAGES, negotiateLanguage, parseLanguage } from '@/components/i18n/languages';
import { loadAllMessages } from '@/components/i18n/load-all-messages';

/**
 * The page, as HTML, for who opens Parley while it starts, in the reader's language: the one they chose,
 * else what their browser asks for. It needs no file and no script, as none is served yet.
 */
export async function renderWaitingPage({
  chosen,
  accepted,
}: {
  chosen: string | null;
  accepted: string | null;
}): Promise<string> {
  const language = parseLanguage(chosen ?? undefined) ?? negotiateLanguage(accepted);
  const { product, away } = await loadAllMessages(language);
  return `<!doctype html>
<html lang="${language}" dir="${LANGUAGES[language].direction}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${product}</title>
<style>
body { display: grid; place-content: center; min-height: 100svh; margin: 0; padding: 1.5rem;
  box-sizing: border-box; font: 1rem/1.5 system-ui, sans-serif; text-align: center; }
h1 { font-size: 1.25rem; }
p { max-width: 24rem; margin: 0; text-wrap: balance; }
</style>
<h1>${product}</h1>
<p>${away.hint}</p>
</html>
`;
}
