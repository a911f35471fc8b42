// What a form can tell before it asks: shapes only. The engine decides.

/** somebody@somewhere, without spaces. */
export const looksLikeEmail = (text: string) => /^[^\s@]+@[^\s@]+$/.test(text.trim());

/** OP and 10 digits, however it was typed: spaces, dashes and full-width letters are forgiven. */
export function operatorIdOf(text: string): string | undefined {
  const plain = text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
  return /^OP\d{10}$/.test(plain) ? plain : undefined;
}
