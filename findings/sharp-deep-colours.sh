#!/usr/bin/env bash
# What one would guess: sharp turns every picture into sRGB on the way out unless it is told otherwise,
#   so that one with a Display P3 profile comes out with the same colours, however many bits it has.
# What happens: with 8 bits it does. With 16 bits P3's numbers come out, and without P3's profile: a
#   red of 220, 40, 40 becomes 202, 59, 50. `pipelineColourspace('srgb')` mends RGB of 16 bits.
# Why a chat cares: exports of photo editors and AVIFs of 10 bits are such pictures; photos of people
#   look washed out, and nobody can say why.
#
# Needs: node 20, npm. Exits with 1 when it no longer happens.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sharp@0.35.5 >/dev/null
cat >probe.mjs <<'SCRIPT'
import sharp from 'sharp';

const create = { width: 8, height: 8, channels: 3, background: { r: 220, g: 40, b: 40 } };
const profiled = await sharp({ create }).withIccProfile('p3', { attach: true }).png().toBuffer();
const { icc } = await sharp(profiled).metadata();
console.log(`sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}`);

/** The same colour, as numbers of Display P3, with 8 or 16 bits. */
const make = (deep) => {
  const image = sharp(profiled).pipelineColourspace(deep ? 'rgb16' : 'srgb').keepIccProfile();
  return (deep ? image.toColourspace('rgb16') : image).png().toBuffer();
};
const read = async (image) => [...(await image.raw().toBuffer()).subarray(0, 3)];
const far = (a, b) => Math.max(...a.map((value, index) => Math.abs(value - b[index])));

const [eight, sixteen] = [await make(false), await make(true)];
const right = await read(sharp(eight));
const wrong = await read(sharp(sixteen));
const mended = await read(sharp(sixteen).pipelineColourspace('srgb'));
console.log({ profile: icc?.length, 'as it is': await sharp(sixteen).metadata().then(({ space }) => space) });
console.log({ '8 bits': right, '16 bits': wrong, '16 bits, told': mended });
process.exit(far(right, wrong) > 8 && far(right, mended) <= 3 ? 0 : 1);
SCRIPT
node probe.mjs
