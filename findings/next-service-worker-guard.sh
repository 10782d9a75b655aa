#!/usr/bin/env bash
# What one would guess: `if (navigator.serviceWorker)` guards what follows, in a production build as well.
# What happens with Next 16.4.5 (Turbopack): the compiler takes `navigator.serviceWorker` for always there.
#   The condition and its `else` are left out of the built file, also of `if (!navigator.serviceWorker) return`
#   and of a variable that holds it. `'serviceWorker' in navigator`, `window.navigator.serviceWorker` and
#   `navigator.serviceWorker?.…` survive, and so do the same guards for `navigator.locks` and `navigator.share`.
# Why a chat cares: at a plain http address in a home network there is no service worker. The guarded line
#   throws there, in production alone, and takes the effect it stands in along.
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
mkdir app
cat >app/layout.js <<'JS'
export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
JS
cat >app/page.js <<'JS'
'use client';
import { useEffect } from 'react';

export default function Page() {
  useEffect(() => {
    if (navigator.serviceWorker) console.log('1 there'); else console.log('1 missing');
    const workers = navigator.serviceWorker;
    if (workers) console.log('2 there'); else console.log('2 missing');
    if (!navigator.serviceWorker) console.log('3 missing');
    if (window.navigator.serviceWorker) console.log('4 there'); else console.log('4 missing');
    if ('serviceWorker' in navigator) console.log('5 there'); else console.log('5 missing');
    if (navigator.locks) console.log('6 there'); else console.log('6 missing');
    if (navigator.share) console.log('7 there'); else console.log('7 missing');
    const worker = navigator.serviceWorker?.controller;
    if (worker) console.log('8 there'); else console.log('8 missing');
  }, []);
  return <p>page</p>;
}
JS
export NEXT_TELEMETRY_DISABLED=1 NODE_ENV=production
timeout 160 npx next build >build.log 2>&1 || { cat build.log; exit 2; }
echo "node $(node --version), next $(node -p 'require("./node_modules/next/package.json").version')"
kept() { grep -rhoE "[1-8] $1" .next/static/chunks | sort -u | cut -c1 | tr -d '\n' || true; }
there=$(kept there)
missing=$(kept missing)
echo "written for when it is there: 1245678, kept: $there"
echo "written for when it is missing: 12345678, kept: $missing"
[ "$there" = 1245678 ] && [ "$missing" = 45678 ]
