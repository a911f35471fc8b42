// F6: the focus goes from region to region. A region is any element with data-region, in the order of the page.

/** Where the focus goes next; `back` for Shift F6. */
export function nextRegion<T>(regions: readonly T[], current: T | undefined, back: boolean): T | undefined {
  if (regions.length === 0) return undefined;
  const at = current === undefined ? -1 : regions.indexOf(current);
  const step = back ? -1 : 1;
  return regions[(Math.max(at, back ? 0 : -1) + step + regions.length) % regions.length];
}

const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), select, textarea, [tabindex]:not([tabindex="-1"])';

export function focusNextRegion(back: boolean): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter((one) => one.offsetParent !== null);
  const current = document.activeElement?.closest<HTMLElement>("[data-region]") ?? undefined;
  const next = nextRegion(regions, current, back);
  const first = next?.querySelector<HTMLElement>('[aria-current="page"], [data-first]') ?? next?.querySelector<HTMLElement>(FOCUSABLE);
  first?.focus();
}
