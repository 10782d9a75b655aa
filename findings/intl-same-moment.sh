#!/usr/bin/env bash
# What one would guess: the same moment, language, zone and options give the same text in the server and in
#   the browser; only odd options and odd zones may differ.
# What happens, with `hour: 'numeric', minute: '2-digit'` and Node 20.20.2 (ICU 78.2, zones 2025c):
#   - Firefox ESR 153 writes 09:07 where Node and Chromium 156 write 9:07: in German, British English,
#     French, Italian, Dutch, Polish, Russian and Turkish. With `timeStyle: 'short'` all three write 09:07.
#   - in Korean Node writes "AM 9:07", both browsers "오전 9:07".
#   - in January 2027 Vancouver, Edmonton, Winnipeg and Casablanca are an hour apart: both browsers have newer
#     rules of these zones than Node carries.
# Why a chat cares: every message has its time. React keeps the server's text where `suppressHydrationWarning`
#   is set, so a wrong hour stays; where it is not set, each such message is a mismatch.
#
# Needs: apt-get install chromium firefox-esr, node 20. Exits with 1 when it no longer happens, with 2 when it
#   could not be tried.
set -euo pipefail
for program in chromium firefox-esr; do
  command -v "$program" >/dev/null || { echo "$program is not there"; exit 2; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "node $(node --version) (ICU $(node -p process.versions.icu), zones $(node -p process.versions.tz)), $(chromium --version 2>/dev/null), $(firefox-esr --version)"
cat >"$folder/probe.mjs" <<'SCRIPT'
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';

const folder = process.argv[2];
const look = () => {
  const write = (language, options, hour) => new Intl.DateTimeFormat(language, options).format(new Date(Date.UTC(2027, 0, 15, hour, 7)));
  const parts = { hour: 'numeric', minute: '2-digit', timeZone: 'UTC' };
  const languages = ['de', 'en-GB', 'fr', 'it', 'nl', 'pl', 'ru', 'tr', 'en-US', 'ja', 'ko'];
  const zones = ['America/Vancouver', 'America/Edmonton', 'America/Winnipeg', 'Africa/Casablanca', 'Europe/Berlin'];
  return Object.fromEntries([
    ...languages.map((language) => [language, write(language, parts, 9)]),
    ['de, timeStyle', write('de', { timeStyle: 'short', timeZone: 'UTC' }, 9)],
    ...zones.map((timeZone) => [timeZone, write('en-GB', { timeStyle: 'short', timeZone }, 18)]),
  ]);
};
const page = `<!doctype html><title>times</title><script>
fetch('/told', { method: 'POST', body: JSON.stringify((${look})()) });
</script>`;
let tell;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => {
    response.setHeader('Content-Type', 'text/html; charset=utf-8');
    if (request.url === '/told') tell(JSON.parse(body));
    response.end(request.url === '/' ? page : '');
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}/`;

/** Opens the page in a browser with a profile of its own, and gives what the page tells. */
const ask = async (program, args, home) => {
  const told = new Promise((resolve) => { tell = resolve; });
  const late = new Promise((resolve) => setTimeout(resolve, 60_000, undefined));
  const browser = spawn(program, [...args, address], { stdio: 'ignore', detached: true, env: { ...process.env, HOME: home } });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  const answer = await Promise.race([told, late]);
  process.kill(-browser.pid, 'SIGTERM');
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2000))]);
  try { process.kill(-browser.pid, 'SIGKILL'); } catch { /* it has ended */ }
  return answer;
};
const [a, b] = [mkdtempSync(`${folder}/home-`), mkdtempSync(`${folder}/home-`)];
const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
const node = look();
const chromium = await ask('chromium', ['--headless=new', '--no-first-run', '--disable-gpu', ...sandbox, `--user-data-dir=${a}`], a);
const firefox = await ask('firefox-esr', ['--headless', '--no-remote', '--profile', b], b);
if (chromium === undefined || firefox === undefined) process.exit(2);
const keys = Object.keys(node);
console.table(Object.fromEntries(keys.map((key) => [key, { node: node[key], chromium: chromium[key], firefox: firefox[key] }])));
const differing = (one, other) => keys.filter((key) => one[key] !== other[key]).join(' ');
const zones = 'America/Vancouver America/Edmonton America/Winnipeg Africa/Casablanca';
const asTold =
  differing(chromium, firefox) === 'de en-GB fr it nl pl ru tr' && differing(node, chromium) === `ko ${zones}` && firefox.de === '09:07';
process.exit(asTold ? 0 : 1);
SCRIPT
node "$folder/probe.mjs" "$folder"
