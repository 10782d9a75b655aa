/** The kinds of picture that are taken. */
export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'gif' | 'avif' | 'heic';

/** Enough of a file's beginning for `detectImageFormat`. */
export const IMAGE_HEAD_BYTES = 4096;

/** What their makers write into the `ftyp` box: ISO/IEC 23008-12 and the AV1 image file format. */
const AVIF_BRANDS = new Set(['avif', 'avis']);
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);
const BRANDS_MAX_COUNT = 64;

const textAt = (bytes: Uint8Array, start: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(start, start + length));

function listBrands(head: Uint8Array): string[] {
  if (textAt(head, 4, 4) !== 'ftyp') return [];
  const size = new DataView(head.buffer, head.byteOffset).getUint32(0);
  const end = Math.min(size, head.length, 16 + 4 * BRANDS_MAX_COUNT);
  const brands = [textAt(head, 8, 4)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(textAt(head, at, 4));
  return brands;
}

/**
 * The kind of picture that a file's first bytes announce, or null. Names and declared types are often
 * wrong or missing, so nothing else is asked.
 */
export function detectImageFormat(head: Uint8Array): ImageFormat | null {
  if (textAt(head, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (textAt(head, 0, 3) === '\xff\xd8\xff') return 'jpeg';
  if (/^GIF8[79]a/.test(textAt(head, 0, 6))) return 'gif';
  if (textAt(head, 0, 4) === 'RIFF' && textAt(head, 8, 4) === 'WEBP') return 'webp';
  if (head.length < 16) return null;
  const brands = listBrands(head);
  if (brands.some((brand) => AVIF_BRANDS.has(brand))) return 'avif';
  return brands.some((brand) => HEIC_BRANDS.has(brand)) ? 'heic' : null;
}

/** Within which a GIF says of itself that it moves. */
const MARK_BYTES = 1024;
const WEBP_ANIMATION_FLAG = 0x02;

/** Whether a GIF or WebP says of itself that it moves; `head` are its first 1,024 bytes, or more. */
export function isAnimation(head: Uint8Array): boolean {
  const format = detectImageFormat(head);
  if (format === 'gif') return textAt(head, 0, MARK_BYTES).includes('NETSCAPE2.0');
  if (format !== 'webp' || textAt(head, 12, 4) !== 'VP8X') return false;
  return ((head[20] ?? 0) & WEBP_ANIMATION_FLAG) !== 0;
}

/** Whether the picture is an animation of which only the first image can be kept: an APNG or an animated AVIF. */
export function isStilledAnimation(head: Uint8Array): boolean {
  const format = detectImageFormat(head);
  // libvips reads neither's frames. Their makers write these marks before any pixel.
  if (format === 'avif') return textAt(head, 8, 4) === 'avis';
  if (format !== 'png') return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = 8; at + 12 <= head.length; at += 12 + view.getUint32(at)) {
    const type = textAt(head, at + 4, 4);
    if (type === 'acTL') return true;
    if (type === 'IDAT') return false;
  }
  return false;
}
