import type { Collation } from '../bson/collation';
import { badValue, notSupported } from '../bson/mongo-error';
import { bsonType, type Document, isDocument, isNumber, isTruthy, toNumber } from '../bson/values';
import { compileExpression } from './expression';
import { elementTest, testPath } from './match-operators';
import type { Constraint, FieldTest, MatchDetails } from './types';

/** A compiled filter. */
export interface Matcher {
  /** Whether a document matches; sets in `details` which array element did, for positional `$`. */
  test(doc: Document, details?: MatchDetails): boolean;
  /** True of every matching document, for index bounds. Documents must still be tested. */
  constraints: Constraint;
  /** Values the filter requires by equality; an upsert sets them in the new document. */
  equalities: [path: string, value: unknown][];
  filter: Document;
}

export interface FilterOptions {
  collation?: Collation | undefined;
  variables?: Record<string, unknown> | undefined;
}

interface Node {
  test(doc: Document, details?: MatchDetails): boolean;
  constraints: Constraint;
  equalities: [string, unknown][];
}

const OTHER: Constraint = { kind: 'other' };

/** Operators of MongoDB that this database refuses by name. */
const REFUSED_TOP = new Set(['$text', '$where', '$jsonSchema']);

/**
 * Compiles a query filter. All of MongoDB's operators but `$text`, `$where`, `$jsonSchema` and the
 * geo operators, which are refused.
 * @throws MongoError 2 and others for a filter that mongod rejects; 238 for what is refused.
 */
export function compileFilter(filter: Document, options: FilterOptions = {}): Matcher {
  const node = compileNode(filter, options);
  return { ...node, filter };
}

function compileNode(filter: Document, options: FilterOptions): Node {
  const nodes: Node[] = [];
  for (const [key, value] of Object.entries(filter)) {
    const node = key.startsWith('$')
      ? compileTop(key, value, options)
      : compileField(key, value, options);
    if (node) nodes.push(node);
  }
  const [only] = nodes;
  return only && nodes.length === 1 ? only : conjunction(nodes);
}

function conjunction(nodes: Node[]): Node {
  return {
    test: (doc, details) => nodes.every((node) => node.test(doc, details)),
    constraints: { kind: 'and', all: nodes.map((node) => node.constraints) },
    equalities: nodes.flatMap((node) => node.equalities),
  };
}

function compileTop(key: string, value: unknown, options: FilterOptions): Node | undefined {
  switch (key) {
    case '$and':
      return conjunction(compileList(key, value, options));
    case '$or': {
      const nodes = compileList(key, value, options);
      if (nodes.length === 1) return conjunction(nodes);
      // As in mongod, `$` works after an $or only when that is a list of values for one field.
      const list = listOfEqualities(value as Document[], options);
      return {
        test: (doc, details) =>
          list && details ? list.test(doc, details) : nodes.some((node) => node.test(doc)),
        constraints: { kind: 'or', any: nodes.map((node) => node.constraints) },
        equalities: [],
      };
    }
    case '$nor': {
      const nodes = compileList(key, value, options);
      return leaf((doc) => !nodes.some((node) => node.test(doc)));
    }
    case '$expr': {
      const expression = compileExpression(value, options);
      return leaf((doc) => isTruthy(expression(doc)));
    }
    case '$comment':
      return undefined;
    case '$sampleRate': {
      const rate = isNumber(value) ? toNumber(value) : Number.NaN;
      if (!(rate >= 0 && rate <= 1)) {
        throw badValue('numeric argument to $sampleRate must be in [0, 1]');
      }
      return leaf(() => Math.random() < rate);
    }
    case '$alwaysTrue':
      return leaf(() => true);
    case '$alwaysFalse':
      return leaf(() => false);
    default:
      if (REFUSED_TOP.has(key)) throw notSupported(`\`${key}\``);
      throw badValue(
        `unknown top level operator: ${key}. If you have a field name that starts with a '$' symbol, consider using $getField or $setField.`,
      );
  }
}

function listOfEqualities(filters: Document[], options: FilterOptions): Node | undefined {
  const [path = '$', ...others] = new Set(filters.flatMap((filter) => Object.keys(filter)));
  const values = filters.map((filter) => filter[path]);
  const single = filters.every((one) => Object.keys(one).length === 1);
  if (!single || others.length > 0 || path.startsWith('$') || values.some(isOperators)) {
    return undefined;
  }
  return compileField(path, { $in: values }, options);
}

const leaf = (test: (doc: Document) => boolean): Node => ({
  test,
  constraints: OTHER,
  equalities: [],
});

function compileList(key: string, value: unknown, options: FilterOptions): Node[] {
  if (!Array.isArray(value)) throw badValue(`${key} must be an array`);
  if (value.length === 0) throw badValue('$and/$or/$nor must be a nonempty array');
  return value.map((entry) => {
    if (!isDocument(entry)) throw badValue('$or/$and/$nor entries need to be full objects');
    return compileNode(entry, options);
  });
}

function compileField(path: string, value: unknown, options: FilterOptions): Node {
  const test = elementTest(path, value, {
    collation: options.collation,
    compileDocument: (filter) => {
      const node = compileNode(filter, options);
      return { test: node.test, constraints: node.constraints };
    },
  });
  const parts = path.split('.');
  return {
    test: (doc, details) => testPath(test, doc, parts, details),
    constraints: constraintsOf(test, path, parts),
    equalities: equalitiesOf(test).map((equal) => [path, equal]),
  };
}

/** A query and an index on `a.0` may mean different elements, so such paths give no bounds. */
function constraintsOf(test: FieldTest, path: string, parts: string[]): Constraint {
  if (parts.some((part) => /^\d+$/.test(part))) return OTHER;
  if (test.kind === 'all') {
    return { kind: 'and', all: test.tests.map((part) => constraintsOf(part, path, parts)) };
  }
  return test.kind === 'leaf' ? test.constrain(path) : OTHER;
}

function equalitiesOf(test: FieldTest): unknown[] {
  if (test.kind === 'all') return test.tests.flatMap(equalitiesOf);
  return test.kind === 'leaf' && test.equal ? [test.equal.value] : [];
}

/**
 * Compiles what `$pull` and `$elemMatch`-like places take: a predicate on one array element. A
 * document of operators tests the element, any other document tests its fields.
 */
export function compileElement(
  condition: unknown,
  options: FilterOptions,
): (item: unknown) => boolean {
  if (isDocument(condition) && (!isOperators(condition) || isLogical(condition))) {
    const node = compileNode(condition, options);
    return (item) => isDocument(item) && node.test(item);
  }
  const node = compileField('item', condition, options);
  return (item) => node.test({ item });
}

/** True for a document whose first field is an operator, as opposed to a value to equal. */
function isOperators(value: unknown): value is Document {
  if (bsonType(value) !== 'object' || !isDocument(value)) return false;
  const first = Object.keys(value)[0];
  return first?.startsWith('$') === true && !/^\$(ref|id|db)$/.test(first);
}

function isLogical(condition: Document): boolean {
  return ['$and', '$or', '$nor', '$expr'].includes(Object.keys(condition)[0] ?? '');
}
