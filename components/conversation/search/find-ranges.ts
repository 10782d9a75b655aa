/** The text nodes below an element, and where each begins in all of its text. */
function textNodes(root: Element): { node: Text; start: number }[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes: { node: Text; start: number }[] = [];
  let start = 0;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (!(node instanceof Text)) continue;
    nodes.push({ node, start });
    start += node.data.length;
  }
  return nodes;
}

/**
 * Where texts stand below an element, one after the other. What a message shows may lack signs of what
 * was written (`*bold*`), so each is looked for behind the one before.
 */
export function findRanges(root: Element, texts: readonly string[]): Range[] {
  const nodes = textNodes(root);
  const whole = nodes.map(({ node }) => node.data).join('');
  const place = (at: number, isEnd: boolean) => {
    const held = nodes.findLast(({ start }) => (isEnd ? start < at : start <= at));
    return held && { node: held.node, offset: at - held.start };
  };
  const ranges: Range[] = [];
  let from = 0;
  for (const text of texts) {
    const at = whole.indexOf(text, from);
    if (at < 0) continue;
    from = at + text.length;
    const [first, last] = [place(at, false), place(from, true)];
    if (!first || !last) continue;
    const range = document.createRange();
    range.setStart(first.node, first.offset);
    range.setEnd(last.node, last.offset);
    ranges.push(range);
  }
  return ranges;
}
