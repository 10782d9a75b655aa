import type { Page } from 'playwright-core';
import { expect } from 'vitest';

export interface SharedFile {
  name: string;
  type: string;
  bytes: Buffer;
}

export interface Shared {
  title?: string;
  text?: string;
  url?: string;
  files?: readonly SharedFile[];
}

/** What the system does when another app shares something with the installed one: it sends a form. */
export async function shareInto(page: Page, { files = [], ...texts }: Shared): Promise<void> {
  await page.evaluate(
    ({ texts, files }) => {
      const form = document.createElement('form');
      Object.assign(form, { action: '/share', method: 'POST', enctype: 'multipart/form-data' });
      for (const [name, value] of Object.entries(texts)) {
        const field = document.createElement('textarea');
        Object.assign(field, { name, value });
        form.append(field);
      }
      const transfer = new DataTransfer();
      for (const { name, type, base64 } of files) {
        const bytes = Uint8Array.from(atob(base64), (each) => each.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type }));
      }
      const input = document.createElement('input');
      Object.assign(input, { type: 'file', name: 'files', multiple: true, hidden: true });
      input.files = transfer.files;
      form.append(input);
      document.body.append(form);
      form.submit();
    },
    {
      texts,
      files: files.map(({ name, type, bytes }) => ({
        name,
        type,
        base64: bytes.toString('base64'),
      })),
    },
  );
}

/** How many things that were shared wait in the browser. */
export const waitingShares = (page: Page): Promise<number> =>
  page.evaluate(
    async () => (await caches.keys()).filter((name) => name.startsWith('parley-share:')).length,
  );

export const shareDialog = (page: Page) => page.getByRole('dialog', { name: 'Share with' });

/** Until the address says that, and nothing of what was brought. */
export const untilAddress = (page: Page, path: string): Promise<void> =>
  expect
    .poll(() => {
      const { pathname, search } = new URL(page.url());
      return pathname + search;
    })
    .toBe(path);
