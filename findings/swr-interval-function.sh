#!/usr/bin/env bash
# What one would guess: `refreshInterval: (data) => data?.isDone ? 0 : 50` or `(data) => data?.isRunning ? 50 : 0`
#   are two ways to write the same in SWR: the function is given the newest data, and polling follows it.
# What happens with SWR 2.5.1 and React 19.3.1: the function is first asked before there is any data, also where
#   `fallbackData` was given, and where it then answers 0 it is never asked again. So the first form polls, and the second
#   fetches once and never more, although the data says that it should.
# Why a chat cares: what is followed while it runs (an upload, an import, an export) stands still on the screen, and only
#   with the one way of writing it.
#
# Needs: node 20, npm. Exits with 1 when it no longer happens, with 2 when it could not be tried.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund swr@2.5.1 react@19.3.1 react-dom@19.3.1 happy-dom@21.0.4 \
  >/dev/null 2>&1 || exit 2
cat >probe.mjs <<'SCRIPT'
import { Window } from 'happy-dom';

const window = new Window({ url: 'http://localhost/' });
const { document, navigator, HTMLElement, HTMLIFrameElement } = window;
Object.assign(globalThis, { window, document, navigator, HTMLElement, HTMLIFrameElement });
const { createElement } = await import('react');
const { createRoot } = await import('react-dom/client');
const { default: useSWR, SWRConfig } = await import('swr');

const INTERVAL_MS = 50;
async function countFetches(refreshInterval, more = {}) {
  let count = 0;
  const given = [];
  const fetcher = async () => ({ isRunning: true, isDone: false, count: ++count });
  const ask = (data) => {
    given.push(data?.count ?? 'nothing');
    return refreshInterval(data);
  };
  function Follower() {
    useSWR('job', fetcher, { refreshInterval: ask, dedupingInterval: 0, ...more });
    return null;
  }
  const root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(createElement(SWRConfig, { value: { provider: () => new Map() } }, createElement(Follower)));
  await new Promise((resolve) => setTimeout(resolve, INTERVAL_MS * 20));
  root.unmount();
  return { count, given: given.slice(0, 3) };
}

const whileRunning = (data) => (data?.isRunning ? INTERVAL_MS : 0);
const seen = {
  'until it is done': await countFetches((data) => (data?.isDone ? 0 : INTERVAL_MS)),
  'while it is running': await countFetches(whileRunning),
  'while it is running, with fallbackData': await countFetches(whileRunning, {
    fallbackData: { isRunning: true },
  }),
};
console.log(`node ${process.versions.node}, swr 2.5.1, react 19.3.1`, seen);
const [untilDone, running, fallback] = Object.values(seen);
process.exit(untilDone.count > 3 && running.count === 1 && fallback.count === 1 ? 0 : 1);
SCRIPT
node probe.mjs
