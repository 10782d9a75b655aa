import { foldText } from '@/lib/server/services/words/fold-text';
import { type Token, tokensOf } from '@/lib/server/services/words/tokens';

/** Tokens that must stand in a text one after the other. */
export interface Phrase {
  tokens: Token[];
  /** The last word may go on. */
  isBeginning: boolean;
}

export interface SearchQuery {
  phrases: Phrase[];
  /** As it was written: "me", a name, an e-mail address. */
  from: string | null;
  /** Sent before it. */
  before: Date | null;
  /** Sent at it or later. */
  after: Date | null;
  hasImage: boolean;
  hasFile: boolean;
  hasVoice: boolean;
}

/** A filter, a text in quotes of any language, or what stands between spaces. */
const PART =
  /(?:(from|before|after|has):)?(?:["“”„«](?<quoted>[^"“”„«»]*)(?:["“”»]|$)(?!\p{L})|(\S+))/giu;
const DATE = /^\d{4}-\d{2}-\d{2}(?<time>T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2}))?$/i;

/** A day in UTC, or a moment with its zone; null for anything else. */
function parseDate(text: string): Date | null {
  const match = DATE.exec(text);
  if (!match) return null;
  const date = new Date(match.groups?.time ? text.toUpperCase() : `${text}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return null;
  // The 31st of a month with 30 days would be the first of the next.
  const [day] = text.split(/T/i);
  const isDay = new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) === day;
  return isDay ? date : null;
}

function phraseOf(text: string, isQuoted: boolean): Phrase[] {
  const tokens = tokensOf(foldText(text).text);
  return tokens.length > 0 ? [{ tokens, isBeginning: !isQuoted }] : [];
}

/** One or two letters begin too much to be looked up as a beginning. */
export function isShort(token: Token): boolean {
  return !token.isCharacter && [...token.text].length < 3;
}

/**
 * Takes a search apart: words and beginnings of words, phrases in quotes, `from:`, `before:`, `after:`
 * `has:image`, `has:file` (of any kind) and `has:voice`. What looks like a filter and is none is looked for as text. Short words are whole
 * words, unless a longer one stands beside them.
 */
export function parseSearch(q: string): SearchQuery {
  const query: SearchQuery = {
    phrases: [],
    from: null,
    before: null,
    after: null,
    hasImage: false,
    hasFile: false,
    hasVoice: false,
  };
  for (const match of q.matchAll(PART)) {
    const { quoted } = match.groups ?? {};
    const value = quoted ?? match[3] ?? '';
    const date = parseDate(value);
    const filter = match[1]?.toLowerCase();
    if (filter === 'from' && value.trim() !== '') query.from = value.trim();
    else if (filter === 'before' && date) query.before = date;
    else if (filter === 'after' && date) query.after = date;
    else if (filter === 'has' && value.toLowerCase() === 'image') query.hasImage = true;
    else if (filter === 'has' && value.toLowerCase() === 'file') query.hasFile = true;
    else if (filter === 'has' && value.toLowerCase() === 'voice') query.hasVoice = true;
    else query.phrases.push(...phraseOf(filter ? match[0] : value, quoted !== undefined));
  }
  const isDriven = query.phrases.some(({ tokens }) => tokens.some((token) => !isShort(token)));
  if (!isDriven) for (const phrase of query.phrases) phrase.isBeginning = false;
  return query;
}

/** Whether there is anything to look for. */
export function isEmptySearch(query: SearchQuery): boolean {
  const { phrases, from, before, after, hasImage, hasFile, hasVoice } = query;
  return ![phrases.length > 0, from, before, after, hasImage, hasFile, hasVoice].some(Boolean);
}
