/**
 * `fetch` that asks for nothing but gzip. By itself it asks servers of https for Brotli as well, whose
 * decoder in Node has a fault in every version without a fix of autumn 2026, see `isNodePatched`.
 */
export const fetchGzip: typeof fetch = (input, init) => {
  const request = new Request(input, init);
  request.headers.set('accept-encoding', 'gzip');
  return fetch(request);
};
