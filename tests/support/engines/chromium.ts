import type { Page } from 'playwright-core';
import { launchBrowser, newContext } from '../browser';
import type { Engine, PageDriver } from './driver';

export const chromiumEngine: Engine = {
  name: 'Chromium',
  missing: null,
  async start() {
    const browser = await launchBrowser([
      '--host-resolver-rules=MAP *.test 127.0.0.1',
      // A microphone that beeps, and a visitor who lets it be used.
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
    ]);
    return {
      version: browser.version(),
      newPage: async () => {
        const context = await newContext(browser);
        return drive(await context.newPage());
      },
      close: () => browser.close(),
    };
  },
};

function drive(page: Page): PageDriver {
  return {
    goto: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    evaluate: (work, ...given) => page.evaluate(`(${work})(...${JSON.stringify(given)})`),
    clickAt: (x, y) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    press: (key) => page.keyboard.press(key),
    upload: (selector, file) => page.locator(selector).first().setInputFiles(file),
    setViewport: (size) => page.setViewportSize(size),
    close: () => page.context().close(),
  };
}
