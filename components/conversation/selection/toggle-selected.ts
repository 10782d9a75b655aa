export const SELECTED_MAX_COUNT = 100;

/** With those messages all in it, or all out of it if they were; as it was if that would be too many. */
export function toggleSelected(
  held: ReadonlySet<number>,
  seqs: readonly number[],
): ReadonlySet<number> {
  const next = new Set(held);
  const areIn = seqs.every((seq) => held.has(seq));
  for (const seq of seqs) {
    if (areIn) next.delete(seq);
    else next.add(seq);
  }
  return next.size > SELECTED_MAX_COUNT ? held : next;
}
