#!/usr/bin/env bash
# What one would guess: when a server action of Next redirects, the server renders the page it redirects
#   to and sends it along. Whether the browser came by https is the proxy's business.
# What happens: the server asks itself for that page by HTTP, under the scheme that the proxy named in
#   X-Forwarded-Proto. Behind a proxy that ends TLS a custom server, which speaks plain HTTP, is asked
#   over TLS: "failed to get redirect response … wrong version number" is logged at each such action,
#   and the page does not come along, so the browser has to ask again.
# Why a chat cares: sockets need a custom server, and signing in is an action that redirects.
#
# Needs: node 20, npm. Exits with 1 when it no longer happens.
set -euo pipefail
dir=$(mktemp -d)
cleanup() {
  kill "${server:-}" 2>/dev/null || true
  rm -rf "$dir"
}
trap cleanup EXIT
cd "$dir"

cat >package.json <<'JSON'
{ "private": true, "type": "module", "dependencies": { "next": "16.4.5", "react": "19.3.1", "react-dom": "19.3.1" } }
JSON
npm install --no-audit --no-fund --silent >/dev/null
mkdir -p app/there
cat >app/layout.js <<'JS'
export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
JS
cat >app/page.js <<'JS'
import { redirect } from 'next/navigation';
export const dynamic = 'force-dynamic';
export default function Page() {
  async function go() {
    'use server';
    redirect('/there');
  }
  return <form action={go}><button>Go</button></form>;
}
JS
cat >app/there/page.js <<'JS'
export const dynamic = 'force-dynamic';
export default function There() {
  return <p>arrived over there</p>;
}
JS
cat >server.js <<'JS'
import { createServer } from 'node:http';
import next from 'next';
const server = createServer((request, response) => handle(request, response));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address();
const app = next({ dev: false, hostname: '127.0.0.1', port });
await app.prepare();
const handle = app.getRequestHandler();
console.log(`port ${port}`);
JS
export NEXT_TELEMETRY_DISABLED=1 NODE_ENV=production
npx next build >build.log 2>&1 || { cat build.log; exit 2; }
node server.js >server.log 2>&1 &
server=$!
for _ in $(seq 60); do grep -q '^port' server.log && break; sleep 1; done
port=$(sed -n 's/^port //p' server.log)

echo "node $(node --version), next $(node -p 'require("./node_modules/next/package.json").version')"
action=$(curl -s "http://127.0.0.1:$port/" | grep -o 'ACTION_ID_[0-9a-f]*' | head -1)
press() {
  curl -s -X POST "http://127.0.0.1:$port/" -H "Next-Action: ${action#ACTION_ID_}" \
    -H 'Content-Type: text/plain;charset=UTF-8' -H 'Accept: text/x-component' "$@" -d '[]'
}
count() { grep -c 'arrived over there' <<<"$1" || true; }

plain=$(count "$(press)")
proxied=$(count "$(press -H 'X-Forwarded-Proto: https')")
complaints=$(grep -c 'failed to get redirect response' server.log || true)
echo "the page came along: $plain without X-Forwarded-Proto, $proxied with 'https'; complaints in the log: $complaints"
grep -m 1 -A 3 'failed to get redirect response' server.log || true
grep -m 1 -i 'wrong version number' server.log || true
[ "$plain" = 1 ] && [ "$proxied" = 0 ] && [ "$complaints" = 1 ]
