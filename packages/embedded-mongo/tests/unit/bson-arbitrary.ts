import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
} from 'bson';
import fc from 'fast-check';
import { type Document, setOwn } from '../../src/bson/values';

const EDGE_INTEGERS = [
  0n,
  1n,
  -1n,
  2n ** 31n,
  2n ** 53n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
];
const EDGE_DOUBLES = [
  0,
  -0,
  0.1,
  1,
  1.5,
  -1,
  2 ** 53,
  2 ** 63,
  1e300,
  Number.MIN_VALUE,
  NaN,
  Infinity,
  -Infinity,
];
const EDGE_DECIMALS = [
  '0',
  '-0',
  '0E+3',
  '0.1',
  '1',
  '1.0',
  '1.50',
  '9007199254740993',
  '9007199254740993.5',
  '1E+400',
  '-1E-400',
  'NaN',
  'Infinity',
  '-Infinity',
];
const NAMES = ['a', 'b', 'c', '__proto__', '_bsontype', 'é', ''];

/** Numbers of all four types, often equal or next to each other. */
const anyNumber: fc.Arbitrary<unknown> = fc.oneof(
  fc.integer({ min: -5, max: 5 }).map((value) => new Int32(value)),
  fc.maxSafeInteger().map((value) => Long.fromNumber(value)),
  fc.constantFrom(...EDGE_INTEGERS).map((value) => Long.fromBigInt(value)),
  fc.integer({ min: -6, max: 6 }).map((value) => new Double(value / 2)),
  fc.constantFrom(...EDGE_DOUBLES).map((value) => new Double(value)),
  fc.double().map((value) => new Double(value)),
  fc.constantFrom(...EDGE_DECIMALS).map((value) => Decimal128.fromString(value)),
  fc
    .tuple(fc.integer(), fc.integer({ min: -6, max: 6 }))
    .map(([digits, power]) => Decimal128.fromString(`${digits}E${power}`)),
);

/** Texts with NUL, surrogates and shared prefixes. */
export const anyText = fc.oneof(
  fc.constantFrom('', 'a', 'A', 'ab', 'a\0', 'a\0b', 'é', '\ue000', '\u{10000}', 'ß', 'ss'),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);

const scalar: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: anyNumber },
  { weight: 3, arbitrary: anyText },
  fc.constant(null),
  fc.boolean(),
  fc.constantFrom(new Date(0), new Date(-1), new Date(1700000000000)),
  fc
    .constantFrom(
      '000000000000000000000000',
      'ffffffffffffffffffffffff',
      '507f1f77bcf86cd799439011',
    )
    .map((hex) => ObjectId.createFromHexString(hex)),
  fc
    .tuple(fc.uint8Array({ maxLength: 3 }), fc.constantFrom(0, 4, 128))
    .map(([bytes, subtype]) => new Binary(bytes, subtype)),
  fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom(0, 1, 2 ** 31))
    .map(([i, t]) => new Timestamp({ t, i })),
  fc
    .constantFrom(['a', ''], ['a', 'i'], ['^b', ''])
    .map(([pattern, options]) => new BSONRegExp(pattern ?? '', options)),
  fc.constantFrom('x', 'y').map((value) => new BSONSymbol(value)),
  fc.constantFrom(new Code('f'), new Code('f', { a: 1 }), new Code('g', {})),
  fc.constantFrom(new MinKey(), new MaxKey()),
);

/** Any BSON value, nested at most twice. */
export const anyValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'value' },
    { weight: 6, arbitrary: scalar },
    { weight: 1, arbitrary: fc.array(tie('value'), { maxLength: 3, depthIdentifier: 'value' }) },
    { weight: 1, arbitrary: tie('document') },
  ),
  document: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...NAMES.slice(0, 4)), tie('value')), {
      selector: ([name]) => name,
      maxLength: 3,
      depthIdentifier: 'value',
    })
    .map(toDocument),
})).value;

function toDocument(fields: [string, unknown][]): Document {
  const doc: Document = {};
  for (const [name, value] of fields) setOwn(doc, name, value);
  return doc;
}

/** Documents with few fields, so that queries on them often match. */
export const anyDocument: fc.Arbitrary<Document> = fc
  .uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', '__proto__'), anyValue), {
    selector: ([name]) => name,
    maxLength: 4,
  })
  .map(toDocument);
