import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Nothing to look at by themselves, or a page of their own. */
const UNSEEN = new Set(['clock', 'local-time', 'end-sentinel', 'notice-page', 'theme-choice']);
/** What others in the list are made of, or panes alone. */
const INSIDE = new Set(['dialog-frame', 'menu-panel', 'pane-separator', 'section']);

const componentsIn = (folder: string) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.tsx'))
    .map((file) => file.replace('.tsx', ''));

test('every component of components/ui is shown in the gallery', () => {
  const gallery = readdirSync('components/gallery')
    .map((file) => readFileSync(`components/gallery/${file}`, 'utf8'))
    .join('\n');
  const missing = componentsIn('components/ui').filter(
    (name) =>
      !UNSEEN.has(name) && !INSIDE.has(name) && !gallery.includes(`'@/components/ui/${name}'`),
  );
  expect(missing).toEqual([]);
});
