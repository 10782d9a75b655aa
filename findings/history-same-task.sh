#!/usr/bin/env bash
# What one would guess: history.back() twice goes two entries back, back() and forward() come to nothing,
#   and after back() and pushState() one is at what was pushed. All browsers have done this for twenty years.
# What happens, where both stand in the same task and the fifth entry is shown ("4" of 0 to 4):
#                          Chromium 156   Firefox ESR 153   WebKitGTK 2.50
#   back(), back()         2              2                 3
#   back(), forward()      3              4                 4
#   back(), pushState()    3              pushed            3
# Why a chat cares: what lies over a conversation (a picture, a menu, the details) closes by going back. Two
#   that close at once, or one that closes and leads on, end at another place in each browser.
#
# Needs: apt-get install chromium firefox-esr libwebkit2gtk-4.1-0 xvfb xauth, node 20. Exits with 1 when it
#   no longer happens, with 2 when it could not be tried.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mini_browser=$(find /usr/lib /usr/libexec -name MiniBrowser -path '*webkit2gtk*' 2>/dev/null | head -1)
for program in chromium firefox-esr xvfb-run "${mini_browser:-MiniBrowser}"; do
  command -v "$program" >/dev/null || { echo "$program is not there"; exit 2; }
done
echo "$(chromium --version 2>/dev/null), $(firefox-esr --version), WebKitGTK $(dpkg-query -W -f='${Version}' libwebkit2gtk-4.1-0 2>/dev/null || echo '?')"

cat >"$folder/page.html" <<'PAGE'
<!doctype html>
<title>history</title>
<script>
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const tries = {
  'back(), back()': () => { history.back(); history.back(); },
  'back(), forward()': () => { history.back(); history.forward(); },
  'back(), pushState()': () => { history.back(); history.pushState('pushed', '', '#pushed'); },
  'go(-2)': () => { history.go(-2); },
};
onload = async () => {
  await wait(500);
  const ends = {};
  for (const [name, steps] of Object.entries(tries)) {
    for (const entry of [1, 2, 3, 4]) {
      history.pushState(entry, '', `#${entry}`);
      await wait(100);
    }
    steps();
    await wait(2500);
    ends[name] = String(history.state);
  }
  await fetch('/ends', { method: 'POST', body: JSON.stringify(ends) });
};
</script>
PAGE
cat >"$folder/probe.mjs" <<'SCRIPT'
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [folder, miniBrowser] = process.argv.slice(2);
let tell;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => {
    response.setHeader('Content-Type', 'text/html');
    if (request.url === '/ends') tell(JSON.parse(body));
    response.end(request.url === '/' ? readFileSync(`${folder}/page.html`) : '');
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}/`;

/** Opens the page in a browser with a profile of its own, and gives what the page tells. */
const ask = async (program, args, home) => {
  const told = new Promise((resolve) => { tell = resolve; });
  const late = new Promise((resolve) => setTimeout(resolve, 50_000, undefined));
  const env = { ...process.env, LANG: 'C.UTF-8', HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home };
  const browser = spawn(program, [...args, address], { stdio: 'ignore', detached: true, env });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  const ends = await Promise.race([told, late]);
  process.kill(-browser.pid, 'SIGTERM');
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2000))]);
  try { process.kill(-browser.pid, 'SIGKILL'); } catch { /* it has ended */ }
  return ends;
};
const home = () => mkdtempSync(`${folder}/home-`);
const [a, b, c] = [home(), home(), home()];
const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
const seen = {
  chromium: await ask('chromium', ['--headless=new', '--no-first-run', '--disable-gpu', ...sandbox, `--user-data-dir=${a}`], a),
  firefox: await ask('firefox-esr', ['--headless', '--no-remote', '--profile', b], b),
  webkit: await ask('xvfb-run', ['-a', miniBrowser], c),
};
console.table(seen);
if (Object.values(seen).includes(undefined)) process.exit(2);
const row = (name) => Object.values(seen).map((ends) => ends[name]).join();
const asTold =
  row('back(), back()') === '2,2,3' && row('back(), forward()') === '3,4,4' &&
  row('back(), pushState()') === '3,pushed,3' && row('go(-2)') === '2,2,2';
process.exit(asTold ? 0 : 1);
SCRIPT
node "$folder/probe.mjs" "$folder" "$mini_browser"
