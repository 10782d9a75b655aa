'use client';

import { Component, type ReactNode, type RefObject } from 'react';
import { captureAnchor, restoreAnchor } from '@/components/chat/scroll-anchor';

interface ScrollKeeperProps {
  scroller: RefObject<HTMLElement | null>;
  children: ReactNode;
}

type Snapshot = { anchor: ReturnType<typeof captureAnchor> } | null;

/**
 * Keeps what the reader looks at in its place while messages arrive above or below it. A class,
 * because only `getSnapshotBeforeUpdate` can look at the page right before it changes; an effect
 * would know where things were a scroll event ago, and browsers that anchor by themselves (not all
 * do) anchor to what they like.
 */
export class ScrollKeeper extends Component<ScrollKeeperProps> {
  override getSnapshotBeforeUpdate(): Snapshot {
    const scroller = this.props.scroller.current;
    return scroller ? { anchor: captureAnchor(scroller) } : null;
  }

  override componentDidUpdate(_props: ScrollKeeperProps, _state: unknown, snapshot: Snapshot) {
    const scroller = this.props.scroller.current;
    if (scroller && snapshot) restoreAnchor(scroller, snapshot.anchor);
  }

  override render() {
    return this.props.children;
  }
}
