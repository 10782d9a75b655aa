import { z } from 'zod';
import { sessionCookieName } from '@/lib/server/auth/cookie';
import { api, type Endpoint } from '@/lib/shared/api';
import { ERROR_MESSAGE } from '@/lib/shared/error-messages';
import { ERROR_STATUS, type ErrorCode } from '@/lib/shared/errors';

const failure = z
  .object({
    success: z.literal(false),
    code: z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    fields: z.record(z.string(), z.string()).optional(),
    problems: z
      .record(z.string(), z.object({ reason: z.string(), limit: z.int().optional() }))
      .optional()
      .meta({ description: 'The same as `fields`, for programs.' }),
    reason: z.string().optional(),
    retryAfterSeconds: z.int().optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Failure' });

interface JsonSchema {
  properties?: Record<string, unknown>;
  required?: string[];
  [keyword: string]: unknown;
}

/** The shapes with a name of their own, gathered while the endpoints are described. */
type Shapes = Record<string, unknown>;

/**
 * Inputs are described as they are sent, answers as they are received. Shapes with a name move to
 * `shapes`, where every reference looks for them.
 */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', shapes: Shapes): JsonSchema {
  const described = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' }));
  const {
    $schema: _,
    $defs,
    ...rest
  } = JSON.parse(described.replaceAll('#/$defs/', '#/components/schemas/')) as JsonSchema & {
    $defs?: Shapes;
  };
  Object.assign(shapes, $defs);
  return rest;
}

function parameters(endpoint: Endpoint, shapes: Shapes): object[] {
  const groups = [
    { where: 'path', schema: endpoint.params },
    { where: 'query', schema: endpoint.query },
  ];
  return groups.flatMap(({ where, schema }) => {
    if (!schema) return [];
    const { properties = {}, required = [] } = jsonSchema(schema, 'input', shapes);
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      schema: property,
    }));
  });
}

function requestBody(endpoint: Endpoint, shapes: Shapes): object {
  if (!endpoint.body) return {};
  const schema = jsonSchema(endpoint.body, 'input', shapes);
  const multipart = endpoint.file && {
    'multipart/form-data': {
      schema: {
        ...schema,
        properties: {
          ...schema.properties,
          ...Object.fromEntries(
            [endpoint.file, ...(endpoint.anyFiles ?? [])].map((name) => [
              name,
              { type: 'string', format: 'binary' },
            ]),
          ),
        },
      },
    },
  };
  return {
    requestBody: { required: true, content: { 'application/json': { schema }, ...multipart } },
  };
}

function responses(endpoint: Endpoint, shapes: Shapes): Record<string, object> {
  const answer = jsonSchema(endpoint.response, 'output', shapes);
  const success = {
    ...answer,
    properties: { success: { const: true }, ...answer.properties },
    required: ['success', ...(answer.required ?? [])],
  };
  const errors = new Set<ErrorCode>([
    ...endpoint.errors,
    ...(endpoint.auth === 'required' ? (['unauthorized', 'rate_limited'] as const) : []),
    'internal',
    'unavailable',
  ]);
  return {
    [endpoint.status]: {
      description: 'Done.',
      content: endpoint.download
        ? { [endpoint.download]: { schema: { type: 'string', format: 'binary' } } }
        : { 'application/json': { schema: success } },
    },
    ...Object.fromEntries(
      [...errors].map((code) => [
        ERROR_STATUS[code],
        {
          description: ERROR_MESSAGE[code],
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Failure' } } },
        },
      ]),
    ),
  };
}

/** The OpenAPI 3.1 document of every endpoint, made from the rows the routes themselves are made of. */
export function openApiDocument(): object {
  const paths: Record<string, Record<string, object>> = {};
  const shapes: Shapes = {};
  for (const [operationId, endpoint] of Object.entries<Endpoint>(api)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][endpoint.method.toLowerCase()] = {
      operationId,
      summary: endpoint.summary,
      security: endpoint.auth === 'required' ? [{ bearer: [] }, { cookie: [] }] : [],
      parameters: parameters(endpoint, shapes),
      ...requestBody(endpoint, shapes),
      responses: responses(endpoint, shapes),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Parley', version: '1', description: 'Direct messages over HTTP.' },
    paths,
    components: {
      schemas: { ...shapes, Failure: jsonSchema(failure, 'output', shapes) },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: sessionCookieName() },
      },
    },
  };
}
