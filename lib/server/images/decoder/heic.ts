import type { HeifInfo } from '@/lib/server/images/decoder/heif-boxes';
import { Refusal } from '@/lib/server/images/decoder/refusal';

type Libheif = typeof import('libheif-js/wasm-bundle.js')['default'];

/** Pixels of 8 bits a channel, row after row. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
  channels: 3 | 4;
}

/** Numbers of libheif's headers. */
const COLOUR_SPACE_RGB = 1;
const CHROMA_RGB = 10;
const CHROMA_RGBA = 11;
const CHANNEL_INTERLEAVED = 10;
/** Of `struct heif_error` and `struct heif_image_tiling`; the latter's numbers are 4 bytes each. */
const ERROR_BYTES = 12;
const TILING_BYTES = 128;
const TILING = { columns: 1, rows: 2, tileWidth: 3, tileHeight: 4, width: 5, height: 6 } as const;
/** `ignore_transformations` of `struct heif_decoding_options`. */
const OPTION_IGNORE_TRANSFORMS = 1;

/** One decoding: what it has allocated goes with `close`. */
class Decoding {
  readonly #lib: Libheif;
  readonly #scratch: number;
  readonly #file: number;
  readonly #bytes: number;
  readonly #context: number;
  readonly #options: number;
  #handle = 0;

