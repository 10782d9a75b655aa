import { Fragment, type ReactNode } from 'react';
import type { Inline } from '@/lib/shared/formatting/inline';
import type { Block } from '@/lib/shared/formatting/parse-text';

/** The id of the words that say so: beside a link, or within it, they would be copied with the text. */
export const NEW_TAB_HINT_ID = 'opens-in-new-tab';
const NEW_TAB = {
  target: '_blank',
  rel: 'noopener noreferrer nofollow',
  'aria-describedby': NEW_TAB_HINT_ID,
};
const isWeb = (href: string) => !href.startsWith('mailto:');

interface TextBlocksProps {
  blocks: readonly Block[];
  isOwn: boolean;
  /** Stands behind the last word of a quote or an item that ends the text. */
  end: ReactNode;
  /** What copies the code that begins there; null while that is loaded. */
  copyButton: (start: number) => ReactNode;
}

/** A message's text as it is meant. Its plain lines stand in the line of what follows them. */
export function TextBlocks({ blocks, isOwn, end, copyButton }: TextBlocksProps) {
  return blocks.map(({ kind, start, label, children }, index) => {
    const inlines = <Inlines nodes={children} isOwn={isOwn} />;
    const last = index === blocks.length - 1 && end;
    if (kind === 'text') return <Fragment key={start}>{inlines}</Fragment>;
    if (kind === 'quote') {
      return (
        <blockquote key={start} className="my-0.5 border-s-[3px] border-current/50 ps-2.5">
          {inlines}
          {last}
        </blockquote>
      );
    }
    if (kind === 'item') {
      return (
        <div key={start} className="flex">
          <span className="shrink-0 whitespace-pre">{label}</span>
          <span className="min-w-0">
            {inlines}
            {last}
          </span>
        </div>
      );
    }
    return (
      // Code runs from left to right. The button at its end takes the focus, and with it the arrow
      // keys that scroll.
      <div
        key={start}
        dir="ltr"
        className={`my-1 flex items-start overflow-x-auto overscroll-x-contain rounded-lg text-sm leading-5 ${isOwn ? 'bg-code-own' : 'bg-code'}`}
      >
        <pre
          data-language={label || undefined}
          className="shrink-0 grow py-3 ps-3 font-mono whitespace-pre data-language:before:block data-language:before:font-sans data-language:before:text-meta data-language:before:content-[attr(data-language)]"
        >
          <code>{inlines}</code>
        </pre>
        <span className="sticky end-0 flex min-h-11 w-11 shrink-0 bg-inherit">
          {copyButton(start)}
        </span>
      </div>
    );
  });
}

function Inlines({ nodes, isOwn }: { nodes: readonly Inline[]; isOwn: boolean }) {
  return nodes.map((node) => {
    if ('children' in node) {
      const Tag = node.kind;
      return (
        <Tag key={node.start} className="[strong&]:font-semibold">
          <Inlines nodes={node.children} isOwn={isOwn} />
        </Tag>
      );
    }
    if (node.kind === 'link') {
      return (
        <a
          key={node.start}
          // An address is read from left to right; the text's direction is that of its words.
          dir="ltr"
          href={node.href}
          {...(isWeb(node.href) && NEW_TAB)}
          className={`underline underline-offset-2 focus-visible:outline-current focus-visible:-outline-offset-1 ${isOwn ? '' : 'text-accent'}`}
        >
          {node.text}
        </a>
      );
    }
    if (node.kind === 'code') {
      return (
        <code
          key={node.start}
          dir="ltr"
          className={`rounded px-1 py-px font-mono text-[0.9em] ${isOwn ? 'bg-code-own' : 'bg-code'}`}
        >
          {node.text}
        </code>
      );
    }
    return <span key={node.start}>{node.text}</span>;
  });
}
