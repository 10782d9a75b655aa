import { parseArgs } from 'node:util';

export const FAULT_KINDS = [
  'cut',
  'delay',
  'blackhole',
  'kill',
  'restart',
  'pause',
  'redis',
  'reload',
  'skew',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

const SABOTAGES = ['skip-resync', 'ignore-rev', 'drop-unique-index', 'spoil-files'] as const;
export type Sabotage = (typeof SABOTAGES)[number];

export interface ChaosOptions {
  seed: number;
  people: number;
  /** How long people write and faults run; settling comes on top. */
  seconds: number;
  messages: number;
  nodes: 1 | 2;
  faults: readonly FaultKind[];
  /** Whether people also edit, delete and react. */
  hasChanges: boolean;
  sabotage: Sabotage | null;
  /** How long everybody may take to agree once the faults have ended. */
  settleSeconds: number;
  say(line: string): void;
}

export interface Command {
  options: ChaosOptions;
  isBaseline: boolean;
  /** Keep the figures in docs/reliability.md. */
  isWritten: boolean;
}

export const DEFAULTS = {
  seed: 1,
  people: 20,
  seconds: 300,
  messages: 50_000,
  nodes: 1,
  faults: FAULT_KINDS,
  hasChanges: true,
  sabotage: null,
  settleSeconds: 120,
} as const;

function readCount(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`--${name} must be a whole number`);
  return value;
}

function readOneOf<T extends string>(name: string, text: string, known: readonly T[]): T {
  const found = known.find((each) => each === text);
  if (!found) throw new Error(`--${name}: "${text}" is none of ${known.join(', ')}`);
  return found;
}

/** Reads the command line. Throws an Error that says what is wrong with it. */
export function readCommand(args: string[], say: (line: string) => void): Command {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string' },
      people: { type: 'string' },
      seconds: { type: 'string' },
      messages: { type: 'string' },
      nodes: { type: 'string' },
      faults: { type: 'string' },
      sabotage: { type: 'string' },
      settle: { type: 'string' },
      'no-changes': { type: 'boolean', default: false },
      baseline: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
    },
  });
  const nodes = readCount('nodes', values.nodes, DEFAULTS.nodes);
  if (nodes !== 1 && nodes !== 2) throw new Error('--nodes must be 1 or 2');
  const people = readCount('people', values.people, DEFAULTS.people);
  if (people < 2) throw new Error('--people must be at least 2');
  return {
    isBaseline: values.baseline,
    isWritten: values.write,
    options: {
      seed: readCount('seed', values.seed, DEFAULTS.seed),
      people,
      seconds: readCount('seconds', values.seconds, DEFAULTS.seconds),
      messages: readCount('messages', values.messages, DEFAULTS.messages),
      nodes,
      faults:
        values.faults === undefined
          ? DEFAULTS.faults
          : values.faults
              .split(',')
              .filter(Boolean)
              .map((kind) => readOneOf('faults', kind, FAULT_KINDS)),
      hasChanges: !values['no-changes'],
      sabotage:
        values.sabotage === undefined ? null : readOneOf('sabotage', values.sabotage, SABOTAGES),
      settleSeconds: readCount('settle', values.settle, DEFAULTS.settleSeconds),
      say,
    },
  };
}
