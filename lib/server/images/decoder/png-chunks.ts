import { deflateSync } from 'node:zlib';

/** What of a PNG is known before anything decodes it. */
export interface PngInfo {
  width: number;
  height: number;
  hasIcc: boolean;
  isSrgb: boolean;
  /** As written: 45455 for the usual 1/2.2. */
  gamma: number | null;
  /** White, red, green and blue as x and y of CIE 1931. */
  chromaticities: number[] | null;
  /** Numbers of ITU-T H.273, only when they speak of full-range RGB. */
  cicp: { primaries: number; transfer: number } | null;
  /** cd/m2, of the brightest pixel. */
  maxLuminance: number | null;
}

const SIGNATURE_BYTES = 8;
/** Length, type and checksum around a chunk's data. */
const CHUNK_FRAME_BYTES = 12;
const HEADER_END = SIGNATURE_BYTES + CHUNK_FRAME_BYTES + 13;
const MAX_LUMINANCE_UNIT = 0.0001;

/** Reads the chunks in front of the pixels. Throws RangeError when the file ends among them. */
export function readPng(bytes: Uint8Array): PngInfo {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const info: PngInfo = {
    width: view.getUint32(16),
    height: view.getUint32(20),
    hasIcc: false,
    isSrgb: false,
    gamma: null,
    chromaticities: null,
    cicp: null,
    maxLuminance: null,
  };
  for (let at = SIGNATURE_BYTES; ; at += CHUNK_FRAME_BYTES + view.getUint32(at)) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const data = at + 8;
    if (type === 'IDAT' || type === 'IEND') return info;
    if (type === 'iCCP') info.hasIcc = true;
    if (type === 'sRGB') info.isSrgb = true;
    if (type === 'gAMA') info.gamma = view.getUint32(data);
    if (type === 'cHRM') {
      info.chromaticities = Array.from(
        { length: 8 },
        (_, index) => view.getUint32(data + 4 * index) / 100_000,
      );
    }
    if (type === 'cLLI') info.maxLuminance = view.getUint32(data) * MAX_LUMINANCE_UNIT || null;
    // The third number is a matrix, which RGB has none of; the last says full range.
    if (type === 'cICP' && view.getUint8(data + 2) === 0 && view.getUint8(data + 3) === 1) {
      info.cicp = { primaries: view.getUint8(data), transfer: view.getUint8(data + 1) };
    }
  }
}

const CRC_TABLE = Int32Array.from({ length: 256 }, (_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function checksum(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

/** The same PNG with a colour profile: the way to give libvips one for pixels that came without. */
export function withIccProfile(png: Buffer, profile: Uint8Array): Buffer {
  const data = Buffer.concat([Buffer.from('icc\0\0', 'latin1'), deflateSync(profile)]);
  const chunk = Buffer.alloc(CHUNK_FRAME_BYTES + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write('iCCP', 4, 'latin1');
  data.copy(chunk, 8);
  chunk.writeUInt32BE(checksum(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return Buffer.concat([png.subarray(0, HEADER_END), chunk, png.subarray(HEADER_END)]);
}
