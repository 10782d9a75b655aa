#!/usr/bin/env bash
# What one would guess: an AVIF whose colours are stored multiplied by their transparency is read by sharp
#   like any other: sharp hands out plain colours.
# What happens: it hands out the multiplied numbers as if they were plain, and `metadata()` says nothing of
#   it. A red of half transparency, 255, 0, 0, comes out as 128, 0, 0. Browsers show it right.
# Why a chat cares: soft shadows and the edges of stickers get a dark rim once a server has stored them anew.
#
# Needs: apt-get install libavif-bin (avifenc, to make the AVIF; seen with 0.11.1) and chromium, node 20, npm.
#   Exits with 1 when it no longer happens, with 2 when it could not be tried.
set -euo pipefail
for program in avifenc chromium; do
  command -v "$program" >/dev/null || { echo "$program is not there"; exit 2; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sharp@0.35.5 >/dev/null || exit 2
cat >probe.mjs <<'SCRIPT'
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';

console.log(`sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}, libheif ${sharp.versions.heif}`);
const create = { width: 64, height: 64, channels: 4, background: { r: 255, g: 0, b: 0, alpha: 0.5 } };
await sharp({ create }).png().toFile('sticker.png');

/** The pixel that Chromium shows over white. */
const show = (file) => {
  const style = 'margin:0;background:#fff;overflow:hidden';
  const source = `data:image/avif;base64,${readFileSync(file).toString('base64')}`;
  const page = `<!doctype html><body style="${style}"><img src="${source}">`;
  const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
  const args = ['--headless=new', '--disable-gpu', ...sandbox, '--user-data-dir=profile', '--window-size=300,300'];
  const address = `data:text/html;base64,${Buffer.from(page).toString('base64')}`;
  execFileSync('chromium', [...args, '--screenshot=shown.png', address], { stdio: 'ignore', timeout: 60_000 });
  return sharp('shown.png').removeAlpha().extract({ left: 20, top: 20, width: 1, height: 1 }).raw().toBuffer();
};

const seen = {};
for (const [name, options] of [['plain', []], ['multiplied', ['--premultiply']]]) {
  const file = `${name}.avif`;
  execFileSync('avifenc', [...options, '--min', '0', '--max', '3', 'sticker.png', file], { stdio: 'ignore' });
  seen[name] = {
    'says so (prem)': readFileSync(file).includes('prem'),
    sharp: [...(await sharp(file).raw().toBuffer()).subarray(0, 4)].join(),
    'chromium, over white': [...(await show(file))].join(),
  };
}
console.table(seen);
const red = (value) => Number(value.split(',')[0]);
if (seen.plain['says so (prem)'] || !seen.multiplied['says so (prem)']) process.exit(2);
const asTold =
  red(seen.plain.sharp) > 250 && Math.abs(red(seen.multiplied.sharp) - 128) < 4 &&
  red(seen.plain['chromium, over white']) > 250 && red(seen.multiplied['chromium, over white']) > 250;
process.exit(asTold ? 0 : 1);
SCRIPT
node probe.mjs
