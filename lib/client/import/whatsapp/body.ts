import type { ArchiveFile } from '@/lib/client/import/history-types';
import { type Attachment, UNNAMED } from '@/lib/client/import/media';
import {
  isDeletedPhrase,
  isEditedPhrase,
  isOmittedPhrase,
} from '@/lib/client/import/whatsapp/phrases';

export type Body =
  | { kind: 'system' }
  | { kind: 'deleted' }
  | { kind: 'message'; text: string; attachment: Attachment | null };

interface BodyOptions {
  /** iOS marks what it writes itself with U+200E. */
  isBracketed: boolean;
  find: (name: string) => ArchiveFile | null;
}

const MARK = '[\\u200E\\u200F]';
/** No more than a few: a text of nothing else must not take the time of its square. */
const MARKS = `${MARK}{0,8}`;
const EDGE_MARKS = new RegExp(`^${MARK}+|(?<!${MARK})${MARK}+$`, 'gm');
const EDITED = new RegExp(`[ \\n]?(${MARKS})<(${MARKS})([^<>\\n]{5,60})>${MARKS}\\s*$`, 'u');
/** Of iOS: `<attached: name>`, in any language, behind a caption or the name of a document. */
const IN_ANGLES = new RegExp(
  `[ ]?(${MARKS})<[^<>:：\\n]{1,40}?\\s?[:：]\\s?([^<>\\n]+)>${MARKS}`,
  'gu',
);
/** Of Android: `name (file attached)`; a few languages have no brackets or put the name last. */
const BEFORE_BRACKETS = /^(.+\S) ?\([^()]+\)$/u;
const GIVEN_NAME = /(?:[A-Z]{3}-\d{8}-WA\d+|\d{8}-[A-Z]+-\d{4}-[\d-]+)(?:\.\w+)?/;
const SUFFIX_MAX_CHARACTERS = 40;

/** Marks of direction around lines and numbers, and those around a person who is mentioned. */
const cleaned = (text: string): string =>
  text
    .replace(EDGE_MARKS, '')
    .replace(/@\u2068([^\u2068\u2069\n]*)\u2069/g, '@$1')
    .replace(/\(\u200E/g, '(')
    .trimEnd();

/** iOS numbers the names of documents; people know them without. */
const knownName = (name: string): string =>
  GIVEN_NAME.test(name) ? name : name.replace(/^\d{8}-(?=.)/, '');

function withoutEdited(body: string, find: BodyOptions['find']): string {
  const found = EDITED.exec(body);
  if (!found) return body;
  const [, markBefore, markInside, words = ''] = found;
  const isMarked =
    Boolean(markBefore || markInside) && !words.includes(':') && !isOmittedPhrase(words);
  const isOwn = isEditedPhrase(words) || (isMarked && find(words) === null);
  // By itself it is no remark on anything.
  return isOwn && found.index > 0 ? body.slice(0, found.index) : body;
}

/** Of Android, from the first line; the lines below are its caption. */
function fileOfFirstLine(
  body: string,
  find: BodyOptions['find'],
): { name: string; rest: string } | null {
  const [first = '', ...others] = body.split('\n');
  const line = cleaned(first);
  const rest = others.join('\n');
  const named = BEFORE_BRACKETS.exec(line)?.[1];
  if (named && (find(named) || GIVEN_NAME.exec(named)?.[0] === named)) return { name: named, rest };
  const given = GIVEN_NAME.exec(line)?.[0];
  const isAtEdge = given && (line.startsWith(given) || line.endsWith(given));
  const isShort = line.length - (given?.length ?? 0) <= SUFFIX_MAX_CHARACTERS;
  return given && isAtEdge && isShort && find(given) ? { name: given, rest } : null;
}

function fileInAngles(
  body: string,
  find: BodyOptions['find'],
): { name: string; rest: string } | null {
  const found = [...body.matchAll(IN_ANGLES)].at(-1);
  if (!found) return null;
  const [whole, mark, name = ''] = found;
  if (!find(name) && !mark && !GIVEN_NAME.test(name)) return null;
  const before = cleaned(body.slice(0, found.index));
  const after = body.slice(found.index + whole.length).trim();
  // `report.pdf • 2 pages` is said by the line of the document.
  const isLabel =
    before.startsWith(knownName(name).replace(/\.\w*$/, '')) && /[•·]|^\S+$/.test(before);
  return { name, rest: [isLabel ? '' : before, after].filter(Boolean).join('\n') };
}

/** What is left out is said at the end, behind a caption that iOS puts on the same line. */
function withoutOmission(body: string, isBracketed: boolean): string | null {
  if (/^[\u200E\u200F]*<[^<>\n]+>$/.test(body)) return isOmittedPhrase(body) ? '' : null;
  const mark = isBracketed ? body.lastIndexOf('\u200E') : -1;
  return mark >= 0 && isOmittedPhrase(body.slice(mark)) ? cleaned(body.slice(0, mark)) : null;
}

/** Reads what stands behind the sender's name: somebody's words, a file, or a notice of the app. */
export function readBody(written: string, { isBracketed, find }: BodyOptions): Body {
  const body = withoutEdited(written.trimEnd(), find);
  const found = fileInAngles(body, find) ?? (isBracketed ? null : fileOfFirstLine(body, find));
  if (found) {
    const name = knownName(found.name);
    const attachment = { file: find(found.name), name };
    return { kind: 'message', text: cleaned(found.rest), attachment };
  }
  if (isDeletedPhrase(body)) return { kind: 'deleted' };
  const caption = withoutOmission(body, isBracketed);
  if (caption !== null) {
    const text = [UNNAMED, caption].filter(Boolean).join('\n');
    return { kind: 'message', text, attachment: null };
  }
  // A notice is one line without a link: polls, events and places are more than that.
  const isNotice = isBracketed && body.startsWith('\u200E') && !/\n|https?:\/\//.test(body);
  const text = cleaned(body);
  // Calls, and pictures that could be seen once, are exported as nothing.
  const isNothing = text === '' || (!isBracketed && text === 'null');
  return isNotice || isNothing ? { kind: 'system' } : { kind: 'message', text, attachment: null };
}
