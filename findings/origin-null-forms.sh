#!/usr/bin/env bash
# What one would guess: a page that asks for `Referrer-Policy: no-referrer` keeps its address to itself in
#   Referer; Origin of a form that it sends to its own server is another matter.
# What happens: the form's Origin is "null" in Chromium, Firefox and WebKitGTK, as if it came from a sandbox.
#   fetch() and WebSocket from the same page name their origin. navigator.sendBeacon() does in Chromium, and
#   says "null" in Firefox and WebKitGTK.
# Why a chat cares: signing in has to work without JavaScript, so it is a form; and a server that compares
#   Origin with its own address refuses it. no-referrer is what several hardening guides and helmet set.
#   `same-origin` hides as much from others, and keeps Origin.
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

cat >"$folder/probe.mjs" <<'SCRIPT'
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';

const [folder, miniBrowser] = process.argv.slice(2);
let policy;
let origins;
let tell;
const form = '<!doctype html><title>form</title><form method="post" action="/form"><input name="a"></form><script>onload = () => setTimeout(() => document.forms[0].submit(), 500)</script>';
const rest = `<!doctype html><title>rest</title><script>
onload = async () => {
  await fetch('/fetch', { method: 'POST', body: 'x' });
  await new Promise((resolve) => { const socket = new WebSocket('ws://' + location.host + '/socket'); socket.onopen = socket.onerror = resolve; });
  navigator.sendBeacon('/beacon', 'x');
};
</script>`;
const own = ({ headers }) => (headers.origin === `http://${headers.host}` ? 'own' : String(headers.origin));
const server = createServer((request, response) => {
  request.resume();
  response.setHeader('Content-Type', 'text/html');
  response.setHeader('Referrer-Policy', policy);
  const name = request.url.slice(1);
  if (request.method === 'POST') origins[name] = own(request);
  response.end({ '': form, form: rest }[name] ?? '');
  if (name === 'beacon') tell(origins);
});
server.on('upgrade', (request, socket) => {
  origins.socket = own(request);
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}/`;

/** Opens the form in a browser with a profile of its own; the origins that the server saw. */
const ask = async (program, args, home) => {
  origins = {};
  const told = new Promise((resolve) => { tell = resolve; });
  const late = new Promise((resolve) => setTimeout(resolve, 25_000, undefined));
  const env = { ...process.env, LANG: 'C.UTF-8', HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home };
  const browser = spawn(program, [...args, address], { stdio: 'ignore', detached: true, env });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  const seen = await Promise.race([told, late]);
  process.kill(-browser.pid, 'SIGTERM');
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2000))]);
  try { process.kill(-browser.pid, 'SIGKILL'); } catch { /* it has ended */ }
  return seen && `form ${seen.form}, fetch ${seen.fetch}, socket ${seen.socket}, beacon ${seen.beacon}`;
};
const home = () => mkdtempSync(`${folder}/home-`);
const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
const browsers = {
  chromium: (at) => ask('chromium', ['--headless=new', '--no-first-run', '--disable-gpu', ...sandbox, `--user-data-dir=${at}`], at),
  firefox: (at) => ask('firefox-esr', ['--headless', '--no-remote', '--profile', at], at),
  webkit: (at) => ask('xvfb-run', ['-a', miniBrowser], at),
};
const seen = {};
for (policy of ['no-referrer', 'same-origin']) {
  seen[policy] = {};
  for (const [name, open] of Object.entries(browsers)) seen[policy][name] = await open(home());
}
console.log(seen);
const all = Object.values(seen).flatMap((each) => Object.values(each));
if (all.includes(undefined)) process.exit(2);
const named = 'fetch own, socket own';
const asTold =
  seen['no-referrer'].chromium === `form null, ${named}, beacon own` &&
  seen['no-referrer'].firefox === `form null, ${named}, beacon null` &&
  seen['no-referrer'].webkit === `form null, ${named}, beacon null` &&
  Object.values(seen['same-origin']).every((each) => each === `form own, ${named}, beacon own`);
process.exit(asTold ? 0 : 1);
SCRIPT
node "$folder/probe.mjs" "$folder" "$mini_browser"
