// A code as it stands in a mail, however it was typed or pasted: its letters are those that the engine draws from.

/** The code's own letters, at most `length`: full-width letters, hyphens, spaces and capitals do not matter. */
export function codeOf(text: string, length: number): string {
  return text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1")
    .slice(0, length);
}
