// What can be typed next in a permission document: its fields, its effects, and every operation in words.
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";

/** An operation and what it means. */
export interface Operation {
  operation: string;
  words: string;
}

/** Which value the cursor stands in: the name of the field before it, as far as one line and its list tell. */
export function fieldAt(before: string): string | undefined {
  return /"(\w+)"\s*:\s*(?:\[(?:[^[\]{}"]|"[^"\n]*")*)?"[^"\n]*$/su.exec(before)?.[1];
}

/** Operations, and for every tag the whole of it. */
export function operationOptions(catalogue: Operation[], everything: (tag: string) => string): Completion[] {
  const tags = [...new Set(catalogue.map(({ operation }) => operation.split(":")[0] ?? ""))].filter(Boolean);
  return [
    ...tags.map((tag) => ({ label: `${tag}:*`, detail: everything(tag), boost: 1 })),
    ...catalogue.map(({ operation, words }) => ({ label: operation, detail: words })),
  ];
}

const fields: Completion[] = ["statements", "effect", "api", "condition"].map((label) => ({ label }));
const effects: Completion[] = ["allow", "deny"].map((label) => ({ label }));

/** Completes inside quotes only, so that nothing pops up between them. */
export function completions(operations: () => Completion[]) {
  return (context: CompletionContext): CompletionResult | null => {
    const typed = context.matchBefore(/"[\w:.*-]*$/u);
    if (!typed) return null;
    const before = context.state.sliceDoc(Math.max(0, context.pos - 4000), context.pos);
    const field = fieldAt(before);
    const options = field === "api" ? operations() : field === "effect" ? effects : field ? [] : fields;
    if (options.length === 0) return null;
    return { from: typed.from + 1, options, validFor: /^[\w:.*-]*$/u };
  };
}
