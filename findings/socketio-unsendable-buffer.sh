#!/usr/bin/env bash
# What one would guess: an event that Socket.IO cannot write (a BigInt in it) throws where it is emitted,
#   and harms nothing else.
# What happens: while the client is connected, it does. While it is away, emit() takes the event into its
#   buffer without a word, and throws when the connection is there: out of the reach of any handler, before
#   the event "connect" is told. `connected` is true, "connect" never comes, what was emitted after it is
#   never sent, and what was emitted before it is sent again at each reconnection.
# Why a chat cares: people write while they are away. One such value, and their later messages stay in the
#   buffer for ever while the earlier ones arrive again and again.
#
# Needs: node 20, npm. Exits with 1 when it no longer happens, with 2 when it could not be tried.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund socket.io@4.8.4 socket.io-client@4.8.4 >/dev/null || exit 2
cat >probe.mjs <<'SCRIPT'
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { Server } from 'socket.io';
import { io } from 'socket.io-client';

const require = createRequire(import.meta.url);
const version = (name) => require(`${name}/package.json`).version;
console.log(`node ${process.versions.node}, socket.io ${version('socket.io')}, client ${version('socket.io-client')}`);
setTimeout(() => process.exit(2), 60_000).unref();
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const until = async (condition) => {
  while (!condition()) await wait(50);
  await wait(500);
};

const arrived = [];
let connections = 0;
const http = createServer();
new Server(http).on('connection', (socket) => {
  connections += 1;
  socket.onAny((name) => arrived.push(name));
});
await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));

const uncaught = [];
process.on('uncaughtException', (error) => uncaught.push(error.message));
let told = 0;
const client = io(`http://127.0.0.1:${http.address().port}`, { transports: ['websocket'], autoConnect: false, reconnectionDelay: 100 });
client.on('connect', () => { told += 1; });
const tryEmit = (...event) => {
  try {
    client.emit(...event);
    return 'no error';
  } catch (error) {
    return error.message;
  }
};

client.emit('before');
const away = tryEmit('unsendable', { count: 1n });
client.emit('after');
client.connect();
await until(() => connections === 1);
const there = tryEmit('unsendable', { count: 1n });
client.io.engine.close();
await until(() => connections === 2);

console.log({ 'emit() while away': away, 'emit() while connected': there, uncaught });
console.log({ connections, '"connect" told': told, connected: client.connected, arrived });
const asTold =
  away === 'no error' && there.includes('BigInt') && uncaught.length === 2 && told === 0 && client.connected && arrived.join() === 'before,before';
process.exit(asTold ? 0 : 1);
SCRIPT
node probe.mjs
