import type { FileReader } from 'tus-js-client';

/** Reads a Blob for the upload library where there is no browser, whose Node build knows none. */
export const blobReader: FileReader = {
  async openFile(input) {
    if (!(input instanceof Blob)) throw new TypeError('not a Blob');
    return {
      size: input.size,
      async slice(start, end) {
        const bytes = Buffer.from(await input.slice(start, end).arrayBuffer());
        // From this the library takes the length of the request.
        return { value: Object.assign(bytes, { size: bytes.length }), done: end >= input.size };
      },
      close: () => {},
    };
  },
};
