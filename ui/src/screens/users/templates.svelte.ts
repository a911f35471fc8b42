// The documents that permissions can start from, read once per account and language.
import type { PermissionTemplate } from "$lib/contract";
import { language } from "$lib/i18n.svelte";
import { ask } from "$lib/state/ask";
import { session } from "$lib/state/session.svelte";

class Templates {
  list = $state.raw<readonly PermissionTemplate[]>([]);
  /** They could not be read: permissions are written from nothing instead. */
  failed = $state(false);
  #of = "";

  /** Reads them unless they are here. Nothing else waits for them. */
  async load(): Promise<void> {
    const of = `${session.operatorId} ${language.current}`;
    if (this.#of === of && this.list.length > 0) return;
    if (!session.serves("Access:listTemplates")) {
      [this.list, this.#of, this.failed] = [[], of, false];
      return;
    }
    try {
      this.list = await ask("Access:listTemplates", {});
      this.#of = of;
      this.failed = false;
    } catch {
      this.failed = true;
    }
  }

  /** What people call it; the ID itself when nobody has a name for it. */
  name(id: string): string {
    return this.list.find((template) => template.id === id)?.name ?? id;
  }
}

export const templates = new Templates();

/** What a template is about, for grouping: by its stable word. */
export function subject(id: string): "billing" | "people" | "account" | "empty" {
  if (id.startsWith("billing")) return "billing";
  if (id === "no_access") return "empty";
  return ["people", "audit_log", "change_own_password"].includes(id) ? "people" : "account";
}
