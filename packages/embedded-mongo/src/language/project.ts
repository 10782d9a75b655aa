import type { Collation } from '../bson/collation';
import { failure, notSupported } from '../bson/mongo-error';
import { checkedParts } from '../bson/paths';
import {
  asInteger,
  bsonType,
  copyDocument,
  type Document,
  fieldsOf,
  getOwn,
  isDocument,
  isNumber,
  isTruthy,
  setOwn,
} from '../bson/values';
import { compileExpression, isExpressionName } from './expression';
import { compileFilter, type Matcher } from './match';
import type { Expression, MatchDetails } from './types';

export interface ProjectionContext {
  matcher?: Matcher;
  variables?: Record<string, unknown> | undefined;
  collation?: Collation | undefined;
  /** In `$project` there is no `.$`, no positional `$slice` and no `$elemMatch`. */
  isStage?: boolean;
}

/** What a projection does with one field. */
export type Rule =
  | { kind: 'include' }
  | { kind: 'exclude' }
  | { kind: 'compute'; expression: Expression }
  | { kind: 'transform'; transform: (value: unknown, doc: Document) => unknown }
  | { kind: 'tree'; rules: Map<string, Rule> };

interface Parsed {
  tree: Map<string, Rule>;
  /** undefined until a field other than `_id` and transforms decides it. */
  inclusion: boolean | undefined;
  hasElemMatch: boolean;
  hasSlice: boolean;
  /** Applies `.$` to a document before it is projected. */
  pick?: (doc: Document) => Document;
  context: ProjectionContext;
}

/**
 * Compiles a projection. Fields come out as mongod gives them: included ones in the order of the
 * document, computed ones after them in the order of the specification.
 * @throws MongoError 31249 for paths that collide, 31253 and 31254 for a mix of 0 and 1, and others.
 */
export function compileProjection(
  spec: Document,
  context: ProjectionContext = {},
): (doc: Document) => Document {
  if (Object.keys(spec).length === 0) return (doc) => doc;
  const parsed: Parsed = {
    tree: new Map(),
    inclusion: undefined,
    hasElemMatch: false,
    hasSlice: false,
    context,
  };
  for (const [path, value] of Object.entries(spec)) {
    if (path !== '_id') addRule(parsed, path, value);
  }
  const id = getOwn(spec, '_id');
  if (Object.hasOwn(spec, '_id')) addId(parsed, id);
  // With nothing else, `$slice` keeps all other fields and `$elemMatch` none.
  const byDefault =
    parsed.hasSlice || !parsed.hasElemMatch ? isFlag(id) && isTruthy(id) : parsed.hasElemMatch;
  const inclusion = parsed.inclusion ?? byDefault;
  if (inclusion && !Object.hasOwn(spec, '_id') && !parsed.tree.has('_id')) {
    parsed.tree.set('_id', { kind: 'include' });
  }
  const { pick = (doc: Document) => doc, tree } = parsed;
  return (doc) => projectDocument(pick(doc), tree, inclusion, doc);
}

const isFlag = (value: unknown): boolean => bsonType(value) === 'bool' || isNumber(value);

function addId(parsed: Parsed, value: unknown): void {
  if (!isFlag(value)) {
    addRule(parsed, '_id', value);
    return;
  }
  // `_id` may be included or excluded independently of the other fields.
  if (isTruthy(value)) {
    if (parsed.inclusion === false) return;
    insertRule(parsed.tree, ['_id'], { kind: 'include' }, '_id');
  } else if (parsed.inclusion !== true) {
    insertRule(parsed.tree, ['_id'], { kind: 'exclude' }, '_id');
  }
}

function mixed(kind: 'inclusion' | 'exclusion', path: string, other: string): Error {
  return failure(
    kind === 'inclusion' ? 31253 : 31254,
    `Cannot do ${kind} on field ${path} in ${other} projection`,
  );
}

function decide(parsed: Parsed, inclusion: boolean, path: string): void {
  if (parsed.inclusion !== undefined && parsed.inclusion !== inclusion) {
    throw inclusion ? mixed('inclusion', path, 'exclusion') : mixed('exclusion', path, 'inclusion');
  }
  parsed.inclusion = inclusion;
}

