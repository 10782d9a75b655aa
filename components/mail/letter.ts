import type { AllWords } from '@/components/i18n/all-english';
import { LANGUAGES, type Language } from '@/components/i18n/languages';
import { escapeHtml } from '@/lib/shared/formatting/html';

interface Letter {
  subject: string;
  text: string;
  html: string;
}

interface LetterParts {
  words: AllWords;
  language: Language;
  subject: string;
  /** In their order; a link and a code stand on lines of their own, after the first. */
  paragraphs: [first: string, ...rest: string[]];
  link?: { href: string; label: string } | undefined;
  /** To type or paste, in place of a link. */
  code?: string | undefined;
}

const LINK_STYLE =
  'display:inline-block;padding:12px 20px;border-radius:8px;background:#3b5bdb;color:#ffffff;text-decoration:none;font-weight:600';

/** A mail as plain text and as simple HTML without pictures, in one language and its direction. */
export function writeLetter(parts: LetterParts): Letter {
  const { words, language, subject, paragraphs, link, code } = parts;
  const [first, ...rest] = paragraphs;
  const text = [first, link?.href, code, ...rest, words.product].filter(Boolean).join('\n\n');
  const paragraph = (content: string) => `<p style="margin:0 0 16px">${content}</p>`;
  const html = `<!doctype html>
<html lang="${language}" dir="${LANGUAGES[language].direction}">
<head><meta charset="utf-8"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:480px;margin:0 auto">
${paragraph(escapeHtml(first))}
${link ? paragraph(`<a href="${escapeHtml(link.href)}" style="${LINK_STYLE}">${escapeHtml(link.label)}</a>`) : ''}
${code ? paragraph(`<code dir="ltr" style="font-size:15px;overflow-wrap:anywhere">${escapeHtml(code)}</code>`) : ''}
${rest.map((each) => paragraph(escapeHtml(each))).join('\n')}
<p style="margin:0;color:#6b7280">${escapeHtml(words.product)}</p>
</div>
</body>
</html>
`;
  return { subject, text: `${text}\n`, html };
}
