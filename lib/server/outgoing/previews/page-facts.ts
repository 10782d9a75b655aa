import { Parser } from 'htmlparser2';
import { countCharacters } from '@/lib/shared/limits';
import { isVisible } from '@/lib/shared/text';

const SITE_NAME_MAX_CHARACTERS = 80;
const TITLE_MAX_CHARACTERS = 200;
const DESCRIPTION_MAX_CHARACTERS = 400;
/** Between two looks at whether the head is over. */
const STEP_CHARACTERS = 16_384;
/** More of one value is not kept. */
const VALUE_MAX_CHARACTERS = 4_096;

/** What a page says of itself; "" for what it does not say. */
export interface PageFacts {
  siteName: string;
  title: string;
  description: string;
  /** The whole address of its picture. */
  imageUrl: string;
}

/** By their importance. */
const NAMES = {
  siteName: ['og:site_name'],
  title: ['og:title', 'twitter:title', '<title>'],
  description: ['og:description', 'twitter:description', 'description'],
  image: ['og:image:secure_url', 'og:image', 'og:image:url', 'twitter:image', 'twitter:image:src'],
};
const WANTED = new Set(Object.values(NAMES).flat());

/** Control characters, and those that turn the direction of what comes after them. */
const UNWANTED = /[\p{Cc}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** A text of a page on one line, well-formed, and no longer than so many characters. */
function cleaned(text: string, maxCharacters: number): string {
  const line = text.toWellFormed().replace(UNWANTED, ' ').replace(/\s+/gu, ' ').trim();
  if (!isVisible(line)) return '';
  if (countCharacters(line) <= maxCharacters) return line;
  const cut = [...line].slice(0, maxCharacters - 1).join('');
  return `${cut.trimEnd()}…`;
}

/** The first value of each name in the head of a page. */
function readHead(html: string): Map<string, string> {
  const values = new Map<string, string>();
  let isOver = false;
  let title: string | null = null;
  const keep = (name: string, value: string) => {
    if (!values.has(name) && value.trim()) values.set(name, value.slice(0, VALUE_MAX_CHARACTERS));
  };
  const parser = new Parser({
    onopentag(tag, attributes) {
      if (tag === 'body') isOver = true;
      if (isOver) return;
      if (tag === 'title') title = '';
      if (tag !== 'meta') return;
      const { property, name, content } = attributes;
      for (const each of [property, name]) {
        const key = each?.trim().toLowerCase() ?? '';
        if (content && key && WANTED.has(key)) keep(key, content);
      }
    },
    ontext(text) {
      if (title !== null && title.length < VALUE_MAX_CHARACTERS) title += text;
    },
    onclosetag(tag) {
      if (tag === 'head') isOver = true;
      if (tag !== 'title' || title === null) return;
      if (!isOver) keep('<title>', title);
      title = null;
    },
  });
  for (let at = 0; at < html.length && !isOver; at += STEP_CHARACTERS) {
    parser.write(html.slice(at, at + STEP_CHARACTERS));
  }
  return values;
}

/** An address of the web, made whole from that of its page; "" for any other. */
function wholeUrl(text: string, base: URL): string {
  if (!text || !URL.canParse(text, base.href)) return '';
  const { href, protocol } = new URL(text, base);
  return protocol === 'https:' || protocol === 'http:' ? href : '';
}

/** What the head of a page says of it. Never throws. */
export function readPageFacts(html: string, base: URL): PageFacts {
  const values = readHead(html);
  const first = (names: readonly string[]) =>
    names.map((name) => values.get(name)).find(Boolean) ?? '';
  return {
    siteName: cleaned(first(NAMES.siteName), SITE_NAME_MAX_CHARACTERS),
    title: cleaned(first(NAMES.title), TITLE_MAX_CHARACTERS),
    description: cleaned(first(NAMES.description), DESCRIPTION_MAX_CHARACTERS),
    imageUrl: wholeUrl(first(NAMES.image).trim(), base),
  };
}
