/** How long a message gone to is marked. */
const MARKED_MS = 2_400;

/** Marks the row of a message gone to for a moment, and puts the focus there, unless it is in a search. */
export function markLanded(row: HTMLElement): void {
  // Whoever goes through what a search has found goes on in its bar.
  if (!document.activeElement?.closest('search')) row.focus({ preventScroll: true });
  // A second jump to the same one begins the mark anew.
  delete row.dataset.landed;
  void row.offsetWidth;
  row.dataset.landed = '';
  setTimeout(() => delete row.dataset.landed, MARKED_MS);
}
