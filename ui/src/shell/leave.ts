// Signing out. What is unsaved goes with it, so a screen that guards its edits is asked first.
import * as backend from "$lib/backend";
import { router } from "$lib/state/router.svelte";
import { drafts } from "$lib/state/drafts.svelte";
import { shell } from "$lib/state/shell.svelte";
import { toast } from "$lib/state/trouble.svelte";

export async function leave(connection: string): Promise<void> {
  try {
    await shell.do(backend.signOut(connection));
    drafts.forget();
    router.go("/", {}, true);
  } catch (error) {
    toast(error);
  }
}
