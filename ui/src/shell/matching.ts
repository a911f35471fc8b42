// Matching text that somebody types against labels: every word somewhere, in any case and width.

const fold = (text: string) => text.normalize("NFKC").toLowerCase();

/** True when every word of the text is in the label. */
export function matches(label: string, text: string): boolean {
  const within = fold(label);
  return fold(text).split(/\s+/).every((word) => within.includes(word));
}

/** A label in pieces, those that match marked. */
export function marked(label: string, text: string): { text: string; hit: boolean }[] {
  const word = text.trim().toLowerCase();
  const at = word === "" ? -1 : label.toLowerCase().indexOf(word);
  // folding may change lengths: then nothing is marked rather than the wrong letters
  if (at < 0 || label.toLowerCase().length !== label.length) return [{ text: label, hit: false }];
  return [
    { text: label.slice(0, at), hit: false },
    { text: label.slice(at, at + word.length), hit: true },
    { text: label.slice(at + word.length), hit: false },
  ].filter((piece) => piece.text !== "");
}
