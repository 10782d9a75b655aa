import type { Collation } from '../bson/collation';
import { compareValues, typeRank, valuesEqual } from '../bson/order';
import type { Index } from '../storage/catalog';
import { flatten, isScalar, type PathConstraint } from './bounds';

/** True when every document that meets the constraints is in the partial index. */
export function implies(
  index: Index,
  paths: PathConstraint[],
  collation: Collation | undefined,
): boolean {
  if (!index.partial || collation || index.collation) return false;
  return flatten(index.partial.constraints).every(
    (need) =>
      need.kind === 'path' && paths.some((have) => have.path === need.path && covers(need, have)),
  );
}

/** Whether `have` implies `need`, both on one path. */
function covers(need: PathConstraint, have: PathConstraint): boolean {
  const values =
    have.op === 'eq' ? [have.value] : have.op === 'in' ? (have.values ?? []) : undefined;
  if (values && !values.every(isScalar)) return false;
  const range = ['gt', 'gte', 'lt', 'lte'].includes(have.op) && isScalar(have.value);
  switch (need.op) {
    case 'exists':
      if (need.value === false) return false;
      return values !== undefined || range || (have.op === 'exists' && have.value !== false);
    case 'eq':
      return values?.every((value) => valuesEqual(value, need.value)) ?? false;
    case 'in':
      return (
        values?.every((value) => need.values?.some((other) => valuesEqual(value, other))) ?? false
      );
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      if (values) return values.every((value) => satisfies(need, value));
      return range && narrower(need, have);
    default:
      return false;
  }
}

function satisfies(need: PathConstraint, value: unknown): boolean {
  if (typeRank(value) !== typeRank(need.value)) return false;
  const order = compareValues(value, need.value);
  if (need.op === 'gt') return order > 0;
  if (need.op === 'gte') return order >= 0;
  return need.op === 'lt' ? order < 0 : order <= 0;
}

function narrower(need: PathConstraint, have: PathConstraint): boolean {
  if (need.op[0] !== have.op[0] || typeRank(have.value) !== typeRank(need.value)) return false;
  const order = compareValues(have.value, need.value);
  if (order === 0) return need.op.endsWith('e') || have.op === need.op;
  return need.op.startsWith('g') ? order > 0 : order < 0;
}
