/**
 * The browser's history as people on phones expect it: whatever lies over a page has an entry of its
 * own, so that Back closes it, and an arrow to another page goes back where that page is right behind.
 * A place that one goes to within a page has one, too, and Back returns to the place before it. Each
 * entry keeps how many layers lie over its page, which of our pages is behind it, how many entries of
 * its own page lie between, and what was noted of the place when it was left.
 */
interface Entry {
  layers: number;
  behind: string | null;
  within: number;
  note: unknown;
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
/** Which place of which page was shown last, so that closing a layer is told from returning to a place. */
let shown = '';
/** What had been noted of the place that Back or Forward led to; null at any other. */
let returnNote: unknown = null;
const entryListeners = new Set<(isReturn: boolean) => void>();
const nowhere = (_pathname: string) => false;
/** Which addresses the page on the screen shows by itself. */
let isWithinPage = nowhere;

function readEntry(): Entry {
  const state: unknown = window.history.state;
  const kept = isRecord(state) ? state[KEY] : null;
  const { layers, behind, within, note = null } = isRecord(kept) ? kept : {};
  return {
    layers: typeof layers === 'number' ? layers : 0,
    behind: typeof behind === 'string' ? behind : null,
    within: typeof within === 'number' ? within : 0,
    note,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const stateOf = (entry: Entry) => ({ [KEY]: entry });

const placeShown = () => {
  const { pathname, search } = window.location;
  return `${readEntry().within} ${pathname}${search}`;
};

/** Tells those who follow when another place is shown. */
function tellPlace(isReturn: boolean): void {
  const place = placeShown();
  if (place === shown) return;
  shown = place;
  returnNote = isReturn ? readEntry().note : null;
  for (const listener of entryListeners) listener(isReturn);
}

function travel(delta: number): void {
  isTravelling = true;
  travelTimer = setTimeout(onStuck, TRAVEL_TIMEOUT_MS);
  window.history.go(delta);
}

/** Lets the entry count as one without layers: to go back once more might leave the page. */
function onStuck(): void {
  window.history.replaceState(stateOf({ ...readEntry(), layers: stack.length }), '');
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
  const { layers, behind, within } = readEntry();
  for (let number = layers + 1; number <= stack.length; number++) {
    window.history.pushState(stateOf({ layers: number, behind, within, note: null }), '');
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
  tellPlace(true);
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
  shown = placeShown();
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
  const state = stateOf({ layers: 0, behind: window.location.pathname, within: 0, note: null });
  if (layers > 0) window.history.replaceState(state, '', path);
  else window.history.pushState(state, '', path);
  tellPlace(false);
}

/** Gives the page shown another address in the place of its own, which neither Back nor a reload brings again. */
export function replaceAddress(path: string): void {
  if (isTravelling) {
    afterTravel = () => replaceAddress(path);
    return;
  }
  window.history.replaceState(stateOf(readEntry()), '', path);
  shown = placeShown();
}

/**
 * Gives another place of the page an entry of its own. The entry left keeps `note`, for whoever comes
 * back to it; what lies over the page stays open.
 */
export function pushPlace(path: string, note: unknown): void {
  followPageHistory();
  const again = () => pushPlace(path, note);
  const { layers, behind, within } = readEntry();
  if (isTravelling || layers > 0) {
    afterTravel = again;
    if (!isTravelling) travel(-layers);
    return;
  }
  window.history.replaceState(stateOf({ layers, behind, within, note }), '');
  window.history.pushState(stateOf({ layers, behind, within: within + 1, note: null }), '', path);
  tellPlace(false);
  planSettling();
}

/** Goes back to the place of this page before the one shown, and closes what lies over it. */
export function returnToPlace(): void {
  const { layers, within } = readEntry();
  if (within > 0 && !isTravelling) window.history.go(-(layers + 1));
}

/** Whether there is a place of this page before the one shown. */
export const hasPlaceBefore = (): boolean => readEntry().within > 0;

/** What was noted of the place shown, if Back or Forward led to it; else null. */
export const readReturnNote = (): unknown => returnNote;

/**
 * Calls `listener` whenever another place or page is shown, with whether Back or Forward led to it.
 * Returns an unsubscribe function.
 */
export function followPlaces(listener: (isReturn: boolean) => void): () => void {
  followPageHistory();
  entryListeners.add(listener);
  return () => entryListeners.delete(listener);
}

/** Goes back to a page where it is right behind, and puts it in the place of this one elsewhere. */
export function returnToPage(path: string): void {
  followPageHistory();
  if (isTravelling) {
    afterTravel = () => returnToPage(path);
    return;
  }
  const { layers, within, behind: pageBehind } = readEntry();
  const behind = within > 0 ? window.location.pathname : pageBehind;
  const replace = () => {
    window.history.replaceState(stateOf({ layers: 0, behind, within: 0, note: null }), '', path);
    tellPlace(false);
  };
  if (pageBehind === path) {
    travel(-(layers + within + 1));
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
