import { badValue, failedToParse, failure, notSupported, typeMismatch } from './mongo-error';
import { asInteger, bsonType, type Document, isDocument } from './values';

/** The collation of an operation, parsed. */
export interface Collation {
  /** What the client sent with mongod's defaults filled in, as listIndexes shows it. */
  spec: Document;
  /** The order of strings: Unicode's, by Intl (ICU, as in mongod). */
  compare(a: string, b: string): number;
  /**
   * Maps strings that are equal, and no others, to the same text. Index keys hold that text, so it
   * must not change with the ICU of a later Node. Its byte order is not the collation's: an index
   * with a collation serves equality, but neither ranges of strings nor sorting.
   */
  fold(text: string): string;
}

const DEFAULTS: Document = {
  caseLevel: false,
  caseFirst: 'off',
  strength: 3,
  numericOrdering: false,
  alternate: 'non-ignorable',
  maxVariable: 'punct',
  normalization: false,
  backwards: false,
  version: '57.1',
};

/** Letters Unicode does not decompose but collation treats as a variant of others. */
const UNDECOMPOSED: Record<string, string> = {
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ø: 'o',
  đ: 'd',
  ħ: 'h',
  ł: 'l',
  ð: 'd',
  ŧ: 't',
};

const FOLD_CACHE_SIZE = 20_000;

/**
 * Parses the `collation` option of a command. The locale `simple` is byte order: no collation.
 * Strengths 1 to 3, `caseFirst` and `numericOrdering` are supported; the rest is refused.
 */
export function parseCollation(spec: unknown): Collation | undefined {
  if (spec === undefined || spec === null) return undefined;
  if (!isDocument(spec)) {
    throw typeMismatch(`collation must be an object, found ${bsonType(spec)}`);
  }
  // Clients send an empty document when no collation is set.
  if (Object.keys(spec).length === 0) return undefined;
  const { locale } = spec;
  if (locale === undefined) {
    throw failure(40414, "BSON field 'collation.locale' is missing but a required field");
  }
  if (typeof locale !== 'string') {
    throw typeMismatch(`Field 'locale' must be of type string in: ${JSON.stringify(spec)}`);
  }
  for (const field of Object.keys(spec)) {
    if (field !== 'locale' && !Object.hasOwn(DEFAULTS, field)) {
      throw failure(40415, `BSON field 'collation.${field}' is an unknown field.`);
    }
  }
  if (locale === 'simple') {
    if (Object.keys(spec).length > 1) {
      throw badValue("If 'simple' is given as the locale, no other options may be given");
    }
    return undefined;
  }
  const options = readOptions(spec);
  if (/@|__|_POSIX$/.test(locale)) throw notSupported(`The locale variant \`${locale}\``);
  const tag = locale.replaceAll('_', '-');
  if (!isKnownLocale(tag)) throw badValue(`Field 'locale' is invalid in: { locale: "${locale}" }`);
  const collator = new Intl.Collator(tag, {
    sensitivity: options.strength === 1 ? 'base' : options.strength === 2 ? 'accent' : 'variant',
    numeric: options.numericOrdering,
    caseFirst: options.caseFirst === 'off' ? 'false' : options.caseFirst,
    ignorePunctuation: false,
  });
  const fold = folder(collator, options.strength, options.numericOrdering);
  return {
    spec: { locale, ...DEFAULTS, ...plainOptions(spec, options) },
    fold,
    compare(a, b) {
      if (a === b) return 0;
      const order = collator.compare(a, b);
      if (order !== 0) return order;
      // Rare characters that Intl compares as equal, but that fold to different texts.
      const [x, y] = [fold(a), fold(b)];
      return x < y ? -1 : x > y ? 1 : 0;
    },
  };
}

interface Options {
  strength: number;
  numericOrdering: boolean;
  caseFirst: 'upper' | 'lower' | 'off';
}

function plainOptions(spec: Document, options: Options): Document {
  return Object.fromEntries(
    Object.entries({ ...options }).filter(([name]) => Object.hasOwn(spec, name)),
  );
}

function readOptions(spec: Document): Options {
  const strength = spec.strength === undefined ? 3 : asInteger(spec.strength);
  if (strength === undefined || strength < 1 || strength > 5) {
    throw badValue('Enumeration value for field collation.strength is not valid');
  }
  if (strength > 3) throw notSupported(`A collation of strength ${strength}`);
  const flag = (name: string): boolean => {
    const value = spec[name] ?? false;
    if (typeof value !== 'boolean') throw typeMismatch(`Field '${name}' must be of type bool`);
    return value;
  };
  if (flag('caseLevel')) throw notSupported('The collation option `caseLevel`');
  if (flag('backwards')) throw notSupported('The collation option `backwards`');
  flag('normalization');
  const alternate = spec.alternate ?? 'non-ignorable';
  if (alternate === 'shifted') throw notSupported('The collation option `alternate: "shifted"`');
  if (alternate !== 'non-ignorable') {
    throw badValue("Field 'alternate' must be 'non-ignorable' or 'shifted'");
  }
  const caseFirst = spec.caseFirst ?? 'off';
  if (caseFirst !== 'off' && caseFirst !== 'upper' && caseFirst !== 'lower') {
    throw badValue("Field 'caseFirst' must be 'upper', 'lower' or 'off'");
  }
  if (caseFirst !== 'off' && strength < 3) {
    throw failedToParse(
      "'caseFirst' is invalid unless 'caseLevel' is on or 'strength' is greater than 2",
    );
  }
  return { strength, caseFirst, numericOrdering: flag('numericOrdering') };
}

function isKnownLocale(tag: string): boolean {
  try {
    return Intl.Collator.supportedLocalesOf(tag).length === 1;
  } catch {
    return false;
  }
}

/**
 * Builds the fold: each letter with its marks becomes the simplest text that the collator compares
 * as equal to it: å stays å in Swedish and becomes a in English.
 */
function folder(collator: Intl.Collator, strength: number, numeric: boolean) {
  const cache = new Map<string, string>();
  const foldCluster = (cluster: string): string => {
    const known = cache.get(cluster);
    if (known !== undefined) return known;
    const simplest = candidates(cluster, strength).find(
      (text) => collator.compare(text, cluster) === 0,
    );
    if (cache.size >= FOLD_CACHE_SIZE) cache.clear();
    cache.set(cluster, simplest ?? cluster);
    return simplest ?? cluster;
  };
  return (text: string): string => {
    // Control and format characters are ignored in comparison.
    const visible = text.normalize('NFC').replace(/(?![\t-\r\x85])\p{Cc}|\p{Cf}/gu, '');
    const folded = visible.replace(/.\p{M}*/gsu, foldCluster);
    return numeric ? folded.replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '')) : folded;
  };
}

function candidates(cluster: string, strength: number): string[] {
  if (strength === 3) return [];
  const plain = cluster.normalize('NFKD').toLowerCase();
  const kana = plain.replace(/[\u30a1-\u30f6]/g, (c) =>
    String.fromCharCode(c.charCodeAt(0) - 0x60),
  );
  if (strength === 2) return [kana, plain, cluster.toLowerCase()];
  const bare = kana.replace(/\p{M}/gu, '');
  const spelled = [...bare].map((letter) => UNDECOMPOSED[letter] ?? letter).join('');
  return [spelled, bare, kana, plain, cluster.toLowerCase()];
}
