#!/usr/bin/env bash
# What one would guess: a page that the browser keeps while another is shown loses its WebSocket when it is
#   left; on the way back (pageshow with `persisted`) the socket says that it is closed.
# What happens: Chromium 156 closes nothing on leaving: the server sees an open socket for as long as the
#   page is kept. On the way back `readyState` is 1, open, and what is sent during pageshow even arrives;
#   right after it come "error" and "close" (1006; 1001 at the server). WebKitGTK 2.50 closes on leaving,
#   and yet says 1, open, during pageshow; what is sent then is lost without an error. Firefox ESR 153
#   keeps no page that has a WebSocket.
# Why a chat cares: somebody who has gone to another page counts as here, and pageshow, where one asks "are
#   we still connected?" and sends what waits, gets the wrong answer.
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
npm install --silent --no-audit --no-fund ws@8.18.3 >/dev/null || exit 2

cat >page.html <<'PAGE'
<!doctype html>
<title>chat</title>
<script>
const events = [];
const socket = new WebSocket(`ws://${location.host}/`);
socket.onerror = () => events.push('error');
socket.onclose = ({ code }) => events.push(`close ${code}`);
const tell = () => fetch('/told', { method: 'POST', body: JSON.stringify(events) });
socket.onopen = () => {
  socket.send('first');
  if (sessionStorage.left) return;
  sessionStorage.left = 'yes';
  setTimeout(() => { location.href = '/elsewhere'; }, 1000);
};
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted && !sessionStorage.left) return;
  events.push(persisted ? `kept, readyState ${socket.readyState}` : 'loaded anew');
  if (persisted) {
    try {
      socket.send('after coming back');
      events.push('sent');
    } catch (error) {
      events.push(error.name);
    }
  }
  setTimeout(tell, 1500);
});
</script>
PAGE
cat >probe.mjs <<'SCRIPT'
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const [folder, miniBrowser] = process.argv.slice(2);
let tell;
let arrived = [];
const elsewhere = '<!doctype html><title>elsewhere</title><script>onload = () => setTimeout(() => fetch("/back").then(() => history.back()), 5000)</script>';
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => {
    response.setHeader('Content-Type', 'text/html');
    if (request.url === '/elsewhere') arrived.push('left');
    if (request.url === '/back') arrived.push('back');
    if (request.url === '/told') tell(JSON.parse(body));
    if (request.url === '/') response.end(readFileSync(`${folder}/page.html`));
    else response.end(request.url === '/elsewhere' ? elsewhere : '');
  });
});
new WebSocketServer({ server }).on('connection', (socket) => {
  socket.on('message', (text) => arrived.push(String(text)));
  socket.on('close', (code) => arrived.push(`close ${code}`));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}/`;

/** Opens the page in a browser with a profile of its own; what the page told, and what the server heard. */
const ask = async (program, args, home) => {
  arrived = [];
  const told = new Promise((resolve) => { tell = resolve; });
  const late = new Promise((resolve) => setTimeout(resolve, 50_000, undefined));
  const env = { ...process.env, LANG: 'C.UTF-8', HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home };
  const browser = spawn(program, [...args, address], { stdio: 'ignore', detached: true, env });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  const page = await Promise.race([told, late]);
  const heard = arrived.join(', ');
  process.kill(-browser.pid, 'SIGTERM');
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2000))]);
  try { process.kill(-browser.pid, 'SIGKILL'); } catch { /* it has ended */ }
  return page && { page: page.join(', '), server: heard };
};
const home = () => mkdtempSync(`${folder}/home-`);
const [a, b, c] = [home(), home(), home()];
const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
const seen = {
  chromium: await ask('chromium', ['--headless=new', '--no-first-run', '--disable-gpu', ...sandbox, `--user-data-dir=${a}`], a),
  firefox: await ask('firefox-esr', ['--headless', '--no-remote', '--profile', b], b),
  webkit: await ask('xvfb-run', ['-a', miniBrowser], c),
};
console.log(seen);
if (Object.values(seen).includes(undefined)) process.exit(2);
const kept = 'kept, readyState 1, sent, error, close 1006';
const asTold =
  seen.chromium.page === kept && seen.chromium.server === 'first, left, back, after coming back, close 1001' &&
  seen.webkit.page === kept && seen.webkit.server === 'first, left, close 1001, back' && seen.firefox.page === 'loaded anew';
process.exit(asTold ? 0 : 1);
SCRIPT
node probe.mjs "$folder" "$mini_browser"
