#!/usr/bin/env bash
# What one would guess: `registration.getNotifications()` reads: asked while a notification is just being shown, it
#   has it in its answer or has it not, and the notification stays what it is.
# What happens: in Chromium 156 a notification that is shown while the question is answered is often struck from
#   the list for good: `showNotification` has said that all went well, and no later question finds it, so that
#   nobody can close it. Asked after `showNotification` has answered, none is lost.
# Why a chat cares: a message read on another device has to take its notification away, and every message makes
#   the page ask what is shown; at a burst of messages one that is never taken away stays behind. Showing and
#   asking have to take turns, in all tabs: a Web Lock does it.
#
# Needs: apt-get install chromium, node 20, npm. Exits with 1 when it no longer happens, with 2 when it could not
#   be tried.
set -euo pipefail
command -v chromium >/dev/null || { echo "chromium is not there"; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund playwright-core@1.65.1 >/dev/null || { echo "playwright-core cannot be had"; exit 2; }
echo "$(chromium --version 2>/dev/null), playwright-core 1.65.1"
cat >probe.mjs <<'SCRIPT'
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const server = createServer((request, response) => {
  const isWorker = request.url === '/worker.js';
  response.setHeader('Content-Type', isWorker ? 'text/javascript' : 'text/html');
  response.end(isWorker ? 'addEventListener("install", () => skipWaiting());' : '<!doctype html><title>notifications</title>');
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
const context = await browser.newContext();
await context.grantPermissions(['notifications'], { origin: url });
const page = await context.newPage();
await page.goto(url);
const lost = await page.evaluate(async () => {
  await navigator.serviceWorker.register('/worker.js');
  const registration = await navigator.serviceWorker.ready;
  const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const ask = (options) => registration.getNotifications(options);
  const ways = {
    'nobody asks': async (shown) => shown,
    'asked afterwards': async (shown) => { await shown; await ask(); },
    'asked meanwhile': (shown) => Promise.all([shown, ...Array.from({ length: 20 }, () => ask())]),
  };
  const counts = {};
  for (const [way, run] of Object.entries(ways)) {
    counts[way] = 0;
    for (let number = 0; number < 20; number++) {
      const tag = `${way} ${number}`;
      await run(registration.showNotification(tag, { tag }));
      await wait(500);
      if ((await ask({ tag })).length === 0) counts[way]++;
      for (const each of await ask()) each.close();
      await wait(100);
    }
  }
  return counts;
});
console.log('of 20 shown, not to be found half a second later:', lost);
await browser.close();
server.close();
const asTold = lost['nobody asks'] === 0 && lost['asked afterwards'] === 0 && lost['asked meanwhile'] > 0;
process.exit(asTold ? 0 : 1);
SCRIPT
node probe.mjs
