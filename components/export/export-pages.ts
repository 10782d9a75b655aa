import { fileOfPage, messageHtml, type Reader } from '@/components/export/export-message';
import { EXPORT_STYLE } from '@/components/export/export-style';
import type { AllWords } from '@/components/i18n/all-english';
import { LANGUAGES, type Language } from '@/components/i18n/languages';
import { dayKey, formatCalendar, formatFull } from '@/components/ui/dates';
import type { UserDto } from '@/lib/shared/dto';
import type { ExportedPage, ExportPages } from '@/lib/shared/export/export-pages';
import { escapeHtml, isolated } from '@/lib/shared/formatting/html';

/** Nothing in an export is a program, whatever somebody wrote or called themselves. */
const POLICY =
  "script-src 'none'; object-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'none'";

interface ExportReader {
  language: Language;
  words: AllWords;
  locale: string;
  timeZone: string;
}

/** The pages of an export in a reader's language, with times of their zone; they need no server. */
export function createExportPages({
  language,
  words,
  locale,
  timeZone,
}: ExportReader): ExportPages {
  const reader: Reader = { words, zone: { locale, timeZone } };
  const { zone } = reader;

  const top = (title: string, depth: string) => `<!doctype html>
<html lang="${language}" dir="${LANGUAGES[language].direction}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${depth}style.css">
<body>
`;
  const nameOf = (person: UserDto, myId: string): string => {
    if (person.deleted) return words.people.deletedAccount;
    return person._id === myId ? words.notes.title : person.fullName;
  };
  const link = (href: string, text: string) => `<a href="${href}">${escapeHtml(text)}</a>`;
  const navigation = ({ number, conversation }: ExportedPage): string => {
    const { pageCount } = conversation;
    const links = [
      link('../../index.html', words.export.allConversations),
      number > 1 ? link(fileOfPage(number - 1), words.export.older) : '',
      number < pageCount ? link(fileOfPage(number + 1), words.export.newer) : '',
      pageCount > 1
        ? `<span class="meta">${escapeHtml(words.export.page(number, pageCount))}</span>`
        : '',
    ];
    return `<nav>${links.join('')}</nav>\n`;
  };

  return {
    style: EXPORT_STYLE,

    *index({ me, madeAt, conversations }) {
      yield top(words.export.title(me.fullName), '');
      yield `<h1>${escapeHtml(words.export.title(me.fullName))}</h1>
<p class="meta">${escapeHtml(words.export.madeAt(formatFull(madeAt, zone), timeZone))}</p>
${me.email && `<p class="meta">${isolated(me.email)}</p>`}
<p class="text" dir="auto">${escapeHtml(me.bio)}</p>
<ul class="list">
`;
      if (conversations.length === 0) {
        yield `<li>${escapeHtml(words.export.noConversations)}</li>\n`;
      }
      for (const { person, folder, messageCount, pageCount, lastAt } of conversations) {
        // Where it was left off: the page with the newest.
        const href = `${folder}/${fileOfPage(pageCount)}`;
        const when = lastAt ? ` · ${escapeHtml(formatFull(lastAt, zone))}` : '';
        yield `<li><a href="${href}">${isolated(nameOf(person, me._id))}</a><p class="meta">${escapeHtml(words.export.messages(messageCount))}${when}</p></li>\n`;
      }
      yield '</ul>\n</body>\n</html>\n';
    },

    beginPage(page) {
      const { me, conversation } = page;
      const { person } = conversation;
      const name = nameOf(person, me._id);
      const face = person.profilePic ? page.pictureOf(person.profilePic) : null;
      const picture = face ? `<img class="face" src="${escapeHtml(face)}" alt="">` : '';
      return `${top(words.pageTitle(name), '../../')}<header class="head">${picture}<div><h1>${isolated(name)}</h1><p class="meta">${escapeHtml(words.export.zone(timeZone))}</p></div></header>
${navigation(page)}<main>
`;
    },

    message(message, previous, page) {
      const day = dayKey(message.createdAt, zone);
      const isNewDay = !previous || dayKey(previous.createdAt, zone) !== day;
      const heading = isNewDay
        ? `<h2>${escapeHtml(formatCalendar(day, locale, 'whole'))}</h2>\n`
        : '';
      return heading + messageHtml(message, page, reader);
    },

    endPage: (page) => `</main>\n${navigation(page)}</body>\n</html>\n`,
  };
}
