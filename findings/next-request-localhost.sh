#!/usr/bin/env bash
# What one would guess: a NextRequest has the address that it was made with.
# What happens: 127.0.0.1 (and all of 127.x) and [::1] become "localhost" in `url` and in `nextUrl`, while
#   the header Host and a plain Request keep them.
# Why a chat cares: cookies belong to a host name, so whoever opened http://127.0.0.1:3000 and is sent on
#   to an address made from `request.url` arrives at localhost signed out; and a check that Origin equals
#   `nextUrl.origin` refuses the page's own requests.
#
# Needs: node 20, npm. Exits with 1 when it no longer happens, with 2 when it could not be tried.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund next@16.4.5 react@19.3.1 react-dom@19.3.1 >/dev/null || exit 2
cat >probe.cjs <<'SCRIPT'
const { NextRequest } = require('next/server');

console.log(`node ${process.versions.node}, next ${require('next/package.json').version}`);
let asTold = true;
for (const [host, becomes] of [
  ['127.0.0.1:3000', 'localhost:3000'],
  ['127.1.2.3:3000', 'localhost:3000'],
  ['[::1]:3000', 'localhost:3000'],
  ['192.0.2.1:3000', '192.0.2.1:3000'],
  ['127.0.0.1.chat.example', '127.0.0.1.chat.example'],
]) {
  const address = `http://${host}/chat?next=1`;
  const plain = new Request(address);
  const request = new NextRequest(plain);
  const seen = { request: new URL(request.url).host, nextUrl: request.nextUrl.host, plain: new URL(plain.url).host };
  console.log(host, seen);
  asTold &&= seen.request === becomes && seen.nextUrl === becomes && seen.plain === host;
}
process.exit(asTold ? 0 : 1);
SCRIPT
node probe.cjs
