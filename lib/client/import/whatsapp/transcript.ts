import { cleanName } from '@/lib/client/import/finish-history';
import { type Header, readHeader } from '@/lib/client/import/whatsapp/header';
import { fold } from '@/lib/shared/text';

export interface Entry {
  header: Header;
  /** null for a notice of Android, which names nobody. */
  sender: string | null;
  /** The rest of the header's line, without the sender. */
  firstLine: string;
  /** The lines that follow. */
  moreLines: string[];
  /** The whole line, for what only looks like a header. */
  line: string;
}

const NAME_MAX_CHARACTERS = 100;
/** Behind a name, which may itself hold one. Marks of direction and no-break spaces stand there, too. */
const COLON = /:(?=[\u200E\u200F]*(?:\s|$))/g;
/** So often a longer beginning must follow a shorter one to be the name. */
const NAME_MIN_COUNT = 3;

/** All that may be the name of the sender, the shortest first. */
function possibleNames(rest: string): string[] {
  const names: string[] = [];
  for (const { index } of rest.matchAll(COLON)) {
    if (index > NAME_MAX_CHARACTERS) break;
    if (cleanName(rest.slice(0, index))) names.push(rest.slice(0, index));
  }
  return names;
}

/** For comparing a name with a file's, which cannot hold all signs. */
const lettersOf = (text: string) => fold(text).replace(/[^\p{L}\p{M}\p{N}]/gu, '');

/**
 * Learns the names from all lines: `Team: Rex` is one if every line of `Team` goes on with `Rex`, or if
 * the title holds it.
 */
function learnNames(rests: readonly string[], title: string): (rest: string) => string | null {
  const counts = new Map<string, number>();
  for (const rest of rests) {
    for (const name of possibleNames(rest)) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const titleLetters = lettersOf(title);
  const isLonger = (longer: string, shorter: string) => {
    const count = counts.get(longer) ?? 0;
    if (count === counts.get(shorter) && count >= NAME_MIN_COUNT) return true;
    return titleLetters.endsWith(lettersOf(longer)) && lettersOf(longer) !== lettersOf(shorter);
  };
  return (rest) => {
    const [first = null, ...longer] = possibleNames(rest);
    return longer.reduce(
      (name, candidate) => (name !== null && isLonger(candidate, name) ? candidate : name),
      first,
    );
  };
}

/** Whom the phone does not know by a number is written as `~ Name`. */
const displayName = (name: string) => cleanName(cleanName(name).replace(/^~\s*/, ''));

/** The shape of the file's headers: its first line is one, and a part of a file has most of its own. */
function shapeOf(headers: readonly (Header | null)[]): string | null {
  const [first] = headers;
  if (first) return first.shape;
  const counts = new Map<string, number>();
  for (const header of headers) {
    if (header) counts.set(header.shape, (counts.get(header.shape) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most && most[1] > 1 ? most[0] : null;
}

/**
 * The entries of an exported chat in the order of the file; none if it is no such chat. `title` is what
 * the names of file and folder say. A line that begins no entry belongs to the one before it.
 */
export function readTranscript(text: string, title: string): Entry[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/);
  const headers = lines.map(readHeader);
  const shape = shapeOf(headers);
  const entries: Entry[] = [];
  lines.forEach((line, index) => {
    const header = headers[index];
    if (header && header.shape === shape) {
      entries.push({ header, sender: null, firstLine: header.rest, moreLines: [], line });
    } else entries.at(-1)?.moreLines.push(line);
  });
  const nameOf = learnNames(
    entries.map(({ header }) => header.rest),
    title,
  );
  for (const entry of entries) {
    const name = nameOf(entry.header.rest);
    if (name === null) continue;
    entry.sender = displayName(name);
    entry.firstLine = entry.header.rest
      .slice(name.length + 1)
      .replace(/^([\u200E\u200F]*)\s/, '$1');
  }
  return entries;
}
