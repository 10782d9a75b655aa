import { failure } from '../bson/mongo-error';
import {
  bsonType,
  copyDocument,
  type Document,
  getOwn,
  isDocument,
  isTruthy,
  setOwn,
} from '../bson/values';
import type { Env, Node, Scope } from './types';

/** The compiled arguments of an operator that takes a document of them. */
export function namedArguments(
  name: string,
  operand: unknown,
  known: readonly string[],
  required: readonly string[],
  scope: Scope,
): Record<string, Node> {
  const spec = argumentsObject(name, operand, known, required);
  return Object.fromEntries(
    Object.entries(spec).map(([key, value]) => [key, scope.compile(value, scope)]),
  );
}

function argumentsObject(
  name: string,
  operand: unknown,
  known: readonly string[],
  required: readonly string[],
): Document {
  if (!isDocument(operand)) {
    throw failure(9, `${name} only supports an object as its argument, found ${bsonType(operand)}`);
  }
  const unknown = Object.keys(operand).find((key) => !known.includes(key));
  if (unknown !== undefined) throw failure(9, `${name} found an unknown argument: ${unknown}`);
  const missing = required.find((key) => !Object.hasOwn(operand, key));
  if (missing !== undefined) throw failure(9, `Missing '${missing}' parameter to ${name}`);
  return operand;
}

type CompileSpecial = (operand: unknown, scope: Scope, name: string) => Node;

const list = (operand: unknown): unknown[] => (Array.isArray(operand) ? operand : [operand]);

function arrayInput(name: string, code: number, value: unknown): unknown[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value;
  throw failure(code, `input to ${name} must be an array not ${bsonType(value)}`);
}

/** A scope with more variables. @throws MongoError 9 for an invalid name */
export function withNames<S extends Pick<Scope, 'names'>>(scope: S, names: string[]): S {
  for (const name of names) {
    if (!/^[a-z\u0080-\uffff][\w\u0080-\uffff]*$/.test(name)) {
      throw failure(9, `'${name}' starts with an invalid character for a user variable name`);
    }
  }
  return { ...scope, names: new Set([...scope.names, ...names]) };
}

const bind = (env: Env, variables: Record<string, unknown>): Env => ({
  root: env.root,
  variables: { ...env.variables, ...variables },
});

function variableName(name: string, value: unknown): string {
  if (value === undefined) return 'this';
  if (typeof value !== 'string') throw failure(9, `${name} 'as' must be a string`);
  return value;
}

