/**
 * One instance of a thing per process. `server.ts` and Next's bundles are separate module graphs,
 * so a module-level variable would exist several times; what must be shared is kept on
 * `globalThis`.
 */
const store = globalThis as typeof globalThis & { __parley?: Map<string, unknown> };

/** Returns the instance called `key`, making it on the first call of the process. */
export function singleton<T>(key: string, make: () => T): T {
  store.__parley ??= new Map();
  const instances = store.__parley;
  if (!instances.has(key)) instances.set(key, make());
  return instances.get(key) as T;
}
