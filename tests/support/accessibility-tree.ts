import type { Page } from 'playwright-core';

/**
 * What programs that read the screen are told of the elements of one role, in their order: their names.
 * Of a browser of the test's own: one of a single process does not survive another page after it.
 */
export async function heardOf(page: Page, role: string): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  return nodes
    .filter((node) => node.role?.value === role)
    .map(({ name }) =>
      String(name?.value ?? '')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
}