  constructor(lib: Libheif, bytes: Uint8Array) {
    this.#lib = lib;
    this.#scratch = lib._malloc(ERROR_BYTES + TILING_BYTES);
    this.#file = lib._malloc(bytes.length);
    lib.HEAPU8.set(bytes, this.#file);
    this.#bytes = bytes.length;
    this.#context = lib._heif_context_alloc();
    this.#options = lib._heif_decoding_options_alloc();
  }

  open(): void {
    const [lib, error, context] = [this.#lib, this.#scratch, this.#context];
    lib._heif_context_read_from_memory_without_copy(error, context, this.#file, this.#bytes, 0);
    this.#check();
    lib._heif_context_get_primary_image_handle(error, context, this.#result);
    this.#check();
    this.#handle = this.#read(this.#result);
  }

  /** Where calls put what they return beside their error. */
  get #result(): number {
    return this.#scratch + ERROR_BYTES;
  }

  #read(pointer: number): number {
    return this.#lib.HEAP32[pointer / 4] ?? 0;
  }

  #check(): void {
    const code = this.#read(this.#scratch);
    if (code === 0) return;
    throw new Refusal('damaged', new Error(`libheif: ${code}/${this.#read(this.#scratch + 4)}`));
  }

  get hasAlpha(): boolean {
    return this.#lib._heif_image_handle_has_alpha_channel(this.#handle) !== 0;
  }

  tiling(): Record<keyof typeof TILING, number> {
    this.#lib._heif_image_handle_get_image_tiling(this.#scratch, this.#handle, 0, this.#result);
    this.#check();
    const at = (index: number) => this.#read(this.#result + 4 * index);
    return {
      columns: at(TILING.columns),
      rows: at(TILING.rows),
      tileWidth: at(TILING.tileWidth),
      tileHeight: at(TILING.tileHeight),
      width: at(TILING.width),
      height: at(TILING.height),
    };
  }

  /** Hands the pixels of one tile, or of the whole, to `use`, in libheif's own memory. */
  decode<T>(
    tile: { column: number; row: number } | null,
    channels: 3 | 4,
    use: (pixels: Pixels & { stride: number }) => T,
  ): T {
    const lib = this.#lib;
    lib.HEAPU8[this.#options + OPTION_IGNORE_TRANSFORMS] = tile ? 1 : 0;
    const [error, handle, result] = [this.#scratch, this.#handle, this.#result];
    const chroma = channels === 4 ? CHROMA_RGBA : CHROMA_RGB;
    if (tile) {
      const { column, row } = tile;
      lib._heif_image_handle_decode_image_tile(
        error,
        handle,
        result,
        COLOUR_SPACE_RGB,
        chroma,
        this.#options,
        column,
        row,
      );
    } else {
      lib._heif_decode_image(error, handle, result, COLOUR_SPACE_RGB, chroma, this.#options);
    }
    this.#check();
    const image = this.#read(result);
    try {
      const plane = lib._heif_image_get_plane_readonly(image, CHANNEL_INTERLEAVED, result);
      const stride = this.#read(result);
      const width = lib._heif_image_get_width(image, CHANNEL_INTERLEAVED);
      const height = lib._heif_image_get_height(image, CHANNEL_INTERLEAVED);
      // Decoding may have grown the memory: only now is its view the right one.
      const data = lib.HEAPU8.subarray(plane, plane + stride * height);
      return use({ data, width, height, channels, stride });
    } finally {
      lib._heif_image_release(image);
    }
  }

  close(): void {
    const lib = this.#lib;
    if (this.#handle) lib._heif_image_handle_release(this.#handle);
    lib._heif_decoding_options_free(this.#options);
    lib._heif_context_free(this.#context);
    lib._free(this.#file);
    lib._free(this.#scratch);
  }
}

/** Means of squares of `factor` pixels, written into their place in `target`. */
function shrinkInto(
  target: Pixels,
  source: Pixels & { stride: number },
  { left, top, factor }: { left: number; top: number; factor: number },
): void {
  const { channels } = target;
  const width = Math.min(Math.floor(source.width / factor), target.width - left);
  const height = Math.min(Math.floor(source.height / factor), target.height - top);
  const area = factor * factor;
  for (let y = 0; y < height; y++) {
    let out = ((top + y) * target.width + left) * channels;
    if (factor === 1) {
      const start = y * source.stride;
      target.data.set(source.data.subarray(start, start + width * channels), out);
      continue;
    }
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let down = 0; down < factor; down++) {
          const row = (y * factor + down) * source.stride + x * factor * channels + channel;
          for (let across = 0; across < factor; across++) {
            sum += source.data[row + across * channels] ?? 0;
          }
        }
        target.data[out++] = Math.round(sum / area);
      }
    }
  }
}

/** How many times smaller a side may become before the picture is scaled as usual. */
function shrinkFactor(size: { width: number; height: number }, leastLongSide: number): number {
  const longSide = Math.max(size.width, size.height);
  // Powers of two: they divide the tiles that cameras write.
  if (longSide >= 4 * leastLongSide) return 4;
  return longSide >= 2 * leastLongSide ? 2 : 1;
}

/**
 * Decodes a HEIC. Its long side comes out at least `leastLongSide` pixels, if it has as many. Cameras
 * write tiles: these are decoded one by one, so that a large picture is never held in full.
 * `isUpright` tells whether its turns and mirrorings have been applied. Throws Refusal.
 */
export async function decodeHeic(
  bytes: Uint8Array,
  info: HeifInfo,
  leastLongSide: number,
): Promise<{ pixels: Pixels; isUpright: boolean }> {
  // 2 MB of code, for one kind of picture.
  const { default: lib } = await import('libheif-js/wasm-bundle.js');
  const decoding = new Decoding(lib, bytes);
  try {
    decoding.open();
    const channels = decoding.hasAlpha ? 4 : 3;
    const tiling = decoding.tiling();
    const isTiled = info.isGrid && !info.hasCrop && channels === 3 && tiling.columns > 0;
    const factor = shrinkFactor(isTiled ? tiling : info, leastLongSide);
    const makePixels = (size: { width: number; height: number }): Pixels => {
      const width = Math.max(1, Math.floor(size.width / factor));
      const height = Math.max(1, Math.floor(size.height / factor));
      return { data: new Uint8Array(width * height * channels), width, height, channels };
    };
    if (!isTiled) {
      const pixels = decoding.decode(null, channels, (source) => {
        const whole = makePixels(source);
        shrinkInto(whole, source, { left: 0, top: 0, factor });
        return whole;
      });
      return { pixels, isUpright: true };
    }
    const { columns, rows, tileWidth, tileHeight } = tiling;
    if (tileWidth % factor !== 0 || tileHeight % factor !== 0) throw new Refusal('too_costly');
    const pixels = makePixels(tiling);
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const [left, top] = [(column * tileWidth) / factor, (row * tileHeight) / factor];
        decoding.decode({ column, row }, channels, (source) =>
          shrinkInto(pixels, source, { left, top, factor }),
        );
      }
    }
    return { pixels, isUpright: false };
  } finally {
    decoding.close();
  }
}
