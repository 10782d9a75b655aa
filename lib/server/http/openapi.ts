import { z } from 'zod';
import { api, type Endpoint } from '@/lib/shared/api';
import { ERROR_MESSAGE, ERROR_STATUS, type ErrorCode } from '@/lib/shared/errors';

const failure = z
  .object({
    success: z.literal(false),
    code: z.enum(Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    fields: z.record(z.string(), z.string()).optional(),
    retryAfterSeconds: z.int().optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Failure' });

interface JsonSchema {
  properties?: Record<string, unknown>;
  required?: string[];
  [keyword: string]: unknown;
}

/** Inputs are described as they are sent, answers as they are received. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
  });
  return rest as JsonSchema;
}

function parameters(endpoint: Endpoint): object[] {
  const groups = [
    { where: 'path', schema: endpoint.params },
    { where: 'query', schema: endpoint.query },
  ];
  return groups.flatMap(({ where, schema }) => {
    if (!schema) return [];
    const { properties = {}, required = [] } = jsonSchema(schema, 'input');
    return Object.entries(properties).map(([name, property]) => ({
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      schema: property,
    }));
  });
}

function requestBody(endpoint: Endpoint): object {
  if (!endpoint.body) return {};
  const schema = jsonSchema(endpoint.body, 'input');
  const multipart = endpoint.file && {
    'multipart/form-data': {
      schema: {
        ...schema,
        properties: {
          ...schema.properties,
          [endpoint.file]: { type: 'string', format: 'binary' },
        },
      },
    },
  };
  return {
    requestBody: { required: true, content: { 'application/json': { schema }, ...multipart } },
  };
}

function responses(endpoint: Endpoint): Record<string, object> {
  const answer = jsonSchema(endpoint.response, 'output');
  const success = {
    ...answer,
    properties: { success: { const: true }, ...answer.properties },
    required: ['success', ...(answer.required ?? [])],
  };
  const errors = new Set<ErrorCode>([
    ...endpoint.errors,
    ...(endpoint.auth === 'required' ? (['unauthorized'] as const) : []),
    'internal',
    'unavailable',
  ]);
  return {
    [endpoint.status]: {
      description: 'Done.',
      content: { 'application/json': { schema: success } },
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
  for (const [operationId, endpoint] of Object.entries<Endpoint>(api)) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][endpoint.method.toLowerCase()] = {
      operationId,
      summary: endpoint.summary,
      security: endpoint.auth === 'required' ? [{ bearer: [] }, { cookie: [] }] : [],
      parameters: parameters(endpoint),
      ...requestBody(endpoint),
      responses: responses(endpoint),
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Parley', version: '1', description: 'Direct messages over HTTP.' },
    paths,
    components: {
      schemas: { Failure: jsonSchema(failure, 'output') },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'authjs.session-token' },
      },
    },
  };
}
