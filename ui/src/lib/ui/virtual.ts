// Which rows of a long list are in sight. Numbers only.

export interface Stretch {
  /** First row to draw. */
  first: number;
  /** One after the last row to draw. */
  end: number;
  /** Pixels of empty space above the first and below the last. */
  above: number;
  below: number;
}

/** Browsers stop drawing somewhere above 16 million pixels: a longer list is scrolled in proportion. */
export const TALLEST = 12_000_000;

/** The rows to draw for a scroll position, with `spare` more on either side. */
export function stretch(scrollTop: number, height: number, rowHeight: number, count: number, spare = 8): Stretch {
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight) - spare));
  const end = Math.max(first, Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + spare));
  return { first, end, above: first * rowHeight, below: Math.max(0, (count - end) * rowHeight) };
}

/** Where to scroll so that a row is wholly in sight; the same position when it is already. `covered` is under a sticky header. */
export function scrollTo(row: number, scrollTop: number, height: number, rowHeight: number, covered = 0): number {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  const bottom = top + rowHeight + covered;
  return bottom > scrollTop + height ? bottom - height : scrollTop;
}

/** Where the arrow keys, Home, End and the page keys lead from a row; undefined for any other key. */
export function move(key: string, row: number, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const to = { ArrowUp: row - 1, ArrowDown: row + 1, Home: 0, End: count - 1, PageUp: row - page, PageDown: row + page }[key];
  return to === undefined ? undefined : Math.max(0, Math.min(count - 1, to));
}
