// Enter that ends an input method's composition never submits a form, in any engine.

/** Watches a window; returns what ends the watch. */
export function guardComposition(target: Window): () => void {
  let composing = false;
  const down = (event: KeyboardEvent) => {
    // engines differ in whether the Enter that commits is still "composing"; 229 is the older way to say so
    composing = event.key === "Enter" ? event.isComposing || event.keyCode === 229 : composing && event.isComposing;
  };
  const up = () => (composing = false);
  const submit = (event: Event) => {
    if (!composing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  target.addEventListener("keydown", down, true);
  target.addEventListener("keyup", up, true);
  target.addEventListener("submit", submit, true);
  return () => {
    target.removeEventListener("keydown", down, true);
    target.removeEventListener("keyup", up, true);
    target.removeEventListener("submit", submit, true);
  };
}
