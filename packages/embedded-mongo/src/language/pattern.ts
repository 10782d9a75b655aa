import { badValue, failure, notSupported } from '../bson/mongo-error';
import { type GroupKind, PatternGroups } from './pattern-groups';

const SPACE = ' \\t\\n\\v\\f\\r';
const NOT_SPACE = '\\0-\\x08\\x0e-\\x1f\\x21-\\u{10ffff}';
const HORIZONTAL = ' \\t\\xa0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000';
const VERTICAL = '\\n\\v\\f\\r\\x85\\u2028\\u2029';
const WORD = 'A-Za-z0-9_';
const NOT_WORD = '\\0-\\x2f\\x3a-\\x40\\x5b-\\x5e\\x60\\x7b-\\u{10ffff}';

const POSIX: Record<string, string> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: SPACE,
  blank: ' \\t',
  punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f',
  word: WORD,
  cntrl: '\\0-\\x1f\\x7f',
  graph: '!-~',
  print: ' -~',
};
/** Escapes for sets of characters, written as the inside of a class: PCRE's are ASCII only. */
const SETS: Record<string, string> = {
  d: '0-9',
  D: '\\0-\\x2f\\x3a-\\u{10ffff}',
  s: SPACE,
  S: NOT_SPACE,
  w: WORD,
  W: NOT_WORD,
  h: HORIZONTAL,
  v: VERTICAL,
};
const CHARACTERS: Record<string, string> = {
  n: '\\n',
  r: '\\r',
  t: '\\t',
  f: '\\f',
  a: '\\x07',
  e: '\\x1b',
};
const GROUPS: Record<string, GroupKind> = {
  '?=': 'lookahead',
  '?!': 'negative lookahead',
  '?<=': 'lookbehind',
  '?<!': 'negative lookbehind',
};
const ASSERTIONS: Record<string, string> = {
  b: '\\b',
  B: '\\B',
  A: '(?<![^])',
  z: '(?![^])',
  Z: '(?=\\n?(?![^]))',
  N: '[^\\n]',
  R: '(?:\\r\\n|[\\n\\v\\f\\r\\x85\\u2028\\u2029])',
};

/**
 * Compiles a PCRE pattern to a JavaScript one that matches the same. Syntax with another meaning in
 * JavaScript (`$`, `.`, `\s`, `^` after a line end) is rewritten; what only PCRE has is refused.
 * With `captures` the caller reads what groups captured, so that must be the same too.
 */
export function compilePattern(
  pattern: string,
  options: string,
  { captures = false }: { captures?: boolean } = {},
): RegExp {
  for (const flag of options) {
    if (!'imsxu'.includes(flag)) throw failure(51108, `invalid flag in regex options: ${flag}`);
  }
  if (pattern.includes('\0')) {
    throw badValue('Regular expression cannot contain an embedded null byte');
  }
  const inline = /^\(\?([imsx]+)\)/.exec(pattern);
  const flags = options + (inline?.[1] ?? '');
  if (flags.includes('x')) throw refusal('option x');
  const translator = new Translator(pattern.slice(inline?.[0].length ?? 0), flags);
  const source = translator.translate();
  if (captures && translator.groups.forgets) throw refusal('captures of a repeated group');
  try {
    return new RegExp(source, flags.includes('i') ? 'iu' : 'u');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw failure(51091, `Regular expression is invalid: ${reason}`);
  }
}

