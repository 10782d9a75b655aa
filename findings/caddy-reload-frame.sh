#!/usr/bin/env bash
# What one would guess: `caddy reload` disturbs nobody, as nginx and HAProxy leave open WebSockets with the
#   old process; or, if it ends them, it does so as the protocol has it.
# What happens with Debian's Caddy 2.6.2: it ends them all. The browser is told so properly (1001), but the
#   server behind gets a Close frame without the mask that every frame of a client must have. `ws` calls
#   that "Invalid WebSocket frame: MASK must be set": an "error" event and 1006, for each connection.
# Why a chat cares: another site is added to the configuration, everybody's connection breaks at once, and
#   the server's log fills with what looks like broken or hostile clients.
#
# Needs: apt-get install caddy curl (Caddy seen: 2.6.2-5), node 20, npm. Exits with 1 when it no longer happens, with 2
#   when it could not be tried.
set -euo pipefail
command -v caddy >/dev/null || { echo 'caddy is not there'; exit 2; }
folder=$(mktemp -d)
cleanup() {
  kill "${caddy:-}" 2>/dev/null || true
  rm -rf "$folder"
}
trap cleanup EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund ws@8.18.3 >/dev/null || exit 2
free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
inner=$(free_port)
outer=$(free_port)
admin=$(free_port)
export HOME="$folder" XDG_CONFIG_HOME="$folder" XDG_DATA_HOME="$folder"
write_config() {
  cat >Caddyfile <<CONF
{
  admin 127.0.0.1:$admin
  auto_https off
}
http://127.0.0.1:$outer {
  header X-Version $1
  reverse_proxy 127.0.0.1:$inner
}
CONF
}
write_config 1
caddy run --config Caddyfile --adapter caddyfile >caddy.log 2>&1 &
caddy=$!
curl -s -o /dev/null --retry 30 --retry-connrefused --retry-delay 1 "http://127.0.0.1:$outer/"
write_config 2

cat >probe.mjs <<'SCRIPT'
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:http';
import WebSocket, { WebSocketServer } from 'ws';

const [inner, outer, admin] = process.argv.slice(2);
setTimeout(() => process.exit(2), 60_000).unref();
const seen = { server: [], browser: [] };
const server = createServer();
const ended = new Promise((resolve) => {
  new WebSocketServer({ server }).on('connection', (socket) => {
    socket.on('error', ({ message, code }) => seen.server.push(`${message} (${code})`));
    socket.on('close', (code) => resolve(seen.server.push(`close ${code}`)));
  });
});
await new Promise((resolve) => server.listen(Number(inner), '127.0.0.1', resolve));
const client = new WebSocket(`ws://127.0.0.1:${outer}/`);
await new Promise((resolve) => client.once('open', resolve));
const closed = new Promise((resolve) => client.once('close', (code) => resolve(seen.browser.push(`close ${code}`))));
execFileSync('caddy', ['reload', '--config', 'Caddyfile', '--adapter', 'caddyfile', '--address', `127.0.0.1:${admin}`], { stdio: 'ignore' });
const kept = Symbol('kept');
const outcome = await Promise.race([Promise.all([ended, closed]), new Promise((resolve) => setTimeout(resolve, 10_000, kept))]);
console.log(seen);
process.exit(outcome !== kept && seen.browser[0] === 'close 1001' && seen.server.join().includes('MASK must be set') ? 0 : 1);
SCRIPT
echo "node $(node --version), caddy $(caddy version), ws $(node -p 'require("ws/package.json").version')"
node probe.mjs "$inner" "$outer" "$admin"