function addRule(parsed: Parsed, path: string, value: unknown): void {
  const { context } = parsed;
  const operator = isDocument(value) ? Object.keys(value)[0] : undefined;
  if (/(^|\.)\$(\.|$)/.test(path)) {
    if (context.isStage) {
      throw failure(31324, 'Cannot use positional projection in aggregation projection');
    }
    addPositional(parsed, path, value);
    return;
  }
  const parts = checkedParts(path);
  if (isFlag(value)) {
    decide(parsed, isTruthy(value), path);
    insertRule(parsed.tree, parts, { kind: isTruthy(value) ? 'include' : 'exclude' }, path);
    return;
  }
  if (isDocument(value)) {
    if (operator === undefined) {
      throw failure(
        51270,
        'An empty sub-projection is not a valid value. Found empty object at path',
      );
    }
    if (!operator.startsWith('$')) {
      for (const [name, nested] of Object.entries(value)) {
        addRule(parsed, `${path}.${name}`, nested);
      }
      return;
    }
    if (!context.isStage && addFindOperator(parsed, parts, path, operator, value[operator])) return;
    if (operator === '$elemMatch') throw failure(168, 'Cannot use $elemMatch in this context');
    if (!isExpressionName(operator)) throw failure(31325, `Unknown expression ${operator}`);
  }
  if (parsed.inclusion === false) {
    throw isDocument(value)
      ? failure(31252, 'Cannot use expression other than $meta in exclusion projection')
      : failure(31310, `Cannot use an expression ${path} in an exclusion projection`);
  }
  parsed.inclusion = true;
  const expression = compileExpression(value, context);
  insertRule(parsed.tree, parts, { kind: 'compute', expression }, path);
}

/** `$slice`, `$elemMatch` and `$meta` of find; false for an operator that is an expression. */
function addFindOperator(
  parsed: Parsed,
  parts: string[],
  path: string,
  operator: string,
  operand: unknown,
): boolean {
  if (operator === '$meta') throw notSupported('`$meta`');
  if (operator === '$elemMatch') {
    if (!isDocument(operand)) throw failure(31274, 'elemMatch: Invalid argument, object required');
    if (parts.length > 1) {
      throw failure(31275, 'Cannot use $elemMatch projection on a nested field.');
    }
    if (parsed.pick) {
      throw failure(31255, 'Cannot specify positional operator and $elemMatch.');
    }
    parsed.hasElemMatch = true;
    const matcher = compileFilter({ items: { $elemMatch: operand } }, parsed.context);
    const expression = (doc: Document): unknown => {
      const value = getOwn(doc, path);
      const found: unknown[] = Array.isArray(value)
        ? value.filter((item) => matcher.test({ items: [item] }))
        : [];
      return found.length === 0 ? undefined : found.slice(0, 1);
    };
    insertRule(parsed.tree, parts, { kind: 'compute', expression }, path);
    return true;
  }
  if (operator !== '$slice') return false;
  const bounds = sliceBounds(operand);
  if (!bounds) return false;
  parsed.hasSlice = true;
  const transform = (value: unknown): unknown => (Array.isArray(value) ? bounds(value) : value);
  insertRule(parsed.tree, parts, { kind: 'transform', transform }, path);
  return true;
}

/** The arguments of find's `$slice: n` or `[skip, limit]`; undefined for the aggregation form. */
function sliceBounds(operand: unknown): ((items: unknown[]) => unknown[]) | undefined {
  if (isNumber(operand)) {
    const count = asInteger(operand) ?? 0;
    return (items) => (count < 0 ? items.slice(count) : items.slice(0, count));
  }
  if (!Array.isArray(operand)) {
    throw failure(
      28667,
      `Invalid $slice syntax. The given syntax { $slice: ... } did not match the find() syntax because :: Location31273: $slice only supports numbers and [skip, limit] arrays :: The given syntax did not match the expression $slice syntax. :: caused by :: Expression $slice takes at least 2 arguments, and at most 3, but 1 were passed in.`,
    );
  }
  if (operand.length !== 2 || !isNumber(operand[0])) return undefined;
  const [skip, limit] = operand.map(asInteger);
  if (skip === undefined || limit === undefined || limit <= 0) {
    throw failure(
      28724,
      `First argument to $slice must be an array, but is of type: ${bsonType(operand[0])}`,
    );
  }
  return (items) => {
    const start = skip < 0 ? Math.max(0, items.length + skip) : skip;
    return items.slice(start, start + limit);
  };
}

function addPositional(parsed: Parsed, full: string, value: unknown): void {
  if (!isFlag(value)) {
    throw failure(31271, 'positional projection cannot be used with an expression or sub object');
  }
  if (!isTruthy(value)) {
    throw failure(31395, 'positional projection cannot be used with exclusion');
  }
  const path = full.slice(0, -2);
  if (!full.endsWith('.$') || path.split('.').includes('$')) {
    throw failure(
      31394,
      "As of 4.4, it's illegal to specify positional operator in the middle of a path.Positional projection may only be used at the end, for example: a.b.$. If the query previously used a form like a.b.$.d, remove the parts following the '$' and the results will be equivalent.",
    );
  }
  const { matcher } = parsed.context;
  if (!matcher) throw failure(51050, 'Projections with a positional operator require a matcher');
  if (parsed.pick) {
    throw failure(31276, 'Cannot specify more than one positional projection per query.');
  }
  if (parsed.hasElemMatch) {
    throw failure(31256, 'Cannot specify positional operator and $elemMatch.');
  }
  if (path === '') throw failure(5392900, 'a positional projection needs a path');
  const parts = checkedParts(path);
  parsed.pick = (doc) => pickElement(doc, parts, 0, () => matchedIndex(matcher, doc));
  decide(parsed, true, path);
  insertRule(parsed.tree, parts, { kind: 'include' }, path);
}

