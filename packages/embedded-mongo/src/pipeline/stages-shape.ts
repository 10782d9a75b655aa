import type { Collation } from '../bson/collation';
import { failure } from '../bson/mongo-error';
import { checkedParts } from '../bson/paths';
import { describeValue } from '../bson/text';
import { bsonType, copyDocument, type Document, getOwn, isDocument, setOwn } from '../bson/values';
import { compileExpression } from '../language/expression';
import { compileProjection, insertRule, type Rule } from '../language/project';
import type { Expression } from '../language/types';

export interface ShapeOptions {
  collation?: Collation | undefined;
  variables?: Record<string, unknown> | undefined;
}

export type Shape = (doc: Document) => Document;

/** The stages that turn one document into one: an update by pipeline may use them too. */
export const SHAPE_STAGES: Record<string, (spec: unknown, options: ShapeOptions) => Shape> = {
  $project: (spec, options) => {
    if (!isDocument(spec)) throw failure(15969, '$project specification must be an object');
    if (Object.keys(spec).length === 0) {
      throw failure(
        51272,
        'Invalid $project :: caused by :: projection specification must have at least one field',
      );
    }
    return compileProjection(spec, { ...options, isStage: true });
  },
  $addFields: (spec, options) => compileAddFields('$addFields', spec, options),
  $set: (spec, options) => compileAddFields('$set', spec, options),
  $unset: (spec) => compileUnset(spec),
  $replaceRoot: (spec, options) => {
    if (!isDocument(spec)) {
      throw failure(
        40229,
        `expected an object as specification for $replaceRoot stage, got ${bsonType(spec)}`,
      );
    }
    const extra = Object.keys(spec).find((name) => name !== 'newRoot');
    if (extra !== undefined) {
      throw failure(40415, `BSON field '$replaceRoot.${extra}' is an unknown field.`);
    }
    if (!Object.hasOwn(spec, 'newRoot')) {
      throw failure(40231, 'no newRoot specified for the $replaceRoot stage');
    }
    return compileReplace(spec.newRoot, options);
  },
  $replaceWith: (spec, options) => compileReplace(spec, options),
};

function compileReplace(spec: unknown, options: ShapeOptions): Shape {
  const expression = compileExpression(spec, options);
  return (doc) => {
    const root = expression(doc);
    if (isDocument(root)) return root;
    throw failure(
      40228,
      `'newRoot' expression must evaluate to an object, but resulting value was: ${root === undefined ? 'MISSING' : describeValue(root)}. Type of resulting value: '${bsonType(root)}'.`,
    );
  };
}

function compileUnset(spec: unknown): Shape {
  const paths: unknown[] = Array.isArray(spec) ? spec : [spec];
  if (paths.length === 0) {
    throw failure(
      31119,
      '$unset specification must be a string or an array with at least one field',
    );
  }
  const projection: Document = {};
  for (const path of paths) {
    if (typeof path !== 'string') {
      throw failure(
        31120,
        '$unset specification must be a string or an array containing only string values',
      );
    }
    if (Object.hasOwn(projection, path)) throw failure(31250, `Path collision at ${path}`);
    projection[path] = false;
  }
  return compileProjection(projection, { isStage: true });
}

function compileAddFields(name: string, spec: unknown, options: ShapeOptions): Shape {
  if (!isDocument(spec)) {
    throw failure(40272, `${name} specification stage must be an object, got ${bsonType(spec)}`);
  }
  if (Object.keys(spec).length === 0) {
    throw failure(
      40177,
      `Invalid ${name} :: caused by :: specification must have at least one field`,
    );
  }
  const rules = new Map<string, Rule>();
  const add = (path: string, value: unknown): void => {
    if (isDocument(value)) {
      const [first] = Object.keys(value);
      if (first === undefined) {
        throw failure(
          40180,
          `an empty object is not a valid value. Found empty object at path ${path}`,
        );
      }
      if (!first.startsWith('$')) {
        for (const [field, nested] of Object.entries(value)) add(`${path}.${field}`, nested);
        return;
      }
    }
    insertRule(
      rules,
      checkedParts(path),
      { kind: 'compute', expression: compileExpression(value, options) },
      path,
    );
  };
  for (const [path, value] of Object.entries(spec)) add(path, value);
  return (doc) => addFields(doc, rules, doc);
}

function addFields(doc: Document, rules: Map<string, Rule>, root: Document): Document {
  const out = copyDocument(doc);
  for (const [name, rule] of rules) {
    const value =
      rule.kind === 'compute'
        ? rule.expression(root)
        : rule.kind === 'tree'
          ? addNested(getOwn(doc, name), rule.rules, root)
          : undefined;
    if (value === undefined) delete out[name];
    else setOwn(out, name, value);
  }
  return out;
}

function addNested(value: unknown, rules: Map<string, Rule>, root: Document): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => addNested(item, rules, root));
  return addFields(isDocument(value) ? value : {}, rules, root);
}

/** A copy with a value at a dotted path; any other value on the path becomes a document. */
export function withPath(doc: Document, path: string, value: unknown): Document {
  const expression: Expression = () => value;
  const rules = new Map<string, Rule>();
  insertRule(rules, checkedParts(path), { kind: 'compute', expression }, path);
  return addFields(doc, rules, doc);
}
