import { existsSync } from 'node:fs';
import puppeteer, { type Page } from 'puppeteer-core';
import { openDisplay } from './display';
import type { Engine, PageDriver } from './driver';
import { findProgram } from './find-program';

const PROGRAM = ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find((file) => existsSync(file));

/** What would have it call home, ask questions, or treat a name of this machine as one of the world. */
const PREFERENCES = {
  'app.update.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  // A microphone that beeps, and a visitor who lets it be used.
  'media.navigator.permission.disabled': true,
  'media.navigator.streams.fake': true,
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.dns.localDomains': 'parley.test',
  'toolkit.telemetry.enabled': false,
};

export const firefoxEngine: Engine = {
  name: 'Firefox',
  missing: PROGRAM ? (findProgram('Xvfb') ? null : 'xvfb') : 'firefox-esr',
  async start() {
    const display = await openDisplay();
    const browser = await puppeteer.launch({
      browser: 'firefox',
      ...(PROGRAM && { executablePath: PROGRAM }),
      headless: false,
      defaultViewport: { width: 1440, height: 900 },
      extraPrefsFirefox: PREFERENCES,
      // A container may lack the rights that a sandbox of its own needs, as with Chromium.
      env: { ...process.env, DISPLAY: display.name, MOZ_DISABLE_CONTENT_SANDBOX: '1' },
    });
    return {
      version: await browser.version(),
      newPage: async () => {
        const context = await browser.createBrowserContext();
        return drive(await context.newPage());
      },
      close: async () => {
        await browser.close();
        await display.close();
      },
    };
  },
};

function drive(page: Page): PageDriver {
  return {
    goto: async (url) => void (await page.goto(url)),
    // Without a server it reports the request that failed, whatever the page then shows.
    reload: async () => void (await page.reload().catch(() => null)),
    evaluate: async (work, ...given) =>
      // What a string evaluates to has no type; that of the function is the one to trust.
      (await page.evaluate(`(${work})(...${JSON.stringify(given)})`)) as Awaited<
        ReturnType<typeof work>
      >,
    clickAt: (x, y) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    upload: async (selector, file) => {
      const input = await page.waitForSelector(`${selector}`);
      if (!input) throw new Error(`There is no ${selector}.`);
      await (await input.toElement('input')).uploadFile(file);
    },
    setViewport: (size) => page.setViewport(size),
    close: () => page.browserContext().close(),
  };
}
