#!/usr/bin/env bash
# What one would guess: a volatile event of Socket.IO is left out while there is no connection, or while
#   the network takes no more. On a healthy, idle connection it arrives.
# What happens: it is left out whenever anything else was sent in the same turn of the event loop, on the
#   client and on the server, by WebSocket and by polling: a transport that has just taken a packet is
#   not "writable" until the next turn. Of two volatile events in a row the second never arrives.
# Why a chat cares: "typing", "seen" and presence are sent volatile, and mostly right after something else.
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

const http = createServer();
const server = new Server(http);
await new Promise((resolve) => http.listen(0, '127.0.0.1', resolve));

let asTold = true;
for (const transport of ['websocket', 'polling']) {
  const atServer = [];
  const atClient = [];
  const connected = new Promise((resolve) => server.once('connection', resolve));
  const client = io(`http://127.0.0.1:${http.address().port}`, { transports: [transport], forceNew: true });
  const peer = await connected;
  peer.on('ping me', (answer) => answer());
  peer.onAny((name) => name !== 'ping me' && atServer.push(name));
  client.on('ping me', (answer) => answer());
  client.onAny((name) => name !== 'ping me' && atClient.push(name));
  /** All that was sent before has arrived, and nothing is under way. */
  const rest = async () => {
    for (const side of [client, peer, client, peer]) await side.emitWithAck('ping me');
    await new Promise((resolve) => setTimeout(resolve, 300));
  };

  await rest();
  client.volatile.emit('alone');
  await rest();
  client.emit('message');
  client.volatile.emit('typing after a message');
  await rest();
  client.volatile.emit('first of two');
  client.volatile.emit('second of two');
  await rest();
  peer.volatile.emit('alone');
  await rest();
  peer.emit('message');
  peer.volatile.emit('typing after a message');
  await rest();
  console.log(transport, { atServer, atClient });
  asTold &&= atServer.join() === 'alone,message,first of two' && atClient.join() === 'alone,message';
  client.close();
}
process.exit(asTold ? 0 : 1);
SCRIPT
node probe.mjs
