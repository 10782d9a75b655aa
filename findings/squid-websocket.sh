#!/usr/bin/env bash
# What one would guess: if a page at http://host:port loads through a company's Squid, so does its WebSocket,
#   which is HTTP as well; or nothing of the site works.
# What happens: for ws:// a browser always asks the proxy for a tunnel (CONNECT), also where the page itself
#   is fetched without one, and Squid as Debian configures it allows tunnels to port 443 alone: 403. The
#   page, fetch() and long polling work; the WebSocket ends with 1006, which tells the page no reason.
# Why a chat cares: a client with `transports: ['websocket']` is offline for everybody in such a network,
#   with a page that looks alive. One that begins with polling stays there; https on port 443 has its tunnel.
#
# Needs: apt-get install squid (seen with 5.7-2+deb12u6) chromium firefox-esr, node 20, npm. Exits with 1 when it
#   no longer happens, with 2 when it could not be tried.
set -euo pipefail
export PATH="$PATH:/usr/sbin"
for program in squid chromium firefox-esr; do
  command -v "$program" >/dev/null || { echo "$program is not there"; exit 2; }
done
folder=$(mktemp -d)
chmod 777 "$folder"
cleanup() {
  kill "${squid:-}" 2>/dev/null && wait "$squid" 2>/dev/null || true
  rm -rf "$folder"
}
trap cleanup EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund socket.io@4.8.4 socket.io-client@4.8.4 >/dev/null || exit 2

proxy=$(node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
# The rules are Debian's own; only the port and the places of files are ours.
sed "s/^http_port 3128\$/http_port 127.0.0.1:$proxy/" /etc/squid/squid.conf >squid.conf
cat >>squid.conf <<CONF
pid_filename $folder/pid
cache_log $folder/cache.log
access_log stdio:$folder/access.log
coredump_dir $folder
cache deny all
pinger_enable off
netdb_filename none
shutdown_lifetime 0 seconds
CONF
squid -N -f squid.conf >squid.out 2>&1 &
squid=$!

cat >probe.mjs <<'SCRIPT'
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { Server } from 'socket.io';

const [folder, proxy] = process.argv.slice(2);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const listens = () => new Promise((resolve) => {
  const socket = connect(Number(proxy), '127.0.0.1', () => resolve(socket.destroy() && true));
  socket.on('error', () => resolve(false));
});
for (let tries = 0; !(await listens()); tries += 1) {
  if (tries === 60) process.exit(2);
  await wait(500);
}

let tell;
const client = readFileSync('node_modules/socket.io-client/dist/socket.io.min.js');
const page = `<!doctype html><title>chat</title><script src="/client.js"></script><script>
const first = (socket) => new Promise((resolve) => { socket.on('connect', resolve); socket.on('connect_error', resolve); });
onload = async () => {
  const seen = { fetch: (await fetch('/client.js')).status };
  seen.WebSocket = await new Promise((resolve) => {
    const socket = new WebSocket('ws://' + location.host + '/socket.io/?EIO=4&transport=websocket');
    socket.onopen = () => resolve('open');
    socket.onclose = ({ code }) => resolve(code);
  });
  const both = io({ reconnection: false });
  await first(both);
  await new Promise((resolve) => setTimeout(resolve, 3000));
  seen['Socket.IO'] = both.connected ? both.io.engine.transport.name : 'not connected';
  const alone = io({ transports: ['websocket'], forceNew: true, reconnection: false });
  await first(alone);
  seen['websocket alone'] = alone.connected ? 'websocket' : 'not connected';
  await fetch('/seen', { method: 'POST', body: JSON.stringify(seen) });
};
</script>`;
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => { body += part; });
  request.on('end', () => {
    if (request.url === '/seen') tell(JSON.parse(body));
    response.setHeader('Content-Type', request.url === '/' ? 'text/html' : 'text/javascript');
    response.end({ '/': page, '/client.js': client }[request.url] ?? '');
  });
});
new Server(server);
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = `http://127.0.0.1:${server.address().port}/`;

const ask = async (program, args, env) => {
  const told = new Promise((resolve) => { tell = resolve; });
  const browser = spawn(program, [...args, address], { stdio: 'ignore', detached: true, env: { ...process.env, ...env } });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  const seen = await Promise.race([told, wait(30_000)]);
  process.kill(-browser.pid, 'SIGTERM');
  await Promise.race([ended, wait(2000)]);
  try { process.kill(-browser.pid, 'SIGKILL'); } catch { /* it has ended */ }
  return seen;
};
const chromium = (name, args) => {
  const sandbox = process.getuid() === 0 ? ['--no-sandbox'] : [];
  return ask('chromium', ['--headless=new', '--no-first-run', '--disable-gpu', ...sandbox, `--user-data-dir=${folder}/${name}`, ...args], {});
};
const firefox = (name, preferences) => {
  mkdirSync(`${folder}/${name}`);
  const lines = Object.entries(preferences).map(([key, value]) => `user_pref("${key}", ${JSON.stringify(value)});`);
  writeFileSync(`${folder}/${name}/user.js`, lines.join('\n'));
  return ask('firefox-esr', ['--headless', '--no-remote', '--profile', `${folder}/${name}`], { HOME: folder });
};
const seen = {
  'chromium, direct': await chromium('a', ['--no-proxy-server']),
  'chromium, Squid': await chromium('b', [`--proxy-server=http://127.0.0.1:${proxy}`, '--proxy-bypass-list=<-loopback>']),
  'firefox, direct': await firefox('c', { 'network.proxy.type': 0 }),
  'firefox, Squid': await firefox('d', {
    'network.proxy.type': 1,
    'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': Number(proxy),
    'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': Number(proxy),
    'network.proxy.allow_hijacking_localhost': true,
  }),
};
console.table(seen);
if (Object.values(seen).includes(undefined)) process.exit(2);
const refused = readFileSync(`${folder}/access.log`, 'utf8').split('\n').filter((line) => line.includes(`DENIED/403`) && line.includes(`CONNECT ${new URL(address).host}`));
console.log(`tunnels that Squid refused: ${refused.length}, such as "${refused[0]?.replace(/^\S+\s+\S+ /, '')}"`);
const direct = '200,open,websocket,websocket';
const proxied = '200,1006,polling,not connected';
const rows = Object.values(seen).map((each) => Object.values(each).join());
process.exit(rows.join(' | ') === [direct, proxied, direct, proxied].join(' | ') && refused.length > 1 ? 0 : 1);
SCRIPT
echo "$(chromium --version 2>/dev/null), $(firefox-esr --version), $(squid -v | head -1)"
node probe.mjs "$folder" "$proxy"
