import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Random } from '../support/random';
import { hostileText, hostileValue } from './values';

/** The part of JSON Schema that zod writes for what the endpoints take. */
interface JsonSchema {
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minimum?: number;
  maximum?: number;
}

/** Ids and texts that exist, so that calls reach further than the first check. */
export interface Known {
  userIds: readonly string[];
  /** Of people nobody calls as: the administrator among the callers may disable and delete them. */
  spareIds: readonly string[];
  messageIds: readonly string[];
  others: readonly string[];
}

const written = new WeakMap<z.ZodType, JsonSchema>();

function schemaOf(type: z.ZodType): JsonSchema {
  const known = written.get(type);
  if (known) return known;
  const schema = z.toJSONSchema(type, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  written.set(type, schema);
  return schema;
}

function fittingText(schema: JsonSchema, random: Random, known: Known): string {
  if (schema.format === 'uuid') return randomUUID();
  if (schema.format?.startsWith('date')) return new Date(random.index(2e12)).toISOString();
  if (schema.pattern?.includes('24')) {
    return random.pick([...known.userIds, ...known.messageIds]);
  }
  if (schema.pattern?.includes('\\d')) return String(random.index(120));
  return random.pick(known.others);
}

function fitValue(schema: JsonSchema, random: Random, known: Known): unknown {
  // A fifth of everything is not what is asked for.
  if (random.chance(0.2)) return hostileValue(random);
  if (schema.anyOf) return fitValue(random.pick(schema.anyOf), random, known);
  if (schema.enum) return random.pick(schema.enum);
  if (schema.const !== undefined) return schema.const;
  const type = Array.isArray(schema.type) ? random.pick(schema.type) : schema.type;
  switch (type) {
    case 'object':
      return fitProperties(schema, random, known);
    case 'array':
      return Array.from({ length: random.index(6) }, () =>
        fitValue(schema.items ?? {}, random, known),
      );
    case 'integer':
    case 'number':
      return Math.floor(random.between(schema.minimum ?? 0, Math.min(schema.maximum ?? 100, 1e6)));
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    case 'string':
      return fittingText(schema, random, known);
    default:
      return hostileValue(random);
  }
}

function fitProperties(schema: JsonSchema, random: Random, known: Known): Record<string, unknown> {
  const entries = Object.entries(schema.properties ?? {})
    .filter(() => random.chance(0.85))
    .map(([name, each]) => [name, fitValue(each, random, known)] as const);
  if (random.chance(0.1)) entries.push([hostileText(random), hostileValue(random)]);
  return Object.fromEntries(entries);
}

/** Something that a schema takes, nearly: most parts fit, some are anything. */
export function nearlyFitting(type: z.ZodType, random: Random, known: Known): unknown {
  return fitValue(schemaOf(type), random, known);
}
