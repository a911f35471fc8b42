// A permission document as a list of statements, for showing it. What a statement means is for the engine to say.

export interface Statement {
  effect: "allow" | "deny";
  api: string[];
  condition: string | undefined;
}

/** The statements of a document that was found to be in order; nothing for any other text. */
export function statementsOf(text: string): Statement[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  const list = (parsed as { statements?: unknown } | null)?.statements;
  if (!Array.isArray(list)) return [];
  return list.flatMap((one: { effect?: unknown; api?: unknown; condition?: unknown } | null) => {
    if (one === null || (one.effect !== "allow" && one.effect !== "deny")) return [];
    const api = [one.api].flat().filter((name): name is string => typeof name === "string");
    return [{ effect: one.effect, api, condition: typeof one.condition === "string" ? one.condition : undefined }];
  });
}
