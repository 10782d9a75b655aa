import type { Collation } from '../bson/collation';
import { failure, notSupported } from '../bson/mongo-error';
import { countValue } from '../bson/numbers';
import { bsonType, type Document, isDocument } from '../bson/values';
import { compileExpression } from './expression';
import { checkCount, extremes, FOLDS } from './folds';
import { compareBySort, parseSort } from './sort';
import type { Expression } from './types';

/** Gathers the values of one group. */
interface Accumulation {
  add(doc: Document): void;
  /** undefined is a missing value. */
  result(): unknown;
}

export interface AccumulatorOptions {
  collation?: Collation | undefined;
  variables?: Record<string, unknown> | undefined;
}

type Start = () => Accumulation;
type Compile = (spec: unknown, options: AccumulatorOptions) => Start;

function fields(name: string, spec: unknown, known: string[]): Document {
  if (!isDocument(spec)) {
    throw failure(5787900, `specification must be an object; found ${name}: ${bsonType(spec)}`);
  }
  const unknown = Object.keys(spec).find((field) => !known.includes(field));
  if (unknown !== undefined) {
    throw failure(5787901, `Unknown argument for '${name}' operator: ${unknown}`);
  }
  const missing = known.find((field) => !Object.hasOwn(spec, field));
  if (missing !== undefined) throw failure(5787906, `Missing value for '${missing}' in ${name}`);
  return spec;
}

function countOf(name: string, spec: unknown, options: AccumulatorOptions): number {
  if (isDocument(spec) || (typeof spec === 'string' && spec.startsWith('$'))) {
    throw notSupported(`A computed \`n\` in \`${name}\``);
  }
  return checkCount(compileExpression(spec, options)({}));
}

const COMPILERS: Record<string, Compile> = {
  $count: (spec) => {
    if (!isDocument(spec) || Object.keys(spec).length > 0) {
      throw failure(14, '$count takes no arguments, i.e. $count:{}');
    }
    return () => {
      let count = 0;
      return { add: () => void count++, result: () => countValue(count) };
    };
  },
  $firstN: (spec, options) => inputList('$firstN', spec, options, (list, n) => list.slice(0, n)),
  $lastN: (spec, options) => inputList('$lastN', spec, options, (list, n) => list.slice(-n)),
  $minN: (spec, options) =>
    inputList('$minN', spec, options, (list, n) => extremes(list, n, 1, options.collation)),
  $maxN: (spec, options) =>
    inputList('$maxN', spec, options, (list, n) => extremes(list, n, -1, options.collation)),
  $top: (spec, options) => ranked('$top', spec, options),
  $bottom: (spec, options) => ranked('$bottom', spec, options),
  $topN: (spec, options) => ranked('$topN', spec, options),
  $bottomN: (spec, options) => ranked('$bottomN', spec, options),
};

function inputList(
  name: string,
  spec: unknown,
  options: AccumulatorOptions,
  pick: (list: unknown[], n: number) => unknown[],
): Start {
  const { input, n } = fields(name, spec, ['input', 'n']);
  const expression = compileExpression(input, options);
  const count = countOf(name, n, options);
  return () => {
    const list: unknown[] = [];
    return {
      add: (doc) => void list.push(expression(doc) ?? null),
      result: () => pick(list, count),
    };
  };
}

function ranked(name: string, spec: unknown, options: AccumulatorOptions): Start {
  const many = name.endsWith('N');
  const { n, sortBy, output } = fields(
    name,
    spec,
    many ? ['n', 'sortBy', 'output'] : ['sortBy', 'output'],
  );
  if (!isDocument(sortBy)) throw failure(10065, 'invalid parameter: expected an object (sortBy)');
  const count = many ? countOf(name, n, options) : 1;
  const compare = compareBySort(parseSort(sortBy), options.collation);
  const expression = compileExpression(output, options);
  return () => {
    const docs: Document[] = [];
    return {
      add: (doc) => void docs.push(doc),
      result: () => {
        docs.sort(compare);
        const picked = name.startsWith('$top') ? docs.slice(0, count) : docs.slice(-count);
        const values = picked.map((doc) => expression(doc) ?? null);
        return many ? values : values[0];
      },
    };
  };
}

const REFUSED = new Set(['$accumulator', '$median', '$percentile', '$concatArrays', '$setUnion']);

/** Compiles one accumulator of `$group`, such as `{ $sum: '$n' }`. */
export function compileAccumulator(
  field: string,
  spec: unknown,
  options: AccumulatorOptions,
): Start {
  if (!isDocument(spec)) throw failure(40234, `The field '${field}' must be an accumulator object`);
  const [name, ...others] = Object.keys(spec);
  if (name === undefined || others.length > 0) {
    throw failure(40238, `The field '${field}' must specify one accumulator`);
  }
  const fold = Object.hasOwn(FOLDS, name) ? FOLDS[name] : undefined;
  if (fold) {
    if (Array.isArray(spec[name])) {
      throw failure(40237, `The ${name} accumulator is a unary operator`);
    }
    const expression: Expression = compileExpression(spec[name], options);
    return () => {
      const state = fold(options.collation);
      return { add: (doc) => state.add(expression(doc)), result: () => state.result() };
    };
  }
  const compile = Object.hasOwn(COMPILERS, name) ? COMPILERS[name] : undefined;
  if (compile) return compile(spec[name], options);
  throw REFUSED.has(name)
    ? notSupported(`The accumulator \`${name}\``)
    : failure(15952, `unknown group operator '${name}'`);
}