/** The literal text every match of a pattern begins with, when an index can use it. */
export function literalPrefix(pattern: string, options: string): string | undefined {
  if (/[imx]/.test(options) || !pattern.startsWith('^') || pattern.includes('|')) return undefined;
  const [, prefix = '', next = ''] = /^\^([^\\^$.*+?()[\]{}|]*)(.?)/su.exec(pattern) ?? [];
  // A quantifier after the last character may make it optional.
  const kept = /[*?{]/.test(next) ? [...prefix].slice(0, -1).join('') : prefix;
  return kept === '' ? undefined : kept;
}

function refusal(construct: string): Error {
  return notSupported(`The regular expression construct \`${construct}\``);
}

class Translator {
  readonly #pattern: string;
  readonly #flags: string;
  readonly groups = new PatternGroups();
  #at = 0;
  #out = '';

  constructor(pattern: string, flags: string) {
    this.#pattern = pattern;
    this.#flags = flags;
  }

  translate(): string {
    while (this.#at < this.#pattern.length) this.#out += this.#next();
    return this.#out;
  }

  /** Something that takes `length` characters. */
  #item(text: string, length = 1): string {
    this.groups.item(length);
    return text;
  }

  /** Takes one code point. */
  #take(): string {
    const point = this.#pattern.codePointAt(this.#at);
    if (point === undefined) {
      throw failure(51091, 'Regular expression is invalid: \\ at end of pattern');
    }
    const char = String.fromCodePoint(point);
    this.#at += char.length;
    return char;
  }

  #takeMatch(matcher: RegExp): RegExpExecArray | undefined {
    const match = matcher.exec(this.#pattern.slice(this.#at));
    if (match?.index !== 0) return undefined;
    this.#at += match[0].length;
    return match;
  }

  #next(): string {
    const multiline = this.#flags.includes('m');
    const char = this.#take();
    switch (char) {
      case '\\':
        return this.#escape(false);
      case '[':
        return this.#item(this.#characterClass());
      case '(':
        return this.#group();
      case ')':
        this.groups.close();
        return char;
      case '|':
        this.groups.alternative();
        return char;
      case '^':
        return this.#item(multiline ? '(?:(?<![^])|(?<=\\n)(?=[^]))' : '(?<![^])', 0);
      case '$':
        return this.#item(multiline ? '(?=\\n|(?![^]))' : '(?=\\n?(?![^]))', 0);
      case '.':
        return this.#item(this.#flags.includes('s') ? '[^]' : '[^\\n]');
      case '{': {
        const count = this.#takeMatch(/^(\d+)(?:(,)(\d*))?\}/);
        if (!count) return this.#item('\\{');
        const [text, least, comma, most] = count;
        const max = comma ? Number(most || Number.POSITIVE_INFINITY) : Number(least);
        return this.#quantifier(`{${text}`, Number(least), max);
      }
      case '*':
        return this.#quantifier(char, 0, Number.POSITIVE_INFINITY);
      case '+':
        return this.#quantifier(char, 1, Number.POSITIVE_INFINITY);
      case '?':
        return this.#quantifier(char, 0, 1);
      case '}':
      case ']':
      case '/':
        return this.#item(`\\${char}`);
      default:
        return this.#item(char);
    }
  }

  #quantifier(text: string, min: number, max: number): string {
    this.groups.quantifier(min, max);
    if (this.#pattern[this.#at] === '+') throw refusal('possessive quantifier');
    return this.#takeMatch(/^\?/) ? `${text}?` : text;
  }

  #group(): string {
    if (this.#pattern[this.#at] === '*') throw refusal('(*');
    if (this.#takeMatch(/^\?#[^)]*\)/)) return '';
    const plain = this.#takeMatch(/^\?(?::|=|!|<=|<!)/);
    if (plain) {
      this.groups.open(GROUPS[plain[0]] ?? 'group');
      return `(${plain[0]}`;
    }
    const named = this.#takeMatch(/^\?(?:P?<(\w+)>|'(\w+)')/);
    if (named) {
      const name = named[1] ?? named[2];
      this.groups.open('group', { name });
      return `(?<${name}>`;
    }
    const reference = this.#takeMatch(/^\?P=(\w+)\)/);
    if (reference) return this.#reference(this.groups.named(reference[1] ?? ''));
    if (this.#pattern[this.#at] === '?') {
      throw refusal(`(${this.#pattern.slice(this.#at, this.#at + 2)}`);
    }
    this.groups.open('group', {});
    return '(';
  }

  #reference(number: number): string {
    this.groups.reference(number);
    // The next character may be a digit that does not belong to the number.
    return `(?:\\${number})`;
  }

  /** Outside of a class every escape is an item of its own. */
  #escape(inClass: boolean): string {
    const char = this.#take();
    if (/[0-9]/.test(char)) return this.#number(char, inClass);
    const text = this.#letter(char, inClass);
    // The characters of quoted text have been counted already.
    if (!inClass && char !== 'Q' && char !== 'E' && char !== 'k') {
      const length = char === 'R' ? Number.NaN : char in ASSERTIONS && char !== 'N' ? 0 : 1;
      this.groups.item(length);
    }
    return text;
  }

  /** PCRE's rule: a reference if it is small or there are so many groups, else an octal code. */
  #number(first: string, inClass: boolean): string {
    const digits = first + (/^\d*/.exec(this.#pattern.slice(this.#at))?.[0] ?? '');
    const isReference =
      !inClass &&
      first !== '0' &&
      (digits.length === 1 || /[89]/.test(first) || Number(digits) <= this.groups.count);
    if (isReference) {
      this.#at += digits.length - 1;
      return this.#reference(Number(digits));
    }
    if (!inClass) this.groups.item(1);
    if (/[89]/.test(first)) return first;
    const octal = first + (this.#takeMatch(/^[0-7]{0,2}/)?.[0] ?? '');
    return `\\u{${Number.parseInt(octal, 8).toString(16)}}`;
  }

  #letter(char: string, inClass: boolean): string {
    const set = SETS[char];
    if (set) return inClass ? set : `[${set}]`;
    if (char === 'H' || char === 'V') {
      if (inClass) throw refusal(`[\\${char}]`);
      return `[^${char === 'H' ? HORIZONTAL : VERTICAL}]`;
    }
    const character = CHARACTERS[char];
    if (character) return character;
    if (inClass && char === 'b') return '\\x08';
    const assertion = inClass ? undefined : ASSERTIONS[char];
    if (assertion) return assertion;
    if (char === 'Q') return this.#quoted();
    if (char === 'E') return '';
    if (char === 'x') {
      const code = this.#takeMatch(/^(?:\{([0-9A-Fa-f]+)\}|([0-9A-Fa-f]{0,2}))/);
      return `\\u{${code?.[1] || code?.[2] || '0'}}`;
    }
    if (char === 'o') {
      const code = this.#takeMatch(/^\{([0-7]+)\}/);
      if (code) return `\\u{${Number.parseInt(code[1] ?? '0', 8).toString(16)}}`;
    }
    if (char === 'p' || char === 'P') return this.#property(char);
    if (char === 'k') {
      const name = this.#takeMatch(/^(?:<(\w+)>|\{(\w+)\}|'(\w+)')/);
      if (name) return this.#reference(this.groups.named(name[1] ?? name[2] ?? name[3] ?? ''));
    }
    if (char === 'c') {
      const control = this.#takeMatch(/^[A-Za-z]/);
      if (control) return `\\c${control[0]}`;
    }
    if (/[A-Za-z0-9]/.test(char)) throw refusal(`\\${char}`);
    return literal(char, inClass);
  }

  #property(letter: string): string {
    const name = this.#takeMatch(/^(?:\{(\^?)(\w+)\}|(\w))/);
    if (!name) throw refusal(`\\${letter}`);
    const negated = (letter === 'P') !== (name[1] === '^');
    const property = name[2] ?? name[3] ?? '';
    return `\\${negated ? 'P' : 'p'}{${property.length > 2 ? 'Script=' : ''}${property}}`;
  }

  #quoted(): string {
    const end = this.#pattern.indexOf('\\E', this.#at);
    const text = this.#pattern.slice(this.#at, end === -1 ? undefined : end);
    this.#at = end === -1 ? this.#pattern.length : end + 2;
    return [...text].map((char) => this.#item(literal(char, false))).join('');
  }

  #characterClass(): string {
    let text = this.#takeMatch(/^\^/) ? '[^' : '[';
    // A closing bracket right after the opening one is an ordinary character.
    if (this.#takeMatch(/^\]/)) text += '\\]';
    for (;;) {
      if (this.#at >= this.#pattern.length) {
        throw failure(
          51091,
          'Regular expression is invalid: missing terminating ] for character class',
        );
      }
      const posix = this.#takeMatch(/^\[:(\^?)(\w+):\]/);
      if (posix) {
        const set = POSIX[posix[2] ?? ''];
        if (!set || posix[1]) throw refusal(posix[0]);
        text += set;
        continue;
      }
      const char = this.#take();
      if (char === ']') return `${text}]`;
      text +=
        char === '\\'
          ? this.#escape(true)
          : char === '-' || char === '^'
            ? char
            : literal(char, true);
    }
  }
}

function literal(char: string, inClass: boolean): string {
  return /[\^$\\.*+?()[\]{}|/]/.test(char) || (inClass && char === '-') ? `\\${char}` : char;
}
