/** As much of a page as browsers look through for its encoding. */
const HEAD_BYTES = 1_024;
const IN_TYPE = /;\s*charset\s*=\s*["']?([\w:.-]+)/i;
const IN_PAGE = /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)/i;

function decoderFor(label: string | undefined): TextDecoder | null {
  if (!label) return null;
  try {
    return new TextDecoder(label);
  } catch {
    return null;
  }
}

/** A byte order mark says more than anything else does. */
function markOf(body: Uint8Array): string | undefined {
  const [first, second, third] = body;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return undefined;
}

/** The text of a page, by its mark, what its server says, what it says itself, or else as UTF-8. Never throws. */
export function decodePage(body: Uint8Array, contentType: string): string {
  const head = Buffer.from(body.subarray(0, HEAD_BYTES)).toString('latin1');
  const decoder =
    decoderFor(markOf(body)) ??
    decoderFor(IN_TYPE.exec(contentType)?.[1]) ??
    decoderFor(IN_PAGE.exec(head)?.[1]) ??
    new TextDecoder();
  return decoder.decode(body);
}
