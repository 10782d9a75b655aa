#!/usr/bin/env bash
# What one would guess: a parser of WhatsApp's exported chats either reads a line or fails.
# What happens with whatsapp-chat-parser 4.0.2, given lines in the form that phones of these languages write:
#   - in Chinese and Japanese the half of the day stands before the clock. The line is read, the half of the
#     day is not: ten to four in the afternoon (下午3:50, 午後3:50) becomes 03:50 in the morning.
#   - in Arabic with its own digits no line is taken for a message: the result is empty, without an error.
#   - 31 February becomes 2 March, so a wrong guess at the order of day and month is not found out either.
# Why a chat cares: whoever brings their history along gets messages in a wrong order, or none, and finds out
#   when the old phone is gone.
#
# Needs: node 20, npm. Exits with 1 when it no longer happens, with 2 when it could not be tried.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund whatsapp-chat-parser@4.0.2 >/dev/null || exit 2
cat >probe.mjs <<'SCRIPT'
import { readFileSync } from 'node:fs';
import { parseString } from 'whatsapp-chat-parser';

const { version } = JSON.parse(readFileSync('node_modules/whatsapp-chat-parser/package.json', 'utf8'));
console.log(`node ${process.versions.node}, whatsapp-chat-parser ${version}`);
const mark = '\u200f';
const exports = {
  english: '31/10/2024, 3:50 pm - Lin: good afternoon',
  chinese: '2024/10/31 下午3:50 - Lin: good afternoon',
  japanese: '2024/10/31 午後3:50 - Lin: good afternoon',
  arabic: `٣١${mark}/١٠${mark}/٢٠٢٤، ٣:٥٠ م - Lin: good afternoon`,
  impossible: '31/02/2024, 10:00 - Lin: hello',
};
const read = (text) => parseString(text).map(({ date }) => date.toISOString().slice(0, 16)).join(' ');
const seen = Object.fromEntries(Object.entries(exports).map(([name, text]) => [name, read(text)]));
console.log(seen);
const asTold =
  seen.english === '2024-10-31T15:50' && seen.chinese === '2024-10-31T03:50' && seen.japanese === '2024-10-31T03:50' &&
  seen.arabic === '' && seen.impossible === '2024-03-02T10:00';
process.exit(asTold ? 0 : 1);
SCRIPT
TZ=UTC node probe.mjs
