#!/usr/bin/env bash
# What one would guess: mingo, which is MongoDB's query language in JavaScript, understands the values that
#   MongoDB's own bson package gives, Long among them.
# What happens: a Long meets no number. `{ seq: 5 }`, `{ seq: { $gt: 4 } }` and `{ seq: { $lt: 10 } }` all
#   pass over a document whose `seq` is the Long 5, and `$inc` of it changes nothing and says nothing. And
#   whatever the order in the document, projected fields come in the order of the alphabet, `_id` last.
# Why a chat cares: the number that puts messages in order is a 64-bit integer. Tests against mingo in
#   place of a database find no message and count nothing, without an error.
#
# Needs: node 20, npm. Exits with 1 when it no longer happens, with 2 when it could not be tried.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund mingo@7.2.7 bson@7.3.4 >/dev/null || exit 2
cat >probe.mjs <<'SCRIPT'
import { readFileSync } from 'node:fs';
import { deserialize, Long, serialize } from 'bson';
import { Query, update } from 'mingo';

const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')).version;
console.log(`node ${process.versions.node}, mingo ${version('mingo')}, bson ${version('bson')}`);

/** As it comes from a database, 64-bit integers kept whole. */
const stored = () => deserialize(serialize({ _id: 1, seq: Long.fromNumber(5) }), { promoteLongs: false });
const meets = (filter) => new Query(filter).test(stored());
const filters = {
  'seq: 5': meets({ seq: 5 }),
  'seq: Long(5)': meets({ seq: Long.fromNumber(5) }),
  'seq > 4': meets({ seq: { $gt: 4 } }),
  'seq < 10': meets({ seq: { $lt: 10 } }),
  'plain 5 > 4': new Query({ seq: { $gt: 4 } }).test({ seq: 5 }),
};
const counted = stored();
const changed = update(counted, { $inc: { seq: 1 } });
const plain = { _id: 1, seq: 5 };
update(plain, { $inc: { seq: 1 } });
const [row] = new Query({}).find([{ _id: 1, text: 'a', seq: 5, author: 'b' }], { text: 1, author: 1 }).all();
console.log(filters);
console.log({ '$inc of the Long 5': String(counted.seq), 'said to have changed': changed, '$inc of 5': plain.seq, fields: Object.keys(row) });
const asTold =
  Object.values(filters).join() === 'false,true,false,false,true' &&
  String(counted.seq) === '5' && changed.length === 0 && plain.seq === 6 && Object.keys(row).join() === 'author,text,_id';
process.exit(asTold ? 0 : 1);
SCRIPT
node probe.mjs
