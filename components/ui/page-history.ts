/**
 * The browser's history as people on phones expect it: whatever lies over a page has an entry of its
 * own, so that Back closes it, and an arrow to another page goes back where that page is right behind.
 * Each entry keeps how many layers lie over its page, and which of our pages the entry before it shows.
 */
interface Entry {
  layers: number;
  behind: string | null;
}

interface Layer {
  close: () => void;
}

const KEY = 'parley';

/** A browser with no entry to go back to fires no event; a busy one fires it late. */
const TRAVEL_TIMEOUT_MS = 5_000;

/** What lies over the page, the topmost last. */
const stack: Layer[] = [];
let isListening = false;
let isPlanned = false;
/** We have asked the browser to go back, and it has not done so yet. */
let isTravelling = false;
let travelTimer: ReturnType<typeof setTimeout> | undefined;
/** Callbacks that wait for that: an entry added meanwhile would be left again at once. */
let afterTravel: (() => void) | null = null;
const nowhere = (_pathname: string) => false;
/** Which addresses the page on the screen shows by itself. */
let isWithinPage = nowhere;

function readEntry(): Entry {
  const state: unknown = window.history.state;
  const kept = isRecord(state) ? state[KEY] : null;
  const { layers, behind } = isRecord(kept) ? kept : { layers: 0, behind: null };
  return {
    layers: typeof layers === 'number' ? layers : 0,
    behind: typeof behind === 'string' ? behind : null,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const stateOf = (entry: Entry) => ({ [KEY]: entry });

function travel(delta: number): void {
  isTravelling = true;
  travelTimer = setTimeout(onStuck, TRAVEL_TIMEOUT_MS);
  window.history.go(delta);
}

/** Lets the entry count as one without layers: to go back once more might leave the page. */
function onStuck(): void {
  const { behind } = readEntry();
  window.history.replaceState(stateOf({ layers: stack.length, behind }), '');
  onTravelled();
}

function onTravelled(): void {
  isTravelling = false;
  clearTimeout(travelTimer);
  const next = afterTravel;
  afterTravel = null;
  next?.();
  settle();
}

/** Brings the history to as many entries as there are layers. */
function settle(): void {
  isPlanned = false;
  if (isTravelling) return;
  const { layers, behind } = readEntry();
  for (let number = layers + 1; number <= stack.length; number++) {
    window.history.pushState(stateOf({ layers: number, behind }), '');
  }
  if (layers > stack.length) travel(stack.length - layers);
}

/**
 * After everything in this turn has opened and closed: a layer that replaces another one takes its
 * entry.
 */
function planSettling(): void {
  if (isPlanned) return;
  isPlanned = true;
  queueMicrotask(settle);
}

function onPopState(event: PopStateEvent): void {
  if (isWithinPage(window.location.pathname)) {
    event.stopImmediatePropagation();
    showAddress();
  }
  if (isTravelling) {
    clearTimeout(travelTimer);
    // The router handles the same event later, and would drop a navigation that started before it
    // has.
    setTimeout(onTravelled);
    return;
  }
  const { layers } = readEntry();
  while (stack.length > layers) stack.pop()?.close();
  // The entry of a layer that is not open any more: skipped, so that every press of Back does
  // something.
  if (layers > stack.length) travel(stack.length - layers);
}

/**
 * Tells the router the address alone. It would bring back the page on which the entry was made, and
 * where a reload has brought another one since, ask the server for it: for so long it heeds no further
 * press of Back.
 */
function showAddress(): void {
  const state = stateOf(readEntry());
  // Past the router, which keeps its part of the entry; without that it stays with the page it has.
  History.prototype.replaceState.call(window.history, state, '');
  window.history.replaceState(state, '', window.location.href);
}

/**
 * Begins to follow the history. After a reload nothing lies over the page any more, whatever the
 * entry says. Safe to call again.
 */
export function followPageHistory(): void {
  if (isListening) return;
  isListening = true;
  // Before the router.
  window.addEventListener('popstate', onPopState, { capture: true });
  planSettling();
}

/**
 * For a page that shows several addresses by itself: lets Back and Forward between these change the
 * address and nothing else. Returns a function that ends it.
 */
export function stayWithin(isOwnPath: (pathname: string) => boolean): () => void {
  followPageHistory();
  isWithinPage = isOwnPath;
  return () => {
    isWithinPage = nowhere;
  };
}

/** Notes that something lies over the page, until the function it returns is called. */
export function openLayer(close: () => void): () => void {
  followPageHistory();
  const layer = { close };
  stack.push(layer);
  planSettling();
  return () => {
    const index = stack.indexOf(layer);
    // Closed by Back, it is gone already.
    if (index < 0) return;
    stack.splice(index, 1);
    planSettling();
  };
}

/** Does something once what has just been closed has left the history. */
export function afterClosing(action: () => void): void {
  setTimeout(() => {
    if (isTravelling) afterTravel = action;
    else action();
  });
}

/** Opens one of our pages. If a layer lay over the last page, its entry is replaced. */
export function pushPage(path: string): void {
  if (isTravelling) {
    afterTravel = () => pushPage(path);
    return;
  }
  const { layers } = readEntry();
  const state = stateOf({ layers: 0, behind: window.location.pathname });
  if (layers > 0) window.history.replaceState(state, '', path);
  else window.history.pushState(state, '', path);
}

/** Goes back to a page where it is right behind, and puts it in the place of this one elsewhere. */
export function returnToPage(path: string): void {
  followPageHistory();
  if (isTravelling) {
    afterTravel = () => returnToPage(path);
    return;
  }
  const { layers, behind } = readEntry();
  const replace = () => window.history.replaceState(stateOf({ layers: 0, behind }), '', path);
  if (behind === path) {
    travel(-(layers + 1));
  } else if (layers > 0) {
    afterTravel = replace;
    travel(-layers);
  } else {
    replace();
  }
}

/**
 * Whether the entry right behind this one shows a page under that path, however it was come by. False
 * where the browser does not tell.
 */
export function isBehind(path: string): boolean {
  if (!('navigation' in window)) return false;
  const { currentEntry } = window.navigation;
  const before = window.navigation.entries()[(currentEntry?.index ?? 0) - 1]?.url;
  if (!before || !URL.canParse(before)) return false;
  const { origin, pathname } = new URL(before);
  return origin === location.origin && (pathname === path || pathname.startsWith(`${path}/`));
}
