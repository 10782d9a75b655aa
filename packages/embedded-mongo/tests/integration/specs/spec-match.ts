import { isDeepStrictEqual } from 'node:util';
import { EJSON } from 'bson';

export type Doc = Record<string, unknown>;

export function isDoc(value: unknown): value is Doc {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)
  );
}

/** What a driver gave, as plain values: maps as documents, numbers as numbers, nothing undefined. */
export function plain(value: unknown): unknown {
  const untyped = (at: unknown): unknown => {
    if (at instanceof Map) {
      return Object.fromEntries([...at].map(([key, item]) => [String(key), untyped(item)]));
    }
    if (Array.isArray(at)) return at.map(untyped);
    if (!isDoc(at)) return at;
    return Object.fromEntries(Object.entries(at).map(([key, item]) => [key, untyped(item)]));
  };
  if (value === undefined) return undefined;
  return EJSON.parse(EJSON.stringify(untyped(value), { relaxed: true })) as unknown;
}

const TYPES: Record<string, (value: unknown) => boolean> = {
  string: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  long: (value) => Number.isInteger(value),
  double: (value) => typeof value === 'number',
  number: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  object: isDoc,
  array: Array.isArray,
  date: (value) => value instanceof Date,
  objectId: (value) => Reflect.get(Object(value), '_bsontype') === 'ObjectId',
  binData: (value) => Reflect.get(Object(value), '_bsontype') === 'Binary',
};

/**
 * The unified test format's match: every expected field must be there; at the root of a document
 * there may be others. Returns where the two differ, undefined when they do not.
 */
export function mismatch(
  expected: unknown,
  actual: unknown,
  isRoot = true,
  at = '',
): string | undefined {
  const operator = isDoc(expected) ? Object.keys(expected)[0] : undefined;
  if (isDoc(expected) && operator?.startsWith('$$')) {
    return special(operator, expected[operator], actual, isRoot, at);
  }
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual) || actual.length !== expected.length) {
      return `${at}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`;
    }
    return firstOf(expected.map((item, i) => mismatch(item, actual[i], false, `${at}[${i}]`)));
  }
  if (!isDoc(expected)) {
    return isDeepStrictEqual(expected, actual)
      ? undefined
      : `${at}: expected ${JSON.stringify(expected)}, found ${JSON.stringify(actual)}`;
  }
  if (!isDoc(actual)) return `${at}: expected a document, found ${JSON.stringify(actual)}`;
  const found = firstOf(
    Object.entries(expected).map(([name, value]) =>
      mismatch(value, actual[name], false, `${at}.${name}`),
    ),
  );
  const extra = isRoot
    ? undefined
    : Object.keys(actual).find((name) => !Object.hasOwn(expected, name));
  return found ?? (extra === undefined ? undefined : `${at}.${extra}: was not expected`);
}

const firstOf = (problems: Array<string | undefined>): string | undefined =>
  problems.find((problem) => problem !== undefined);

function special(
  operator: string,
  operand: unknown,
  actual: unknown,
  isRoot: boolean,
  at: string,
): string | undefined {
  switch (operator) {
    case '$$exists':
      return (actual !== undefined) === operand
        ? undefined
        : `${at}: expected to ${operand ? '' : 'not '}exist`;
    case '$$unsetOrMatches':
      return actual === undefined ? undefined : mismatch(operand, actual, isRoot, at);
    case '$$type': {
      const names = Array.isArray(operand) ? operand : [operand];
      const fits = names.some((name) => TYPES[String(name)]?.(actual));
      return fits
        ? undefined
        : `${at}: expected ${names.join(' or ')}, found ${JSON.stringify(actual)}`;
    }
    case '$$lte':
      return Number(actual) <= Number(operand) ? undefined : `${at}: expected at most ${operand}`;
    case '$$matchAsRoot':
      return mismatch(operand, actual, true, at);
    default:
      throw new Error(`${operator} is not implemented by the runner`);
  }
}
