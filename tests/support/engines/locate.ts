export interface Target {
  role?: string;
  /** The name by which it is known to those who listen, or a part of it. */
  name?: string;
  /** What is written in it, or a part of it. */
  text?: string;
  /** Only within the first that has this role. */
  within?: string;
  scrollTo?: boolean;
}

export interface Found {
  /** Its middle. */
  x: number;
  y: number;
  width: number;
  height: number;
  top: number;
  value: string;
  /** Whether a click in its middle would reach it. */
  isReachable: boolean;
}

/** Runs in a page, so it knows nothing from outside: the last of the innermost elements that fit. */
export function locate({ role, name, text, within, scrollTo }: Target): Found | null {
  const selectors: Record<string, string> = {
    button: 'button, [role="button"]',
    link: 'a[href]',
    textbox: 'textarea, input:not([type]), input[type="text"], input[type="email"]',
    password: 'input[type="password"]',
    dialog: 'dialog, [role="dialog"]',
    image: 'img',
    main: 'main',
  };
  const select = (of: string) => selectors[of] ?? `[role="${of}"]`;
  const scope = within ? document.querySelector(select(within)) : document.body;
  if (!scope) return null;
  const nameOf = (element: Element) => {
    const labels = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? [];
    const labelled = labels.map((id) => document.getElementById(id)?.textContent).join(' ');
    const own = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    return (
      element.getAttribute('aria-label') ??
      (labelled || own.map((label) => label.textContent).join(' ') || element.textContent || '')
    );
  };
  const found = [...scope.querySelectorAll<HTMLElement>(role ? select(role) : '*')].filter(
    (element) =>
      element.getClientRects().length > 0 &&
      (name === undefined || nameOf(element).includes(name)) &&
      (text === undefined || element.textContent?.includes(text)),
  );
  const element = found.findLast(
    (each) => !found.some((other) => other !== each && each.contains(other)),
  );
  if (!element) return null;
  if (scrollTo) element.scrollIntoView({ block: 'nearest' });
  const { left, top, width, height } = element.getBoundingClientRect();
  const [x, y] = [left + width / 2, top + height / 2];
  const hit = document.elementFromPoint(x, y);
  return {
    x,
    y,
    width,
    height,
    top,
    value: 'value' in element ? String(element.value) : '',
    isReachable: hit !== null && element.contains(hit) && !element.matches(':disabled'),
  };
}
