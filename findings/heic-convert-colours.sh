#!/usr/bin/env bash
# What one would guess: heic-convert turns a HEIC photo into a JPEG of the same colours: it either converts
#   them to sRGB or takes the colour profile along.
# What happens: it does neither. The numbers of the file's own colour space come out, and the profile is
#   left behind, so that every reader takes them for sRGB. A red of 220, 40, 40 comes out as 202, 60, 50.
#   libheif-js, below it, gives numbers of that space without saying which (`display`).
# Why a chat cares: phones take HEIC in Display P3, so every such photo comes out paler than it was.
#
# Needs: apt-get install libheif-examples (heif-enc, to make a HEIC; seen with 1.15.1), node 20, npm. Exits
#   with 1 when it no longer happens, with 2 when it could not be tried.
set -euo pipefail
command -v heif-enc >/dev/null || { echo 'heif-enc is not there'; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund heic-convert@2.1.0 libheif-js@1.23.2 sharp@0.35.5 >/dev/null || exit 2
cat >probe.mjs <<'SCRIPT'
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import convert from 'heic-convert';
import sharp from 'sharp';

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
console.log(`node ${process.versions.node}, heic-convert ${version('heic-convert')}, libheif-js ${version('libheif-js')}`);

const create = { width: 64, height: 64, channels: 3, background: { r: 220, g: 40, b: 40 } };
await sharp({ create }).withIccProfile('p3', { attach: true }).png().toFile('photo.png');
execFileSync('heif-enc', ['-q', '95', 'photo.png', '-o', 'photo.heic'], { stdio: 'ignore' });
const heic = readFileSync('photo.heic');
const jpeg = Buffer.from(await convert({ buffer: heic, format: 'JPEG', quality: 1 }));

const read = async (image) => [...(await image.removeAlpha().raw().toBuffer()).subarray(0, 3)];
const [right, seen] = [await read(sharp('photo.png')), await read(sharp(jpeg))];
const { icc } = await sharp(jpeg).metadata();
/** A box `colr` of the kind `prof` holds a profile. */
const profiled = heic.includes('colrprof');
console.log({ 'the photo': right, 'what heic-convert makes of it': seen });
console.log({ 'profile in the HEIC': profiled, 'profile in the JPEG': icc !== undefined });
if (!profiled) process.exit(2);
const far = Math.max(...right.map((value, index) => Math.abs(value - seen[index])));
process.exit(far > 8 && icc === undefined ? 0 : 1);
SCRIPT
node probe.mjs
