import { badValue, failure } from '../bson/mongo-error';
import { describeKey } from '../bson/text';
import {
  arrayIndex,
  copyDocument,
  type Document,
  getOwn,
  isDocument,
  setOwn,
} from '../bson/values';
import { type FieldChange, REMOVED, UNCHANGED } from './update-operators';

/** One change of an update at one path; with `$[]` a path means several places in a document. */
export interface Step {
  path: string;
  parts: string[];
  change: FieldChange;
  /** For `$rename`: where the value comes from. */
  source?: string[];
}

/** A condition on array elements, for `$[name]`. */
export interface ArrayFilter {
  matches(item: unknown): boolean;
}

export interface RunContext {
  /** The element that matched the query, for `$`. */
  index: number | undefined;
  filters: Map<string, ArrayFilter>;
}

/** The parts of the path of an update. @throws MongoError 2, 52, 56 */
export function checkedPath(path: string): string[] {
  if (path === '') throw failure(56, 'An empty update path is not valid.');
  const parts = path.split('.');
  if (parts.includes('')) {
    throw failure(
      56,
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  }
  if (parts[0] === '$' || /^\$\[.*\]$/.test(parts[0] ?? '')) {
    const kind =
      parts[0] === '$' ? "positional (i.e. '$')" : "array filter identifier (i.e. '$[<id>]')";
    throw badValue(`Cannot have ${kind} element in the first position in path '${path}'`);
  }
  if (parts.filter((part) => part === '$').length > 1) {
    throw badValue(`Too many positional (i.e. '$') elements found in path '${path}'`);
  }
  const dollar = parts.find(
    (part) => part.startsWith('$') && part !== '$' && !/^\$\[.*\]$/.test(part),
  );
  if (dollar !== undefined) {
    throw failure(
      52,
      `The dollar ($) prefixed field '${dollar}' in '${path}' is not valid for storage.`,
    );
  }
  return parts;
}

/** Adds a path to those of an update. @throws MongoError 40 when one contains the other */
export function reserve(taken: string[][], path: string[]): void {
  for (const other of taken) {
    const shared = other.findIndex((part, i) => part !== path[i]);
    const length = shared === -1 ? other.length : shared;
    const mixed =
      length < Math.min(other.length, path.length) &&
      isArrayPart(other[length]) !== isArrayPart(path[length]);
    if (length === Math.min(other.length, path.length) || mixed) {
      const at = path.slice(0, Math.max(1, length)).join('.');
      throw failure(40, `Updating the path '${path.join('.')}' would create a conflict at '${at}'`);
    }
  }
  taken.push(path);
}

const isArrayPart = (part: string | undefined): boolean => part?.startsWith('$[') === true;

/** The order in which updates are applied: by name, array positions by number. */
export function comparePaths(a: string[], b: string[]): number {
  for (const [i, part] of a.entries()) {
    const other = b[i];
    if (other === undefined) return 1;
    if (part === other) continue;
    const [x, y] = [arrayIndex(part), arrayIndex(other)];
    if (x !== undefined && y !== undefined) return x - y;
    return part < other ? -1 : 1;
  }
  return a.length - b.length;
}

/** Whether a path equals another or is a prefix of it. */
export function overlaps(a: string[], b: string[]): boolean {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The concrete paths in a document for one with `$`, `$[]` or `$[id]`. */
export function concretePaths(
  doc: Document,
  step: Step,
  { index, filters }: RunContext,
): string[][] {
  let paths: Array<{ parts: string[]; value: unknown }> = [{ parts: [], value: doc }];
  for (const part of step.parts) {
    paths = paths.flatMap(({ parts, value }) => {
      if (part === '$') {
        if (index === undefined) {
          throw badValue('The positional operator did not find the match needed from the query.');
        }
        return [{ parts: [...parts, String(index)], value: childOf(value, String(index)) }];
      }
      if (!isArrayPart(part)) return [{ parts: [...parts, part], value: childOf(value, part) }];
      if (value === undefined) {
        throw badValue(
          `The path '${parts.join('.')}' must exist in the document in order to apply array updates.`,
        );
      }
      if (!Array.isArray(value)) {
        throw badValue(
          `Cannot apply array updates to non-array element ${describeKey({ [parts.at(-1) ?? '']: value }).slice(2, -2)}`,
        );
      }
      const filter = filters.get(part.slice(2, -1));
      return value.flatMap((item: unknown, i) =>
        !filter || filter.matches(item) ? [{ parts: [...parts, String(i)], value: item }] : [],
      );
    });
  }
  return paths.map(({ parts }) => parts);
}

/** A field of a document or an element of an array. */
export function childOf(value: unknown, part: string): unknown {
  if (Array.isArray(value)) {
    const index = arrayIndex(part);
    return index === undefined ? undefined : value[index];
  }
  return isDocument(value) ? getOwn(value, part) : undefined;
}

const MAX_PADDING = 1_500_000;

/** A copy of `container` in which the change is made; the container itself when nothing changes. */
export function changeAt(
  container: unknown,
  parts: string[],
  at: number,
  step: Step,
  doc: Document,
): unknown {
  const part = parts[at] ?? '';
  const { change } = step;
  const current = childOf(container, part);
  const last = at === parts.length - 1;
  if (!last && current !== undefined && !isDocument(current) && !Array.isArray(current)) {
    throwUnlessTolerant(step, parts[at + 1], { [part]: current });
    return container;
  }
  if (current === undefined && !last && !change.creates) return container;
  let index: number | undefined;
  if (Array.isArray(container)) {
    index = arrayIndex(part);
    if (index === undefined) {
      throwUnlessTolerant(step, part, { [parts[at - 1] ?? '']: container });
      return container;
    }
    if (index > container.length + MAX_PADDING) {
      throw badValue(`can't backfill array to larger than ${MAX_PADDING} elements`);
    }
    if (index >= container.length && !change.creates) return container;
  }
  const value = last
    ? change.compute(current, doc)
    : changeAt(current ?? {}, parts, at + 1, step, doc);
  if (value === UNCHANGED || value === current) return container;
  if (index !== undefined) {
    const copy: unknown[] = [...(container as unknown[])];
    while (copy.length < index) copy.push(null);
    // Removing an element would move the ones after it, so it becomes null, as in mongod.
    copy[index] = value === REMOVED ? null : value;
    return copy;
  }
  const copy = copyDocument(container as Document);
  if (value === REMOVED) delete copy[part];
  else setOwn(copy, part, value);
  return copy;
}

/** Code 28 for a path that leads through a scalar; the text depends on the operator. */
function throwUnlessTolerant({ change, path }: Step, part: string | undefined, at: Document): void {
  if (change.tolerant) return;
  const element = `{${describeKey(at).slice(2, -2)}}`;
  throw failure(
    28,
    change.creates
      ? `Cannot create field '${part}' in element ${element}`
      : `Cannot use the part (${part}) of (${path}) to traverse the element (${element})`,
  );
}
