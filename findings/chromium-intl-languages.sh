#!/usr/bin/env bash
# What one would guess: Intl knows the same languages everywhere nowadays: Node, Chromium and Firefox each
#   carry the whole of its data with them.
# What happens: Chromium 156 has no Icelandic, Georgian, Basque, Galician, Welsh, Irish, Armenian, Khmer,
#   Nepali, Norwegian Nynorsk, Macedonian or Albanian. Asked for one of them it writes in the language of the
#   browser, without an error. Node 20 and Firefox ESR 153 know all of these.
# Why a chat cares: the server renders "föstudagur, 15. janúar" for an Icelandic reader, and a moment later
#   the page says "Friday, January 15" amid Icelandic sentences. `supportedLocalesOf` has to be asked first.
#
# Needs: apt-get install chromium firefox-esr, node 20. Exits with 1 when it no longer happens, with 2 when it
#   could not be tried.
set -euo pipefail
for program in chromium firefox-esr; do
  command -v "$program" >/dev/null || { echo "$program is not there"; exit 2; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "node $(node --version) (ICU $(node -p process.versions.icu)), $(chromium --version 2>/dev/null), $(firefox-esr --version)"
cat >"$folder/probe.mjs" <<'SCRIPT'
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { createServer } from 'node:http';

const folder = process.argv[2];
const look = () => {
  const languages = ['is', 'ka', 'eu', 'gl', 'cy', 'ga', 'hy', 'km', 'ne', 'nn', 'mk', 'sq', 'de', 'ar', 'sw', 'ca'];
  const day = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' };
  const date = new Date(Date.UTC(2027, 0, 15, 12));
  return {
    missing: languages.filter((language) => Intl.DateTimeFormat.supportedLocalesOf(language).length === 0).join(' '),
    'asked for Icelandic': new Intl.DateTimeFormat('is', day).format(date),
    'for German': new Intl.DateTimeFormat('de', day).format(date),
  };
};
const page = `<!doctype html><title>languages</title><script>
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
const seen = {
  node: look(),
  chromium: await ask('chromium', ['--headless=new', '--no-first-run', '--disable-gpu', '--lang=en-US', ...sandbox, `--user-data-dir=${a}`], a),
  firefox: await ask('firefox-esr', ['--headless', '--no-remote', '--profile', b], b),
};
console.log(seen);
if (Object.values(seen).includes(undefined)) process.exit(2);
const asTold =
  seen.node.missing === '' && seen.firefox.missing === '' && seen.chromium.missing === 'is ka eu gl cy ga hy km ne nn mk sq' &&
  seen.node['asked for Icelandic'] === 'föstudagur, 15. janúar' && !seen.chromium['asked for Icelandic'].includes('janúar');
process.exit(asTold ? 0 : 1);
SCRIPT
node "$folder/probe.mjs" "$folder"
