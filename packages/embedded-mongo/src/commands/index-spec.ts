import { parseCollation } from '../bson/collation';
import { failure, notSupported } from '../bson/mongo-error';
import { encodeDocument } from '../bson/raw-bson';
import { describeKey } from '../bson/text';
import { bsonType, type Document, isDocument, isNumber, toNumber } from '../bson/values';
import { compileFilter } from '../language/match';
import { samePattern } from '../planner/planner';
import type { Collection, Index } from '../storage/catalog';

const MAX_FIELDS = 32;

const MAX_TTL_SECONDS = 2_147_483_647;

const KNOWN_OPTIONS = new Set([
  'key',
  'name',
  'v',
  'unique',
  'sparse',
  'partialFilterExpression',
  'expireAfterSeconds',
  'collation',
  // Without effect since MongoDB 4.2.
  'background',
  'ns',
]);

const REFUSED_OPTIONS = new Set([
  'hidden',
  'weights',
  'default_language',
  'language_override',
  'textIndexVersion',
  '2dsphereIndexVersion',
  'bits',
  'min',
  'max',
  'bucketSize',
  'wildcardProjection',
  'storageEngine',
  'clustered',
  'prepareUnique',
  'dropDups',
]);

const REFUSED_KINDS = new Set(['text', '2d', '2dsphere', 'geoHaystack', 'hashed', 'columnstore']);

export function cannotCreate(why: string): Error {
  return failure(67, why);
}

function checkKey(key: unknown): Document {
  if (!isDocument(key)) throw failure(9, 'an index needs a key document');
  const fields = Object.entries(key);
  if (fields.length === 0) throw cannotCreate('Index keys cannot be an empty object');
  if (fields.length > MAX_FIELDS) throw failure(13103, 'too many compound keys');
  for (const [path, kind] of fields) {
    if (typeof kind === 'string') {
      if (REFUSED_KINDS.has(kind)) throw notSupported(`a ${kind} index`);
      throw cannotCreate(`Unknown index plugin '${kind}'`);
    }
    if (!isNumber(kind) || toNumber(kind) === 0 || Number.isNaN(toNumber(kind))) {
      throw cannotCreate(
        `Values in v:2 index key pattern cannot be of type ${bsonType(kind)} or 0`,
      );
    }
    const parts = path.split('.');
    if (parts.includes('')) {
      throw cannotCreate(`Index key contains an illegal field name: '${path}'`);
    }
    if (parts.includes('$**')) throw notSupported('a wildcard index');
    if (parts.some((part) => part.startsWith('$'))) {
      throw cannotCreate(`Index key contains an illegal field name: '${path}'`);
    }
    if (parts.some((part) => /^\d+$/.test(part))) throw notSupported('an index on array positions');
  }
  return key;
}

function checkPartial(filter: Document): void {
  compileFilter(filter);
  const refused = findOperator(filter);
  if (refused) throw cannotCreate(`Expression not supported in partial index: ${refused}`);
}

const PARTIAL_OPERATORS = new Set([
  '$and',
  '$or',
  '$in',
  '$eq',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$exists',
  '$type',
]);

function findOperator(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    for (const one of value) {
      const found = findOperator(one);
      if (found) return found;
    }
    return undefined;
  }
  if (!isDocument(value)) return undefined;
  for (const [name, inner] of Object.entries(value)) {
    if (name.startsWith('$') && !PARTIAL_OPERATORS.has(name)) return name;
    if (name === '$exists' && (inner === false || (isNumber(inner) && toNumber(inner) === 0))) {
      return '$not';
    }
    const found = findOperator(inner);
    if (found) return found;
  }
  return undefined;
}

