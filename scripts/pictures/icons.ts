// `npm run icons`: draws the pictures of the installed app from app/icon.svg.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

const ROOT = path.resolve(import.meta.dirname, '../..');
const LOGO = readFileSync(path.join(ROOT, 'app/icon.svg'), 'utf8');
/** The side of the logo's own grid. */
const GRID = 32;
const ICO_SIZES = [16, 32, 48];

/** The logo on a ground without round corners: its marks lie within the 80 % that every mask leaves. */
function fullBleed(): string {
  const marks = LOGO.match(/<path[^>]*>/g)?.join('') ?? '';
  const fill = /<rect[^>]*fill="([^"]+)"/.exec(LOGO)?.[1];
  if (!marks || !fill) throw new Error('app/icon.svg no longer is a rect with paths on it.');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${GRID} ${GRID}"><rect width="${GRID}" height="${GRID}" fill="${fill}"/>${marks}</svg>`;
}

function draw(svg: string, side: number): Promise<Buffer> {
  return sharp(Buffer.from(svg), { density: (72 * side) / GRID })
    .resize(side, side)
    .png({ compressionLevel: 9, palette: true })
    .toBuffer();
}

/** An icon file of PNG pictures: a header, one 16-byte entry for each, then the pictures. */
function toIco(pictures: { side: number; png: Buffer }[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { side, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    head.writeUInt8(side, at);
    head.writeUInt8(side, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

async function write(file: string, svg: string, side: number): Promise<void> {
  writeFileSync(path.join(ROOT, file), await draw(svg, side));
}

await write('public/icons/icon-192.png', LOGO, 192);
await write('public/icons/icon-512.png', LOGO, 512);
await write('public/icons/maskable-192.png', fullBleed(), 192);
await write('public/icons/maskable-512.png', fullBleed(), 512);
// Phones of this kind round the corners themselves.
await write('app/apple-icon.png', fullBleed(), 180);
// What Android shows in its status bar: only its shape counts.
const shape = LOGO.replace(/<rect[^>]*>/, '').replace(/ ?viewBox="[^"]*"/, ' viewBox="5 4 22 22"');
await write('public/icons/badge-96.png', shape, 96);
const pictures = await Promise.all(
  ICO_SIZES.map(async (side) => ({ side, png: await draw(LOGO, side) })),
);
writeFileSync(path.join(ROOT, 'app/favicon.ico'), toIco(pictures));
