// What can be said of a document without an engine that explains it: whether it is JSON at all. Never what it allows.
import type { DocumentReport } from "$lib/contract";
import { m } from "$lib/i18n.svelte";

export function plainReport(document: string): DocumentReport {
  try {
    const formatted = `${JSON.stringify(JSON.parse(document), null, 2)}\n`;
    return { problems: [], beyondOwnRights: [], formatted };
  } catch {
    const end = document.length;
    return { problems: [{ severity: "error", code: "not_json", line: 1, column: 1, start: 0, end, message: m.server_not_json() }], beyondOwnRights: [] };
  }
}