/** The specification as it is stored and listed, defaults left out as mongod does. */
export function normalizeSpec(request: Document, collection: Collection | undefined): Document {
  for (const name of Object.keys(request)) {
    if (name === 'hidden' && request.hidden === false) continue;
    if (REFUSED_OPTIONS.has(name)) throw notSupported(`the index option ${name}`);
    if (!KNOWN_OPTIONS.has(name) && name !== 'hidden') {
      throw failure(197, `The field '${name}' is not valid for an index specification`);
    }
  }
  const key = checkKey(request.key);
  const { name, expireAfterSeconds: ttl } = request;
  if (typeof name !== 'string' || name === '') {
    throw failure(9, "The 'name' field is a required property of an index specification");
  }
  if (name === '*') throw failure(2, "The index name '*' is not valid.");
  const spec: Document = { v: 2, key, name };
  for (const flag of ['unique', 'sparse']) {
    const value = request[flag];
    if (value !== undefined && typeof value !== 'boolean' && !isNumber(value)) {
      throw failure(14, `The field '${flag}' has value that is not convertible to bool`);
    }
    if (value === true || (isNumber(value) && toNumber(value) !== 0)) spec[flag] = true;
  }
  const collation = request.collation ?? collection?.collation?.spec;
  const parsed = parseCollation(collation);
  if (parsed) spec.collation = parsed.spec;
  if (request.partialFilterExpression !== undefined) {
    const { partialFilterExpression: partial } = request;
    if (!isDocument(partial)) throw failure(14, 'partialFilterExpression must be an object');
    if (spec.sparse) {
      throw cannotCreate('cannot mix "partialFilterExpression" and "sparse" options');
    }
    checkPartial(partial);
    spec.partialFilterExpression = partial;
  }
  if (ttl !== undefined) {
    if (!isNumber(ttl)) throw failure(14, 'expireAfterSeconds must be a number');
    const seconds = toNumber(ttl);
    if (!(seconds >= 0 && seconds <= MAX_TTL_SECONDS)) {
      throw cannotCreate(`TTL index 'expireAfterSeconds' must be within 0 and ${MAX_TTL_SECONDS}`);
    }
    if (Object.keys(key).length > 1 || '_id' in key) {
      throw cannotCreate(
        'TTL indexes are single-field indexes, compound indexes do not support TTL',
      );
    }
    spec.expireAfterSeconds = Math.trunc(seconds);
  }
  if (Object.keys(key).length === 1 && '_id' in key) {
    const bad = ['unique', 'sparse', 'partialFilterExpression'].find((option) => option in spec);
    if (bad) throw failure(197, `The field '${bad}' is not valid for an _id index specification`);
  }
  return spec;
}

function sameValue(a: unknown, b: unknown): boolean {
  return encodeDocument({ v: a ?? null }).equals(encodeDocument({ v: b ?? null }));
}

/** Whether two indexes are the same; with another filter or collation a key may have several. */
function sameSignature(a: Document, b: Document): boolean {
  return (
    samePattern(a.key as Document, b.key as Document) &&
    ['unique', 'sparse', 'partialFilterExpression', 'collation'].every((name) =>
      sameValue(a[name], b[name]),
    )
  );
}

/** The existing index that is the same as the requested one. @throws MongoError 85, 86 */
export function findSameIndex(collection: Collection, spec: Document): Index | undefined {
  const key = spec.key as Document;
  if (samePattern(key, { _id: 1 })) return collection.indexes[0];
  const text = `Requested index: ${describeKey(spec)}, existing index: `;
  const named = collection.indexes.find(({ name }) => name === spec.name);
  if (named) {
    if (!sameSignature(named.spec, spec)) {
      throw failure(
        86,
        `An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. Please refer to our documentation. ${text}${describeKey(named.spec)}`,
      );
    }
    if (!sameValue(named.spec.expireAfterSeconds, spec.expireAfterSeconds)) {
      throw failure(
        85,
        `An equivalent index already exists with the same name but different options. ${text}${describeKey(named.spec)}`,
      );
    }
    return named;
  }
  const twin = collection.indexes.find((index) => sameSignature(index.spec, spec));
  if (twin) throw failure(85, `Index already exists with a different name: ${twin.name}`);
  return undefined;
}