function matchedIndex(matcher: Matcher, doc: Document): number {
  const details: MatchDetails = {};
  matcher.test(doc, details);
  if (details.index === undefined) {
    throw failure(
      51246,
      "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
    );
  }
  return details.index;
}

/** The document with the first array on a path cut down to the element that matched. */
function pickElement(doc: Document, parts: string[], at: number, index: () => number): Document {
  const part = parts[at];
  if (part === undefined) return doc;
  let value = getOwn(doc, part);
  if (Array.isArray(value)) {
    const position = index();
    if (position >= value.length) {
      throw failure(
        51247,
        "Executor error during find command :: caused by :: positional operator '.$' element mismatch",
      );
    }
    value = [value[position]];
  } else if (isDocument(value)) value = pickElement(value, parts, at + 1, index);
  else return doc;
  const copy = copyDocument(doc);
  setOwn(copy, part, value);
  return copy;
}

export function insertRule(
  tree: Map<string, Rule>,
  parts: string[],
  rule: Rule,
  path: string,
): void {
  let at = tree;
  for (const [i, part] of parts.entries()) {
    const existing = at.get(part);
    if (i === parts.length - 1) {
      if (existing) throw collision(path);
      at.set(part, rule);
      return;
    }
    if (existing && existing.kind !== 'tree') throw collision(path, parts.slice(i + 1).join('.'));
    const rules = existing?.kind === 'tree' ? existing.rules : new Map<string, Rule>();
    at.set(part, { kind: 'tree', rules });
    at = rules;
  }
}

function collision(path: string, remaining?: string): Error {
  return remaining === undefined
    ? failure(31250, `Path collision at ${path}`)
    : failure(31249, `Path collision at ${path} remaining portion ${remaining}`);
}

function projectDocument(
  doc: Document,
  tree: Map<string, Rule>,
  inclusion: boolean,
  root: Document,
): Document {
  const out: Document = {};
  for (const [name, value] of Object.entries(fieldsOf(doc))) {
    const rule = tree.get(name);
    // In an inclusion, computed fields come after the included ones.
    if (inclusion && rule?.kind === 'compute') continue;
    const projected = rule
      ? projectValue(value, rule, inclusion, root)
      : inclusion
        ? undefined
        : value;
    if (projected !== undefined) setOwn(out, name, projected);
  }
  addComputed(out, inclusion ? out : doc, tree, root);
  return out;
}

function projectValue(value: unknown, rule: Rule, inclusion: boolean, root: Document): unknown {
  switch (rule.kind) {
    case 'include':
      return value;
    case 'exclude':
      return undefined;
    case 'transform':
      return rule.transform(value, root);
    case 'compute':
      return rule.expression(root);
    case 'tree':
      return projectNested(value, rule.rules, inclusion, root);
  }
}

function projectNested(
  value: unknown,
  rules: Map<string, Rule>,
  inclusion: boolean,
  root: Document,
): unknown {
  if (Array.isArray(value)) {
    return value
      .map((item: unknown) => projectNested(item, rules, inclusion, root))
      .filter((item) => item !== undefined);
  }
  if (isDocument(value)) return projectDocument(value, rules, inclusion, root);
  if (hasComputed(rules)) {
    const out: Document = {};
    addComputed(out, {}, rules, root);
    return out;
  }
  return inclusion ? undefined : value;
}

const hasComputed = (rules: Map<string, Rule>): boolean =>
  [...rules.values()].some(
    (rule) => rule.kind === 'compute' || (rule.kind === 'tree' && hasComputed(rule.rules)),
  );

/** Computed fields the document did not have, in the order of the specification. */
function addComputed(out: Document, doc: Document, tree: Map<string, Rule>, root: Document): void {
  for (const [name, rule] of tree) {
    if (Object.hasOwn(doc, name)) continue;
    if (rule.kind === 'compute') {
      const value = rule.expression(root);
      if (value !== undefined) setOwn(out, name, value);
    } else if (rule.kind === 'tree' && hasComputed(rule.rules)) {
      const nested: Document = {};
      addComputed(nested, {}, rule.rules, root);
      setOwn(out, name, nested);
    }
  }
}