/** Operators that evaluate their arguments themselves, or not at all. */
export const SPECIAL: Record<string, CompileSpecial> = {
  $literal: (operand) => () => operand,
  $const: (operand) => () => operand,
  $expr: (operand, scope) => scope.compile(operand, scope),
  $and: (operand, scope) => {
    const nodes = list(operand).map((arg) => scope.compile(arg, scope));
    return (env) => nodes.every((node) => isTruthy(node(env)));
  },
  $or: (operand, scope) => {
    const nodes = list(operand).map((arg) => scope.compile(arg, scope));
    return (env) => nodes.some((node) => isTruthy(node(env)));
  },
  $ifNull: (operand, scope) => {
    const nodes = list(operand).map((arg) => scope.compile(arg, scope));
    if (nodes.length < 2) {
      throw failure(1257300, `$ifNull needs at least two arguments, had: ${nodes.length}`);
    }
    return (env) => {
      let value: unknown;
      for (const node of nodes) {
        value = node(env);
        if (value !== undefined && value !== null) break;
      }
      return value;
    };
  },
  $cond: (operand, scope) => {
    const args = Array.isArray(operand) ? operand : condFields(operand);
    if (args.length !== 3) {
      throw failure(
        16020,
        `Expression $cond takes exactly 3 arguments. ${args.length} were passed in.`,
      );
    }
    const [test, then, otherwise] = args.map((arg) => scope.compile(arg, scope));
    return (env) => (isTruthy(test?.(env)) ? then?.(env) : otherwise?.(env));
  },
  $switch: (operand, scope) => {
    const { branches, default: fallback } = argumentsObject(
      '$switch',
      operand,
      ['branches', 'default'],
      [],
    );
    if (!Array.isArray(branches)) {
      throw failure(
        40061,
        `$switch expected an array for 'branches', found: ${bsonType(branches)}`,
      );
    }
    if (branches.length === 0) throw failure(40068, '$switch requires at least one branch.');
    const nodes = branches.map((branch: unknown) => {
      if (!isDocument(branch)) {
        throw failure(
          40062,
          `$switch expected each branch to be an object, found: ${bsonType(branch)}`,
        );
      }
      if (!Object.hasOwn(branch, 'case')) {
        throw failure(40064, "$switch requires each branch have a 'case' expression");
      }
      if (!Object.hasOwn(branch, 'then')) {
        throw failure(40065, "$switch requires each branch have a 'then' expression.");
      }
      return { test: scope.compile(branch.case, scope), result: scope.compile(branch.then, scope) };
    });
    const last = fallback === undefined ? undefined : scope.compile(fallback, scope);
    return (env) => {
      const found = nodes.find(({ test }) => isTruthy(test(env)));
      if (found) return found.result(env);
      if (last) return last(env);
      throw failure(
        40066,
        '$switch could not find a matching branch for an input, and no default was specified.',
      );
    };
  },
  $let: (operand, scope) => {
    const { vars, in: body } = argumentsObject('$let', operand, ['vars', 'in'], ['vars', 'in']);
    if (!isDocument(vars)) throw failure(10065, 'invalid parameter: expected an object (vars)');
    const nodes = Object.entries(vars).map(
      ([name, value]) => [name, scope.compile(value, scope)] as const,
    );
    const node = scope.compile(body, withNames(scope, Object.keys(vars)));
    return (env) =>
      node(bind(env, Object.fromEntries(nodes.map(([name, value]) => [name, value(env)]))));
  },
  $map: (operand, scope, name) => {
    const spec = argumentsObject(name, operand, ['input', 'as', 'in'], ['input', 'in']);
    const as = variableName(name, spec.as);
    const input = scope.compile(spec.input, scope);
    const body = scope.compile(spec.in, withNames(scope, [as]));
    return (env) =>
      arrayInput(name, 16883, input(env))?.map((item) => body(bind(env, { [as]: item })) ?? null) ??
      null;
  },
  $filter: (operand, scope, name) => {
    const spec = argumentsObject(
      name,
      operand,
      ['input', 'as', 'cond', 'limit'],
      ['input', 'cond'],
    );
    const as = variableName(name, spec.as);
    const input = scope.compile(spec.input, scope);
    const body = scope.compile(spec.cond, withNames(scope, [as]));
    const limit = spec.limit === undefined ? undefined : scope.compile(spec.limit, scope);
    return (env) => {
      const found = arrayInput(name, 28651, input(env))?.filter((item) =>
        isTruthy(body(bind(env, { [as]: item }))),
      );
      if (!found) return null;
      const most = limit?.(env);
      if (most === undefined || most === null) return found;
      const count = Number(most);
      if (!(count >= 1)) {
        throw failure(327392, `$filter: limit must be greater than 0, but was: ${count}`);
      }
      return found.slice(0, count);
    };
  },
  $reduce: (operand, scope, name) => {
    const spec = argumentsObject(
      name,
      operand,
      ['input', 'initialValue', 'in'],
      ['input', 'initialValue', 'in'],
    );
    const input = scope.compile(spec.input, scope);
    const initial = scope.compile(spec.initialValue, scope);
    const body = scope.compile(spec.in, withNames(scope, ['this', 'value']));
    return (env) => {
      const items = arrayInput(name, 40080, input(env));
      return (
        items?.reduce((value, item) => body(bind(env, { this: item, value })), initial(env)) ??
        (items ? undefined : null)
      );
    };
  },
  $getField: (operand, scope) => {
    const isName = !isDocument(operand) || Object.keys(operand)[0]?.startsWith('$');
    const spec = isName
      ? { field: operand, input: '$$CURRENT' }
      : argumentsObject('$getField', operand, ['field', 'input'], ['field', 'input']);
    const [field, input] = [scope.compile(spec.field, scope), scope.compile(spec.input, scope)];
    return (env) => {
      const value = input(env);
      const name = fieldName('$getField', field(env));
      if (isDocument(value)) return getOwn(value, name);
      return value === null ? null : undefined;
    };
  },
  $setField: (operand, scope) => setField('$setField', operand, ['field', 'input', 'value'], scope),
  $unsetField: (operand, scope) => setField('$unsetField', operand, ['field', 'input'], scope),
};

function condFields(operand: unknown): unknown[] {
  if (!isDocument(operand)) return [operand];
  const unknown = Object.keys(operand).find((key) => !['if', 'then', 'else'].includes(key));
  if (unknown !== undefined) throw failure(17083, `Unrecognized parameter to $cond: ${unknown}`);
  for (const [i, key] of ['if', 'then', 'else'].entries()) {
    if (!Object.hasOwn(operand, key)) {
      throw failure(17080 + i, `Missing '${key}' parameter to $cond`);
    }
  }
  return [operand.if, operand.then, operand.else];
}

function fieldName(name: string, value: unknown): string {
  if (typeof value !== 'string') {
    throw failure(
      5654602,
      `${name} requires 'field' to evaluate to type String, but got ${bsonType(value)}`,
    );
  }
  if (value.includes('\0')) throw failure(16411, "FieldPath field names may not contain '\\0'.");
  return value;
}

function setField(name: string, operand: unknown, known: string[], scope: Scope): Node {
  const nodes = namedArguments(name, operand, known, known, scope);
  return (env) => {
    const input = nodes.input?.(env);
    const field = fieldName(name, nodes.field?.(env));
    if (input === undefined || input === null) return null;
    if (!isDocument(input)) {
      throw failure(
        4161105,
        `${name} requires 'input' to evaluate to type Object, but got ${bsonType(input)}`,
      );
    }
    const result = copyDocument(input);
    const value = nodes.value?.(env);
    if (value === undefined) delete result[field];
    else setOwn(result, field, value);
    return result;
  };
}
