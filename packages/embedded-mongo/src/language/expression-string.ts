import { failure } from '../bson/mongo-error';
import { countValue } from '../bson/numbers';
import { compareValues, regexParts } from '../bson/order';
import { asInteger, bsonType, type Document, isNullish, isNumber } from '../bson/values';
import { compilePattern } from './pattern';
import type { Evaluation, NamedOperator, Operator } from './types';

/** An argument of the older string operators as text; null is empty, numbers and dates convert. */
function coerce(value: unknown): string {
  if (isNullish(value)) return '';
  if (typeof value === 'string') return value;
  if (isNumber(value)) return String(value);
  if (value instanceof Date) return value.toISOString();
  if (bsonType(value) === 'symbol') return String(value);
  throw failure(16007, `can't convert from BSON type ${bsonType(value)} to String`);
}

function index(name: string, code: number, value: unknown): number {
  const number = asInteger(value);
  if (number === undefined) {
    throw failure(code, `${name} requires an integral index, found: ${bsonType(value)}`);
  }
  return number;
}

function substringPoints([value, start, length]: unknown[]): string {
  const points = [...coerce(value)];
  const from = index('$substrCP', 34450, start);
  const count = index('$substrCP', 34452, length);
  if (from < 0) throw failure(34454, `$substrCP: starting index must be a non-negative integer.`);
  if (count < 0) throw failure(34455, '$substrCP: length must be a non-negative integer.');
  return points.slice(from, from + count).join('');
}

function substringBytes([value, start, length]: unknown[]): string {
  const bytes = Buffer.from(coerce(value), 'utf8');
  const from = index('$substrBytes', 16034, start);
  const count = index('$substrBytes', 16035, length);
  if (from < 0) {
    throw failure(50752, `$substrBytes: starting index must be non-negative (got: ${from})`);
  }
  const end = count < 0 ? bytes.length : Math.min(bytes.length, from + count);
  const continues = (at: number) => at < bytes.length && ((bytes[at] ?? 0) & 0xc0) === 0x80;
  if (continues(from)) {
    throw failure(
      28656,
      '$substrBytes:  Invalid range, starting index is a UTF-8 continuation byte.',
    );
  }
  if (continues(end)) {
    throw failure(
      28657,
      '$substrBytes:  Invalid range, ending index is in the middle of a UTF-8 character.',
    );
  }
  return bytes.subarray(from, end).toString('utf8');
}

function requireString(name: string, code: number, value: unknown): string {
  if (typeof value === 'string') return value;
  throw failure(code, `${name} requires a string argument, found: ${bsonType(value)}`);
}

/** Position of a text in another within bounds; `units` splits a text into the units counted. */
function indexOf(name: string, units: (text: string) => string[]): Operator {
  return {
    min: 2,
    max: 4,
    run: ([value, wanted, start = 0, end]) => {
      if (isNullish(value)) return null;
      const all = units(requireString(name, 40091, value));
      const part = units(requireString(name, 40092, wanted));
      const from = index(name, 40096, start);
      const to = end === undefined ? all.length : Math.min(all.length, index(name, 40096, end));
      if (from < 0 || to < 0) throw failure(40097, `${name} requires a nonnegative index`);
      for (let at = from; at + part.length <= to; at++) {
        if (part.every((unit, i) => all[at + i] === unit)) return countValue(at);
      }
      return countValue(-1);
    },
  };
}

const utf8Units = (text: string): string[] => [...Buffer.from(text, 'utf8').toString('latin1')];

const WHITESPACE =
  '\0 \t\n\v\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a';

function trim(name: string, left: boolean, right: boolean): NamedOperator {
  return {
    named: ['input', 'chars'],
    required: ['input'],
    run: (args) => {
      if (isNullish(args.input)) return null;
      const points = [...requireString(name, 50699, args.input)];
      if (Object.hasOwn(args, 'chars') && isNullish(args.chars)) return null;
      const chars = new Set(
        args.chars === undefined ? WHITESPACE : requireString(name, 50700, args.chars),
      );
      let [from, to] = [0, points.length];
      while (left && from < to && chars.has(points[from] ?? '')) from++;
      while (right && to > from && chars.has(points[to - 1] ?? '')) to--;
      return points.slice(from, to).join('');
    },
  };
}

