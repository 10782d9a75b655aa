import type { z } from 'zod';
import type { ErrorCode } from '@/lib/shared/errors';

/**
 * One HTTP endpoint: what it takes, what it answers, how it can fail. The route handlers are built
 * from these rows and the OpenAPI document is generated from them, so both always agree with them.
 */
export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for each parameter. */
  path: string;
  summary: string;
  auth: 'required' | 'none';
  status: 200 | 201;
  params?: z.ZodType;
  query?: z.ZodType;
  body?: z.ZodType;
  /** The name of the one file a multipart body may carry instead of the data URL of that name. */
  file?: string;
  /** Names under which a multipart body may carry a file of any kind in its place. */
  anyFiles?: readonly string[];
  response: z.ZodType;
  /** The type of an answer that is a file in place of `response`. */
  download?: string;
  errors: readonly ErrorCode[];
}

/** Keeps the types of a row as exact as they are written. */
export const define = <const E extends Endpoint>(endpoint: E): E => endpoint;
