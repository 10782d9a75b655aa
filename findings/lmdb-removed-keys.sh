#!/usr/bin/env bash
# What one would guess: a compacting copy of an LMDB file (MDB_CP_COMPACT, in lmdb's npm package
#   `backup(path, true)`) has nothing of entries that were removed before.
# What happens: of removed values nothing is left in it, but some removed keys are. A key that was the first
#   of its page when the page was made also stands in the branch page above, where it parts left from right.
#   Removing the entry leaves it there, and the copy takes branch pages as they are. No read ever shows it.
#   Writing every entry into a new file leaves none.
# Why a chat cares: an index has words of messages, names and addresses as its keys. After a deletion and a
#   compaction they can still be read in the file.
#
# Needs: node 20, npm. Exits with 1 when it no longer happens, with 2 when it could not be tried.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund lmdb@3.5.6 >/dev/null || exit 2

cat >probe.mjs <<'SCRIPT'
import { readFileSync } from 'node:fs';
import { open } from 'lmdb';

const SECRET = 'a-word-that-was-taken-back';
const COUNT = 4000;
const options = { encoding: 'binary', keyEncoding: 'binary', overlappingSync: false, noSubdir: true };
const timesIn = (file) => readFileSync(file, 'latin1').split(SECRET).length - 1;
const number = (index) => String(index).padStart(6, '0');

/** Every other entry has the secret in its key or in its value, and goes again. */
async function leftAfter(isInKey) {
  const name = isInKey ? 'keys' : 'values';
  const db = open({ path: `${name}.mdb`, ...options });
  const keyOf = (index) =>
    Buffer.from(isInKey && index % 2 === 0 ? `w${number(index)}${SECRET}` : `w${number(index)}`);
  db.transactionSync(() => {
    for (let index = 0; index < COUNT; index++) {
      db.putSync(keyOf(index), Buffer.from(!isInKey && index % 2 === 0 ? SECRET : 'stays'));
    }
  });
  for (let index = 0; index < COUNT; index += 2) db.removeSync(keyOf(index));
  await db.backup(`${name}-compact.mdb`, true);
  const anew = open({ path: `${name}-anew.mdb`, ...options });
  const entries = [...db.getRange({})];
  anew.transactionSync(() => {
    for (const { key, value } of entries) anew.putSync(key, value);
  });
  const read = entries.filter(({ key, value }) => key.includes(SECRET) || value.includes(SECRET));
  await anew.close();
  await db.close();
  return { read: read.length, compact: timesIn(`${name}-compact.mdb`), anew: timesIn(`${name}-anew.mdb`) };
}

const seen = { keys: await leftAfter(true), values: await leftAfter(false) };
const { version } = JSON.parse(readFileSync('node_modules/lmdb/package.json', 'utf8'));
console.log(`lmdb ${version}`, seen);
const { keys, values } = seen;
const isAsTold =
  keys.read === 0 && keys.compact > 0 && keys.anew === 0 &&
  values.read === 0 && values.compact === 0 && values.anew === 0;
process.exit(isAsTold ? 0 : 1);
SCRIPT
node probe.mjs
