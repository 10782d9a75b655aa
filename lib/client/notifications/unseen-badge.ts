import { setAppBadge } from '@/lib/client/platform/secure-context';

const ICON_SELECTOR = 'link[rel~="icon"]';
/** Two digits are the most that can be read at this size. */
const COUNT_MAX = 99;

/** Draws the number of unseen messages on the tab's icon and on the installed app's. */
export class UnseenBadge {
  #count = 0;
  /** The icon's SVG text; null until it is loaded. */
  #drawing: string | null = null;
  #drawn: { count: number; href: string } | null = null;
  readonly #plain = new WeakMap<HTMLLinkElement, string>();
  #observer: MutationObserver | null = null;

  /** Safe to call with the same number again. */
  show(count: number): void {
    if (count === this.#count) return;
    this.#count = count;
    void setAppBadge(count);
    void this.#draw();
  }

  clear(): void {
    this.show(0);
    this.#observer?.disconnect();
    this.#observer = null;
  }

  async #draw(): Promise<void> {
    if (this.#count > 0) {
      this.#drawing ??= await fetchDrawing();
      // Next replaces the links when the page changes.
      this.#observer ??= observeHead(() => this.#apply());
    }
    this.#apply();
  }

  #apply(): void {
    for (const link of document.querySelectorAll<HTMLLinkElement>(ICON_SELECTOR)) {
      const href = link.getAttribute('href') ?? '';
      const plain = this.#plain.get(link) ?? href;
      this.#plain.set(link, plain);
      const wanted = this.#count > 0 && this.#drawing ? this.#badged(this.#drawing) : plain;
      if (href !== wanted) link.setAttribute('href', wanted);
    }
  }

  #badged(drawing: string): string {
    if (this.#drawn?.count !== this.#count) {
      this.#drawn = { count: this.#count, href: withBadge(drawing, this.#count) };
    }
    return this.#drawn.href;
  }
}

/** The icon as a data URL with a number in its corner. */
function withBadge(drawing: string, count: number): string {
  const text = count > COUNT_MAX ? `${COUNT_MAX}` : String(count);
  const badge =
    '<circle cx="22" cy="10" r="10" fill="#e03131"/>' +
    `<text x="22" y="15" font-family="sans-serif" font-weight="700" font-size="${text.length > 1 ? 13 : 15}" text-anchor="middle" fill="#fff">${text}</text>`;
  const svg = drawing.replace('</svg>', `${badge}</svg>`);
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

async function fetchDrawing(): Promise<string | null> {
  try {
    const answer = await fetch('/icon.svg');
    return answer.ok ? await answer.text() : null;
  } catch {
    return null;
  }
}

function observeHead(onChange: () => void): MutationObserver {
  const observer = new MutationObserver(onChange);
  observer.observe(document.head, { childList: true });
  return observer;
}
