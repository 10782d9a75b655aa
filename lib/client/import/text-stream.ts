const CHUNK_BYTES = 4 * 1024 * 1024;

/** The text of a file, some megabytes at a time: exports of hundreds of them exist. */
export async function* textChunks(blob: Blob): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for (let start = 0; start < blob.size; start += CHUNK_BYTES) {
    const bytes = await blob.slice(start, start + CHUNK_BYTES).arrayBuffer();
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder.decode();
}

/** The lines of a file that are not empty. */
export async function* textLines(blob: Blob): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of textChunks(blob)) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) yield line;
  }
  if (rest.trim()) yield rest;
}

/** The beginning of a file, to tell what it is. */
export const textHead = (blob: Blob, bytes = 64 * 1024): Promise<string> =>
  blob.slice(0, bytes).text();
