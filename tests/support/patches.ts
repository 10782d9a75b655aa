import sharp from 'sharp';

/** Plain squares side by side, from black to white and some colours: parts of the full value. */
const PATCHES = [
  ...[0, 1, 2, 3, 4, 5, 6, 7, 8].map((step) => [step / 8, step / 8, step / 8] as const),
  [0.58, 0.58, 0.58],
  [0.86, 0.157, 0.157],
  [0.2, 0.6, 0.9],
  [0.58, 0.3, 0.1],
  [0.3, 0.7, 0.3],
] as const;
export const PATCH_SIDE = 32;
export const PATCH_COUNT = PATCHES.length;

/** The patches as a PNG without a word on what its numbers mean. */
export function makePatches(bits: 8 | 16): Promise<Buffer> {
  const width = PATCH_COUNT * PATCH_SIDE;
  const pixels = new Uint16Array(width * PATCH_SIDE * 3);
  for (let y = 0; y < PATCH_SIDE; y++) {
    for (let x = 0; x < width; x++) {
      const patch = PATCHES[Math.floor(x / PATCH_SIDE)] ?? [0, 0, 0];
      for (const [channel, value] of patch.entries()) {
        pixels[(y * width + x) * 3 + channel] = Math.round(value * 65_535);
      }
    }
  }
  const image = sharp(pixels, { raw: { width, height: PATCH_SIDE, channels: 3 } });
  return image
    .toColourspace(bits === 16 ? 'rgb16' : 'srgb')
    .png()
    .toBuffer();
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = -1;
  for (const byte of body) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(~crc >>> 0, 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** The PNG with more chunks behind its head; sharp's own word on colours is taken out. */
export function withPngChunks(png: Buffer, chunks: Record<string, number[] | Buffer>): Buffer {
  const parts = [png.subarray(0, 8)];
  for (let at = 8; at < png.length; ) {
    const end = at + 12 + png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    if (!['iCCP', 'sRGB', 'gAMA', 'cHRM', 'pHYs'].includes(type)) parts.push(png.subarray(at, end));
    if (type === 'IHDR') {
      for (const [name, data] of Object.entries(chunks)) {
        parts.push(pngChunk(name, Buffer.isBuffer(data) ? data : uint32s(data)));
      }
    }
    at = end;
  }
  return Buffer.concat(parts);
}

function uint32s(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}