function replace(name: string, all: boolean): NamedOperator {
  return {
    named: ['input', 'find', 'replacement'],
    required: ['input', 'find', 'replacement'],
    run: ({ input, find, replacement }) => {
      for (const value of [input, find, replacement]) {
        if (!isNullish(value)) requireString(name, 51746, value);
      }
      if (isNullish(input) || isNullish(find) || isNullish(replacement)) return null;
      const text = String(input);
      // A function, because `$&` in a replacement string has a meaning.
      const put = () => String(replacement);
      return all ? text.replaceAll(String(find), put) : text.replace(String(find), put);
    },
  };
}

function findMatches(name: string, args: Record<string, unknown>): Document[] | undefined {
  const { input, regex, options } = args;
  if (!isNullish(input)) requireString(name, 51104, input);
  if (isNullish(input) || isNullish(regex)) return undefined;
  if (typeof regex !== 'string' && bsonType(regex) !== 'regex') {
    throw failure(51105, `${name} needs 'regex' to be of type string or regex`);
  }
  const [source, own] = typeof regex === 'string' ? [regex, ''] : regexParts(regex);
  if (own !== '' && !isNullish(options)) {
    throw failure(
      51107,
      `${name}: found regex option(s) specified in both 'regex' and 'option' fields`,
    );
  }
  const flags = own || (isNullish(options) ? '' : requireString(name, 51106, options));
  const compiled = compilePattern(source, flags, { captures: name !== '$regexMatch' });
  const text = String(input);
  const found: Document[] = [];
  for (const match of text.matchAll(new RegExp(compiled.source, `${compiled.flags}g`))) {
    found.push({
      match: match[0],
      idx: countValue([...text.slice(0, match.index)].length),
      captures: match.slice(1).map((capture) => capture ?? null),
    });
    if (name !== '$regexFindAll') break;
  }
  return found;
}

function regex(name: string, result: (found: Document[] | undefined) => unknown): NamedOperator {
  return {
    named: ['input', 'regex', 'options'],
    required: ['input', 'regex'],
    run: (args) => result(findMatches(name, args)),
  };
}

function ascii(pattern: RegExp, shift: number): Operator {
  return {
    min: 1,
    max: 1,
    run: ([value]) =>
      coerce(value).replace(pattern, (letter) => String.fromCharCode(letter.charCodeAt(0) + shift)),
  };
}

/** String operators. */
export const STRINGS: Record<string, Operator | NamedOperator> = {
  $concat: {
    min: 0,
    max: Number.POSITIVE_INFINITY,
    run: (args) => {
      const wrong = args.find((arg) => !isNullish(arg) && typeof arg !== 'string');
      if (wrong !== undefined) {
        throw failure(16702, `$concat only supports strings, not ${bsonType(wrong)}`);
      }
      return args.some(isNullish) ? null : args.join('');
    },
  },
  $toLower: ascii(/[A-Z]/g, 32),
  $toUpper: ascii(/[a-z]/g, -32),
  $substr: { min: 3, max: 3, run: substringBytes },
  $substrBytes: { min: 3, max: 3, run: substringBytes },
  $substrCP: { min: 3, max: 3, run: substringPoints },
  $strLenBytes: {
    min: 1,
    max: 1,
    run: ([value]) => countValue(Buffer.byteLength(requireString('$strLenBytes', 34473, value))),
  },
  $strLenCP: {
    min: 1,
    max: 1,
    run: ([value]) => countValue([...requireString('$strLenCP', 34471, value)].length),
  },
  $strcasecmp: {
    min: 2,
    max: 2,
    run: ([a, b]) => {
      const [x, y] = [a, b].map((text) =>
        coerce(text).replace(/[a-z]/g, (letter) => letter.toUpperCase()),
      );
      return countValue(Math.sign(compareValues(x, y)));
    },
  },
  $indexOfCP: indexOf('$indexOfCP', (text) => [...text]),
  $indexOfBytes: indexOf('$indexOfBytes', utf8Units),
  $split: {
    min: 2,
    max: 2,
    run: ([value, separator]: unknown[], _evaluation: Evaluation) => {
      if (isNullish(value) || isNullish(separator)) return null;
      const text = requireString('$split', 40085, value);
      const by = requireString('$split', 40086, separator);
      if (by === '') throw failure(40087, '$split requires a non-empty separator');
      return text.split(by);
    },
  },
  $trim: trim('$trim', true, true),
  $ltrim: trim('$ltrim', true, false),
  $rtrim: trim('$rtrim', false, true),
  $replaceOne: replace('$replaceOne', false),
  $replaceAll: replace('$replaceAll', true),
  $regexMatch: regex('$regexMatch', (found) => (found?.length ?? 0) > 0),
  $regexFind: regex('$regexFind', (found) => found?.[0] ?? null),
  $regexFindAll: regex('$regexFindAll', (found) => found ?? []),
};
