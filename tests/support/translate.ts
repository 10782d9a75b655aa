import type { Page } from 'playwright-core';

/**
 * Does to a page what the translation of a browser does: every text is replaced by another one inside
 * elements of the translator's own, now and whenever a text appears or changes. Goes with the page.
 */
export async function translatePage(page: Page): Promise<void> {
  await page.evaluate(() => {
    const isOurs = (node: Node) => node.parentElement?.closest('font') != null;
    const translate = (node: Text) => {
      const parent = node.parentElement;
      if (!parent || isOurs(node) || !node.data.trim()) return;
      if (parent.closest('script, style, textarea, svg')) return;
      const [outer, inner] = [document.createElement('font'), document.createElement('font')];
      inner.textContent = node.data;
      outer.append(inner);
      node.replaceWith(outer);
    };
    const translateAll = (root: Node) => {
      if (root instanceof Text) return translate(root);
      const texts: Text[] = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      while (walker.nextNode())
        if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
      texts.forEach(translate);
    };
    translateAll(document.body);
    new MutationObserver((records) => {
      for (const { type, target, addedNodes } of records) {
        if (type === 'characterData') translateAll(target);
        else for (const node of addedNodes) if (node.isConnected) translateAll(node);
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
}

/**
 * Texts that share their element with another child: React keeps hold of them, and loses them where a
 * page is translated.
 */
export function findSharedTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { currentNode: text } = walker;
      const parent = text.parentElement;
      if (!parent || !text.textContent?.trim() || parent.closest('script, style, svg')) continue;
      if (parent.childNodes.length > 1) found.push(`<${parent.localName}> ${text.textContent}`);
    }
    return found;
  });
}
