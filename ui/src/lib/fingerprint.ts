// A certificate's fingerprint as people compare it: the beginning and the end, or all of it in groups. Text in, text out.

const pairs = (fingerprint: string) => fingerprint.toUpperCase().replace(/[^0-9A-F]/g, "").match(/../g) ?? [];

/** "7C:41:9E:02 … D8:1B" */
export function shortened(fingerprint: string): string {
  const all = pairs(fingerprint);
  return all.length <= 8 ? all.join(":") : `${all.slice(0, 4).join(":")} … ${all.slice(-2).join(":")}`;
}

/** Four pairs at a time. */
export function groups(fingerprint: string): string[] {
  const all = pairs(fingerprint);
  return Array.from({ length: Math.ceil(all.length / 4) }, (_, at) => all.slice(at * 4, at * 4 + 4).join(":"));
}

/** How many characters somebody types to say that they compared the end. */
export const COMPARED = 8;

/** Whether what was typed, however it was written, is the end of the fingerprint. */
export function endsWith(fingerprint: string, typed: string): boolean {
  const end = typed.normalize("NFKC").toUpperCase().replace(/[\s:.…-]/g, "");
  return end.length >= COMPARED && pairs(fingerprint).join("").endsWith(end);
}
