'use client';

import { Component, type ReactNode, type RefObject } from 'react';
import {
  captureAnchor,
  distanceToDivider,
  firstInView,
  restoreAnchor,
} from '@/components/conversation/timeline/scroll/scroll-anchor';

/** The reader has stopped scrolling when nothing moved for this long. */
const STILL_MS = 150;

interface ScrollKeeperProps {
  scroller: RefObject<HTMLElement | null>;
  /** The empty stretch that stands for the messages above the shown ones, and how high it should be. */
  above: RefObject<HTMLElement | null>;
  spaceBefore: number;
  /** Puts the reader back where they were if another width or text size has moved them since. */
  steady: () => void;
  children: ReactNode;
}

interface Snapshot {
  anchor: ReturnType<typeof captureAnchor>;
  row: Element | null;
  depth: number;
}

/**
 * Keeps what the reader looks at in its place while messages arrive above or below it. A class,
 * because only `getSnapshotBeforeUpdate` can look at the page right before it changes; an effect
 * would know where things were a scroll event ago, and browsers with scroll anchoring (not all have
 * it) choose another element.
 *
 * Nor does it change how far that is from the beginning in a frame in which the reader scrolls: the
 * scroll bar would move away under the pointer. The height above becomes what it should be once
 * they pause, or come near the beginning.
 */
export class ScrollKeeper extends Component<ScrollKeeperProps> {
  #height = 0;
  #top = 0;
  #movedAt = 0;
  #frame = 0;

  override componentDidMount() {
    this.#setHeight(this.props.spaceBefore);
  }

  override componentWillUnmount() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
  }

  override getSnapshotBeforeUpdate(): Snapshot | null {
    const scroller = this.props.scroller.current;
    if (!scroller) return null;
    this.props.steady();
    const row = firstInView(scroller);
    return { anchor: captureAnchor(scroller), row, depth: row ? depthOf(scroller, row) : 0 };
  }

  override componentDidUpdate(_props: ScrollKeeperProps, _state: unknown, snapshot: Snapshot) {
    const scroller = this.props.scroller.current;
    if (!scroller || !snapshot) return;
    const { anchor, row, depth } = snapshot;
    if (row?.isConnected && !isNearBeginning(scroller)) {
      this.#setHeight(Math.max(0, this.#height - (depthOf(scroller, row) - depth)));
      // Not in this frame: at the end, new messages scroll as well. Later pages do not delay it
      // further, or with steady messages it would never happen.
      if (this.#frame === 0) {
        this.#movedAt = performance.now();
        this.#frame = requestAnimationFrame(this.#settle);
      }
    } else {
      this.#setHeight(this.props.spaceBefore);
    }
    restoreAnchor(scroller, anchor);
    // While nobody looks it follows what comes only until the first of it would leave the view.
    const below = anchor || document.hasFocus() ? null : distanceToDivider(scroller);
    if (below !== null && below < 0) scroller.scrollTop += below;
  }

  override render() {
    return this.props.children;
  }

  /** Runs in each frame, right after it has scrolled, until one comes that does not. */
  readonly #settle = (now: number) => {
    this.#frame = 0;
    const scroller = this.props.scroller.current;
    if (!scroller || this.#height === this.props.spaceBefore) return;
    if (scroller.scrollTop !== this.#top) {
      this.#top = scroller.scrollTop;
      this.#movedAt = now;
    }
    if (now - this.#movedAt < STILL_MS) {
      this.#frame = requestAnimationFrame(this.#settle);
      return;
    }
    const anchor = captureAnchor(scroller);
    this.#setHeight(this.props.spaceBefore);
    restoreAnchor(scroller, anchor);
  };

  #setHeight(height: number): void {
    this.#height = height;
    const { current } = this.props.above;
    if (current) current.style.height = `${height}px`;
  }
}

/** How far below the beginning of the content an element stands. */
function depthOf(scroller: HTMLElement, element: Element): number {
  const content = scroller.firstElementChild?.getBoundingClientRect().top ?? 0;
  return element.getBoundingClientRect().top - content;
}

function isNearBeginning(scroller: HTMLElement): boolean {
  const { scrollHeight, clientHeight, scrollTop } = scroller;
  return scrollHeight - clientHeight + scrollTop < clientHeight;
}
