/*
 * The types shared by the files of this folder. Operators get the compile function through their
 * scope or context instead of importing it, which would be a circular import.
 */
import type { Collation } from '../bson/collation';
import type { Document } from '../bson/values';

/** A compiled expression. It returns undefined for a missing value. */
export type Expression = (doc: Document) => unknown;

export interface ExpressionOptions {
  collation?: Collation | undefined;
  /** Values of `let` variables. */
  variables?: Record<string, unknown> | undefined;
  /** There is no document: field paths are an error. */
  constant?: boolean;
}

/** Offsets of named time zones, remembered for one expression. */
export type Zones = Map<string, Intl.DateTimeFormat>;

/** What operators get besides their arguments. */
export interface Evaluation {
  collation: Collation | undefined;
  /** One instant for the whole expression. */
  now: Date;
  zones: Zones;
}

/** An operator of evaluated arguments. */
export interface Operator {
  min: number;
  max: number;
  named?: undefined;
  run(args: unknown[], evaluation: Evaluation): unknown;
}

/** An operator with named arguments; `required` ones are checked when compiling. */
export interface NamedOperator {
  named: readonly string[];
  required: readonly string[];
  run(args: Record<string, unknown>, evaluation: Evaluation): unknown;
}

/** What is known when an expression is compiled. */
export interface Scope {
  names: ReadonlySet<string>;
  constant: boolean;
  evaluation: Evaluation;
  compile(spec: unknown, scope: Scope): Node;
}

/** What an expression is evaluated against. */
export interface Env {
  root: Document;
  variables: Record<string, unknown>;
}

export type Node = (env: Env) => unknown;

/**
 * What is true of every matching document, stated about the index keys of a path: one of them is
 * equal to, above, below ... the value. `in` lists its `values`; `regexPrefix` means a string that
 * begins with `value`, or one of `values` (a stored regular expression matches itself); `exists`
 * that the field is there. Other documents may meet it too, so each must still be tested.
 */
export type Constraint =
  | { kind: 'and'; all: Constraint[] }
  | { kind: 'or'; any: Constraint[] }
  | {
      kind: 'path';
      path: string;
      op: 'eq' | 'in' | 'gt' | 'gte' | 'lt' | 'lte' | 'exists' | 'regexPrefix';
      value: unknown;
      values?: unknown[];
    }
  | { kind: 'other' };

/** What a successful match records for the positional operator. */
export interface MatchDetails {
  index?: number;
}

/** A predicate on the values of one field. */
export type FieldTest =
  | {
      kind: 'leaf';
      /** Tests one value; undefined is a missing field. */
      single(value: unknown, details?: MatchDetails): boolean;
      /** Whether an array at the end of the path is also tested element by element. */
      expand: boolean;
      constrain(path: string): Constraint;
      equal?: { value: unknown };
    }
  | { kind: 'not'; test: FieldTest }
  | { kind: 'all'; tests: FieldTest[] };

export interface OperatorContext {
  collation: Collation | undefined;
  /** Compiles a whole filter, for `$elemMatch`. */
  compileDocument(filter: Document): {
    test(doc: Document, details?: MatchDetails): boolean;
    constraints: Constraint;
  };
}
