#!/usr/bin/env bash
# What one would guess: the orientation in a picture's EXIF counts in every format that can hold EXIF, and
#   sharp's autoOrient() turns a picture as browsers do.
# What happens with a picture of 80 x 40 that says "turn me by a quarter" (orientation 6, in AVIF `irot`):
#            sharp    Chromium 156   Firefox ESR 153   WebKitGTK 2.50
#     JPEG   turned   turned         turned            turned
#     PNG    turned   turned         turned            as it is
#     WebP   turned   as it is       as it is          as it is
#     AVIF   turned   turned         turned            as it is
# Why a chat cares: what a person sees before sending is the browser's picture, what the others get is the
#   server's. A WebP that stood upright lies on its side after it was sent.
#
# Needs: apt-get install chromium firefox-esr libwebkit2gtk-4.1-0 xvfb xauth, node 20, npm. Exits with 1 when
#   it no longer happens, with 2 when it could not be tried.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mini_browser=$(find /usr/lib /usr/libexec -name MiniBrowser -path '*webkit2gtk*' 2>/dev/null | head -1)
for program in chromium firefox-esr xvfb-run "${mini_browser:-MiniBrowser}"; do
  command -v "$program" >/dev/null || { echo "$program is not there"; exit 2; }
done
echo "$(chromium --version 2>/dev/null), $(firefox-esr --version), WebKitGTK $(dpkg-query -W -f='${Version}' libwebkit2gtk-4.1-0 2>/dev/null || echo '?')"
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund sharp@0.35.5 >/dev/null || exit 2
cat >probe.mjs <<'SCRIPT'
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';
import sharp from 'sharp';

const [folder, miniBrowser] = process.argv.slice(2);
console.log(`sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}`);
const formats = ['jpeg', 'png', 'webp', 'avif'];
const create = { width: 80, height: 40, channels: 3, background: { r: 200, g: 60, b: 60 } };
const pictures = {};
const turnedBySharp = {};
for (const format of formats) {
  pictures[`/${format}`] = await sharp({ create }).withMetadata({ orientation: 6 }).toFormat(format).toBuffer();
  const { info } = await sharp(pictures[`/${format}`]).autoOrient().png().toBuffer({ resolveWithObject: true });
  turnedBySharp[format] = `${info.width} x ${info.height}`;
}
const page = `<!doctype html><title>orientation</title><script>
onload = async () => {
  const sizes = {};
  for (const format of ${JSON.stringify(formats)}) {
    const image = new Image();
    image.src = '/' + format;
    await image.decode();
    sizes[format] = image.naturalWidth + ' x ' + image.naturalHeight;
  }
  await fetch('/told', { method: 'POST', body: JSON.stringify(sizes) });
};
</script>`;
let tell;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => {
    response.setHeader('Content-Type', request.url === '/' ? 'text/html' : `image${request.url}`);
    if (request.url === '/told') tell(JSON.parse(body));
    response.end(request.url === '/' ? page : (pictures[request.url] ?? ''));
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}/`;

/** Opens the page in a browser with a profile of its own, and gives what the page tells. */
const ask = async (program, args, home) => {
  const told = new Promise((resolve) => { tell = resolve; });
  const late = new Promise((resolve) => setTimeout(resolve, 50_000, undefined));
  const browser = spawn(program, [...args, address], { stdio: 'ignore', detached: true, env: { ...process.env, LANG: 'C.UTF-8', HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home } });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  const answer = await Promise.race([told, late]);
  process.kill(-browser.pid, 'SIGTERM');
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2000))]);
  try { process.kill(-browser.pid, 'SIGKILL'); } catch { /* it has ended */ }
  return answer;
};
const [a, b, c] = [mkdtempSync(`${folder}/home-`), mkdtempSync(`${folder}/home-`), mkdtempSync(`${folder}/home-`)];
const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
const seen = {
  sharp: turnedBySharp,
  chromium: await ask('chromium', ['--headless=new', '--no-first-run', '--disable-gpu', ...sandbox, `--user-data-dir=${a}`], a),
  firefox: await ask('firefox-esr', ['--headless', '--no-remote', '--profile', b], b),
  webkit: await ask('xvfb-run', ['-a', miniBrowser], c),
};
console.table(seen);
if (Object.values(seen).includes(undefined)) process.exit(2);
const turned = '40 x 80';
const row = (who) => formats.map((format) => (seen[who][format] === turned ? 'turned' : 'as it is')).join();
const asTold =
  row('sharp') === 'turned,turned,turned,turned' && row('chromium') === 'turned,turned,as it is,turned' &&
  row('firefox') === 'turned,turned,as it is,turned' && row('webkit') === 'turned,as it is,as it is,as it is';
process.exit(asTold ? 0 : 1);
SCRIPT
node probe.mjs "$folder" "$mini_browser"
