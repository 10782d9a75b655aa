#!/usr/bin/env bash
# What one would guess: require() through a symbolic link finds the file behind it, so that a package that is
#   reached by two paths is loaded once.
# What happens: after a look at a socket file (fs.promises.rm(), fs.lstat(), fs.stat()) the next require()
#   through a link whose folder was resolved before keeps the path of the link, and the package is loaded a
#   second time. fs.realpathSync() takes the result of the last look, whoever took it, for that of a folder it
#   knows, and stops at sockets and pipes.
# Why a chat cares: Next loads packages through links in .next/node_modules. A server that removed the socket
#   file of one that was killed got a second mongoose now and then, without a connection, and answered 503 to
#   everything until it was started again. unlink() does not look.
#
# Needs: node 20. Exits with 1 when it no longer happens.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/real/a" "$folder/real/b" "$folder/node_modules"
for name in a b; do
  echo 'module.exports = __filename;' >"$folder/real/$name/index.js"
  ln -s "../real/$name" "$folder/node_modules/$name"
done
cat >"$folder/probe.js" <<'SCRIPT'
const fs = require('node:fs');
const net = require('node:net');
const socket = `${__dirname}/some.sock`;
net.createServer().listen(socket, async () => {
  console.log(`before: ${require('a')}`);
  await fs.promises.rm(socket, { force: true });
  const after = require('b');
  console.log(`after:  ${after}`);
  process.exit(after.includes('/node_modules/') ? 0 : 1);
});
SCRIPT
echo "node $(node --version)"
node "$folder/probe.js"
