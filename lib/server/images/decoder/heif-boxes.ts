/** What of a HEIF or AVIF file is known before anything decodes it. */
export interface HeifInfo {
  width: number;
  height: number;
  /** Tiles beside and below each other; 1 and 1 for a picture in one piece. */
  isGrid: boolean;
  hasCrop: boolean;
  /** In their order: quarter turns against the clock, or which sides change places. */
  transforms: ({ turnsLeft: number } | { mirror: 'top-bottom' | 'left-right' })[];
  icc: Uint8Array | null;
  /** Numbers of ITU-T H.273. */
  nclx: { primaries: number; transfer: number } | null;
  /** cd/m2, of the brightest pixel. */
  maxLuminance: number | null;
  isPremultiplied: boolean;
  /** Of AV1 in one piece: whether colour has less detail than light, and more than 8 bits. */
  av1: { isSubsampled: boolean; isDeep: boolean } | null;
}

interface Box {
  type: string;
  start: number;
  end: number;
}

/** Thrown for files whose boxes contradict themselves. */
class HeifError extends Error {
  override readonly name = 'HeifError';
}

const BOXES_MAX_COUNT = 4_096;

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** A number of `size` bytes, big-endian. */
  number(at: number, size: 1 | 2 | 4 | 8): number {
    if (at < 0 || at + size > this.#bytes.length) throw new HeifError('a box ends early');
    if (size === 1) return this.#view.getUint8(at);
    if (size === 2) return this.#view.getUint16(at);
    if (size === 4) return this.#view.getUint32(at);
    return this.#view.getUint32(at) * 2 ** 32 + this.#view.getUint32(at + 4);
  }

  text(at: number): string {
    return String.fromCharCode(...this.#bytes.subarray(at, at + 4));
  }

  slice(start: number, end: number): Uint8Array {
    return this.#bytes.slice(start, end);
  }

  get length(): number {
    return this.#bytes.length;
  }

  boxes(start: number, end: number): Box[] {
    const boxes: Box[] = [];
    let at = start;
    while (at + 8 <= end) {
      let size = this.number(at, 4);
      let header = 8;
      if (size === 1) {
        size = this.number(at + 8, 8);
        header = 16;
      }
      const boxEnd = size === 0 ? end : at + size;
      if (boxEnd < at + header || boxEnd > end)
        throw new HeifError('a box is larger than its file');
      boxes.push({ type: this.text(at + 4), start: at + header, end: boxEnd });
      if (boxes.length > BOXES_MAX_COUNT) throw new HeifError('too many boxes');
      at = boxEnd;
    }
    return boxes;
  }
}

const find = (boxes: readonly Box[], type: string): Box | undefined =>
  boxes.find((box) => box.type === type);

/** The properties of one item, in the order in which they apply. */
function propertiesOf(reader: Reader, iprp: readonly Box[], itemId: number): Box[] {
  const ipco = find(iprp, 'ipco');
  if (!ipco) return [];
  const properties = reader.boxes(ipco.start, ipco.end);
  const own: Box[] = [];
  for (const ipma of iprp.filter(({ type }) => type === 'ipma')) {
    const idSize = reader.number(ipma.start, 1) === 0 ? 2 : 4;
    const indexSize = reader.number(ipma.start + 3, 1) & 1 ? 2 : 1;
    const count = reader.number(ipma.start + 4, 4);
    let at = ipma.start + 8;
    for (let entry = 0; entry < count && at < ipma.end; entry++) {
      const id = reader.number(at, idSize);
      const associations = reader.number(at + idSize, 1);
      at += idSize + 1;
      for (let index = 0; index < associations; index++, at += indexSize) {
        // The highest bit says that the property is essential.
        const number = reader.number(at, indexSize) & (indexSize === 2 ? 0x7fff : 0x7f);
        const property = properties[number - 1];
        if (id === itemId && property) own.push(property);
      }
    }
  }
  return own;
}

function itemType(reader: Reader, meta: readonly Box[], itemId: number): string {
  const iinf = find(meta, 'iinf');
  if (!iinf) return '';
  const start = iinf.start + (reader.number(iinf.start, 1) === 0 ? 6 : 8);
  for (const infe of reader.boxes(start, iinf.end)) {
    const version = reader.number(infe.start, 1);
    if (version < 2) continue;
    const idSize = version === 2 ? 2 : 4;
    if (reader.number(infe.start + 4, idSize) === itemId) {
      return reader.text(infe.start + 4 + idSize + 2);
    }
  }
  return '';
}

/** Whether a `prem` reference goes out from the item: its colours are multiplied by their alpha. */
function isPremultiplied(reader: Reader, meta: readonly Box[], itemId: number): boolean {
  const iref = find(meta, 'iref');
  if (!iref) return false;
  const idSize = reader.number(iref.start, 1) === 0 ? 2 : 4;
  return reader
    .boxes(iref.start + 4, iref.end)
    .some(({ type, start }) => type === 'prem' && reader.number(start, idSize) === itemId);
}

/** Reads the boxes that describe a file's primary picture. Throws HeifError. */
export function readHeif(bytes: Uint8Array): HeifInfo {
  const reader = new Reader(bytes);
  // What is cut off at the end is the decoder's to judge: the description comes first.
  const top: Box[] = [];
  for (let at = 0; at + 8 <= reader.length; ) {
    const isLong = reader.number(at, 4) === 1;
    const size = isLong ? reader.number(at + 8, 8) : reader.number(at, 4);
    const header = isLong ? 16 : 8;
    if (size < header || at + size > reader.length) break;
    top.push({ type: reader.text(at + 4), start: at + header, end: at + size });
    at += size;
  }
  const metaBox = find(top, 'meta');
  if (!metaBox) throw new HeifError('no description');
  const meta = reader.boxes(metaBox.start + 4, metaBox.end);
  const pitm = find(meta, 'pitm');
  const iprpBox = find(meta, 'iprp');
  if (!pitm || !iprpBox) throw new HeifError('no primary picture');
  const itemId = reader.number(pitm.start + 4, reader.number(pitm.start, 1) === 0 ? 2 : 4);
  const iprp = reader.boxes(iprpBox.start, iprpBox.end);
  const info: HeifInfo = {
    width: 0,
    height: 0,
    isGrid: itemType(reader, meta, itemId) === 'grid',
    hasCrop: false,
    transforms: [],
    icc: null,
    nclx: null,
    maxLuminance: null,
    isPremultiplied: isPremultiplied(reader, meta, itemId),
    av1: null,
  };
  for (const box of propertiesOf(reader, iprp, itemId)) describe(reader, box, info);
  if (info.width === 0 || info.height === 0) throw new HeifError('no size');
  return info;
}

function describe(reader: Reader, { type, start, end }: Box, info: HeifInfo): void {
  switch (type) {
    case 'ispe':
      info.width = reader.number(start + 4, 4);
      info.height = reader.number(start + 8, 4);
      return;
    case 'av1C': {
      const flags = reader.number(start + 2, 1);
      info.av1 = { isSubsampled: (flags & 0x08) !== 0, isDeep: (flags & 0x40) !== 0 };
      return;
    }
    case 'clap':
      info.hasCrop = true;
      return;
    case 'irot':
      info.transforms.push({ turnsLeft: reader.number(start, 1) & 3 });
      return;
    case 'imir':
      info.transforms.push({
        mirror: (reader.number(start, 1) & 1) === 0 ? 'top-bottom' : 'left-right',
      });
      return;
    case 'clli':
      info.maxLuminance = reader.number(start, 2) || null;
      return;
    case 'colr': {
      const kind = reader.text(start);
      if (kind === 'prof' || kind === 'rICC') info.icc = reader.slice(start + 4, end);
      if (kind === 'nclx') {
        info.nclx = {
          primaries: reader.number(start + 4, 2),
          transfer: reader.number(start + 6, 2),
        };
      }
      return;
    }
  }
}
