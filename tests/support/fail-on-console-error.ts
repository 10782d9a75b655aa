import { afterEach, beforeEach, expect, vi } from 'vitest';

/** Fails any test during which something wrote to console.error: an error nobody expected is a fault. */
let errors: unknown[][] = [];

beforeEach(() => {
  errors = [];
  vi.spyOn(console, 'error').mockImplementation((...args: unknown[]) => {
    errors.push(args);
  });
});

afterEach(() => {
  expect(errors, 'console.error was called').toEqual([]);
});
