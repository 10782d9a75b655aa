import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allEnglish } from '@/components/i18n/all-english';
import { launchBrowser } from '../support/browser';
import { FIRST_LOAD_LIMIT_BYTES, measureConversationLoad } from '../support/first-load';
import { composer } from '../support/screen';
import { serverForFile } from '../support/shared-server';

const server = serverForFile();
let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

test('a conversation is there for at most 215 kB of JavaScript, the socket included', async () => {
  const { page, address, scriptBytes, scripts } = await measureConversationLoad(browser, server());
  const context = page.context();
  await composer(page).waitFor();
  expect(scripts.length).toBeGreaterThan(3);
  expect(scriptBytes, JSON.stringify(scripts)).toBeLessThanOrEqual(FIRST_LOAD_LIMIT_BYTES);
  const html = await (await context.request.get(address)).text();
  const named = new Set(html.match(/\/_next\/static\/chunks\/[^"\\]+\.js/g));
  expect(named.size).toBeGreaterThan(3);
  for (const file of named) {
    const script = await (await fetch(server().url + file)).text();
    // The words of what is fetched on demand are fetched with it.
    expect(script.includes(allEnglish.switcher.hint), file).toBe(false);
  }
  await context.close();
});

test('the build’s files come compressed, for ever, and nothing beside them can be asked for', async () => {
  const html = await (await fetch(`${server().url}/login`)).text();
  const script = /\/_next\/static\/[^"]+\.js/.exec(html)?.[0];
  for (const encoding of ['br', 'gzip']) {
    const response = await fetch(server().url + script, {
      headers: { 'accept-encoding': encoding },
    });
    expect(response.headers.get('content-encoding')).toBe(encoding);
    expect(response.headers.get('vary')).toMatch(/accept-encoding/i);
    expect(response.headers.get('cache-control')).toMatch(/max-age=31536000.*immutable/);
    expect(response.headers.get('content-type')).toMatch(/^text\/javascript/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    await response.body?.cancel();
  }
  for (const path of [
    '/_next/static/..%2fBUILD_ID',
    '/_next/static/%2e%2e/BUILD_ID',
    '/_next/static/',
  ]) {
    const { status } = await fetch(server().url + path, { redirect: 'manual' });
    expect(status, path).toBe(404);
  }
});
