#!/usr/bin/env bash
# What one would guess: `output: 'standalone'` copies the program: code, and the packages it uses.
# What happens: a route that reads from a folder it finds by `path.join(process.cwd(), '.data')` has the
#   whole of that folder, as it is on the disk of whoever builds, copied into `.next/standalone`: also files
#   that no code names, also where the path is only the default of a variable. Nothing is said.
#   `outputFileTracingExcludes` leaves it out.
# Why a chat cares: built beside a running server, people's messages and the secret that signs their
#   sessions are in the image that is then handed on.
#
# Needs: node 20, npm. Exits with 1 when it no longer happens, with 2 when it could not be tried.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >package.json <<'JSON'
{ "private": true, "type": "module", "dependencies": { "next": "16.4.5", "react": "19.3.1", "react-dom": "19.3.1" } }
JSON
npm install --no-audit --no-fund --silent >/dev/null || exit 2
mkdir -p app/note .data/uploads
echo 'messages' >.data/messages.db
echo 'nobody reads this' >.data/uploads/photo
cat >app/layout.js <<'JS'
export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
JS
cat >app/page.js <<'JS'
export default function Page() {
  return <p>page</p>;
}
JS
cat >app/note/route.js <<'JS'
import { readFile } from 'node:fs/promises';
import path from 'node:path';

export const dynamic = 'force-dynamic';
export async function GET() {
  const folder = process.env.DATA_DIR ?? path.join(process.cwd(), '.data');
  return new Response(await readFile(path.join(folder, 'messages.db')));
}
JS
export NEXT_TELEMETRY_DISABLED=1 NODE_ENV=production
build() {
  rm -rf .next
  timeout 80 npx next build >build.log 2>&1 || { cat build.log; exit 2; }
  copied=$(cd .next/standalone && find .data -type f 2>/dev/null | sort | tr '\n' ' ' || true)
  warnings=$(grep -ciE 'warn|\.data' build.log || true)
  echo "$1: copied: ${copied:-nothing}; lines of the build that warn: $warnings"
}
echo "node $(node --version), next $(node -p 'require("./node_modules/next/package.json").version')"
echo "export default { output: 'standalone' };" >next.config.mjs
build 'as it is'
first="$copied$warnings"
echo "export default { output: 'standalone', outputFileTracingExcludes: { '/*': ['.data/**'] } };" >next.config.mjs
build 'with outputFileTracingExcludes'
[ "$first" = '.data/messages.db .data/uploads/photo 0' ] && [ -z "$copied" ]
