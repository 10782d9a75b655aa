#!/usr/bin/env bash
# What one would guess: a recording of 2.5 seconds is 2.5 seconds long wherever it is played, one can go to any
#   place of it, and `canPlayType` says whether it plays.
# What happens with what MediaRecorder writes (Opus), served over HTTP with ranges:
#                         Chromium 156            Firefox ESR 153
#   Chromium's WebM       Infinity                the right length
#   Chromium's MP4        the right length        0.02 s, not sought
#   Firefox's WebM        Infinity, not sought    Infinity, not sought
#   Firefox's Ogg         the right length        the right length
#   `canPlayType` for Opus in MP4: "probably" in Chromium, "" in Firefox, which plays it all the same.
# Why a chat cares: a voice note is played by somebody else's browser. Its length has to travel beside it, and
#   the recording is better written anew, its index first; asking `canPlayType` would hide what plays.
#
# Needs: apt-get install chromium firefox-esr, node 20. Exits with 1 when it no longer happens, with 2 when it
#   could not be tried.
set -euo pipefail
for program in chromium firefox-esr; do
  command -v "$program" >/dev/null || { echo "$program is not there"; exit 2; }
done
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
echo "node $(node --version), $(chromium --version 2>/dev/null), $(firefox-esr --version)"
cat >"$folder/probe.mjs" <<'SCRIPT'
import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const folder = process.argv[2];
const record = async (types) => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  for (const type of types.filter((each) => MediaRecorder.isTypeSupported(each))) {
    const recorder = new MediaRecorder(stream, { mimeType: type });
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
    recorder.start(1000);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    recorder.stop();
    await stopped;
    await fetch(`/recorded?${type}`, { method: 'POST', body: new Blob(parts) });
  }
  return {};
};
const play = async (files) => {
  const results = {};
  for (const file of files) {
    const audio = new Audio();
    audio.muted = true;
    audio.src = file;
    const after = (name) => Promise.race([
      new Promise((resolve) => audio.addEventListener(name, resolve, { once: true })),
      new Promise((resolve) => setTimeout(resolve, 4000)),
    ]);
    await after('loadedmetadata');
    const length = audio.duration;
    await Promise.race([audio.play().catch(() => undefined), new Promise((resolve) => setTimeout(resolve, 2000))]);
    await new Promise((resolve) => setTimeout(resolve, 700));
    const played = audio.currentTime;
    audio.pause();
    const sought = after('seeked');
    audio.currentTime = 1.5;
    await sought;
    await new Promise((resolve) => setTimeout(resolve, 100));
    const isThere = Math.abs(audio.currentTime - 1.5) < 0.1 && !audio.seeking;
    results[file] = `${Number.isFinite(length) ? length.toFixed(2) : length} s, ${played > 0.1 ? 'plays' : 'never begins'}, ${isThere ? 'is sought' : 'is not sought'}`;
  }
  return { results, can: new Audio().canPlayType('audio/mp4; codecs="opus"') };
};

const files = new Map();
let tell;
let page = '';
let by = '';
const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const url = decodeURIComponent(request.url);
    const body = Buffer.concat(parts);
    if (url === '/told') tell(JSON.parse(body.toString()));
    if (url.startsWith('/recorded?')) files.set(`/${by}-${/audio.(\w+)/.exec(url)[1]}`, body);
    const file = files.get(url);
    if (!file) {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.end(url === '/' ? page : '');
      return;
    }
    const range = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '');
    const start = Number(range?.[1] ?? 0);
    const end = range?.[2] ? Math.min(Number(range[2]), file.length - 1) : file.length - 1;
    response.writeHead(range ? 206 : 200, {
      'Content-Type': `audio/${url.split('-')[1]}`,
      'Accept-Ranges': 'bytes',
      'Content-Length': end - start + 1,
      ...(range && { 'Content-Range': `bytes ${start}-${end}/${file.length}` }),
    });
    response.end(file.subarray(start, end + 1));
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}/`;

/** Opens the page in a browser with a profile of its own, and gives what the page tells. */
const ask = async (program, work, argument) => {
  page = `<!doctype html><title>recordings</title><script>
    (${work})(${JSON.stringify(argument)}).then((told) => fetch('/told', { method: 'POST', body: JSON.stringify(told) }));
  </script>`;
  const home = mkdtempSync(`${folder}/home-`);
  const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
  writeFileSync(`${home}/user.js`, [
    ['media.navigator.permission.disabled', true],
    ['media.navigator.streams.fake', true],
    ['media.autoplay.default', 0],
  ].map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${value});`).join('\n'));
  const args = program === 'chromium'
    ? ['--headless=new', '--no-first-run', '--disable-gpu', ...sandbox, `--user-data-dir=${home}`, '--autoplay-policy=no-user-gesture-required', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']
    : ['--headless', '--no-remote', '--profile', home];
  const told = new Promise((resolve) => { tell = resolve; });
  const late = new Promise((resolve) => setTimeout(resolve, 90_000, undefined));
  const browser = spawn(program, [...args, address], { stdio: 'ignore', detached: true, env: { ...process.env, HOME: home } });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  const answer = await Promise.race([told, late]);
  process.kill(-browser.pid, 'SIGTERM');
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 2000))]);
  try { process.kill(-browser.pid, 'SIGKILL'); } catch { /* it has ended */ }
  if (answer === undefined) process.exit(2);
  return answer;
};
by = 'chromium';
await ask('chromium', record, ['audio/webm;codecs=opus', 'audio/mp4;codecs=opus']);
by = 'firefox';
await ask('firefox-esr', record, ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus']);
const names = [...files.keys()];
const chromium = await ask('chromium', play, names);
const firefox = await ask('firefox-esr', play, names);
console.table(Object.fromEntries(names.map((name) => [name.slice(1), { chromium: chromium.results[name], firefox: firefox.results[name] }])));
console.log(`canPlayType: chromium ${JSON.stringify(chromium.can)}, firefox ${JSON.stringify(firefox.can)}`);
const asTold =
  names.length === 4 &&
  chromium.results['/chromium-webm'].startsWith('Infinity') &&
  [chromium, firefox].every(({ results }) => /^Infinity.*is not sought$/.test(results['/firefox-webm'])) &&
  firefox.results['/chromium-mp4'].startsWith('0.') && firefox.results['/chromium-mp4'].endsWith('plays, is not sought') &&
  chromium.can === 'probably' && firefox.can === '';
process.exit(asTold ? 0 : 1);
SCRIPT
node "$folder/probe.mjs" "$folder"
