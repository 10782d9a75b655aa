import type { Collation } from './collation';
import { notSupported } from './mongo-error';
import type { Document } from './values';
export interface ExpressionOptions {
  collation?: Collation;
  variables?: Record<string, unknown>;
}
export type Expression = (doc: Document) => unknown;
export function compileExpression(_spec: unknown, _options: ExpressionOptions): Expression {
  throw notSupported('`$expr`');
}
