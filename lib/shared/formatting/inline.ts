/** A piece of a text; `start` is where it, or its mark, begins. */
export type Inline = InlineText | InlineLink | InlineMarked;

interface InlineText {
  kind: 'text' | 'code';
  start: number;
  text: string;
}

interface InlineLink {
  kind: 'link';
  start: number;
  text: string;
  href: string;
}

interface InlineMarked {
  kind: 'strong' | 'em' | 'del';
  start: number;
  children: Inline[];
}

/** Puts a piece behind others; plain text joins the plain text that it goes on with. */
export function append(nodes: Inline[], node: Inline): void {
  const last = nodes.at(-1);
  const isNext =
    last?.kind === 'text' && node.kind === 'text' && last.start + last.text.length === node.start;
  if (isNext) nodes[nodes.length - 1] = { ...last, text: last.text + node.text };
  else nodes.push(node);
}
