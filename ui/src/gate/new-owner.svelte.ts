// A new account and its owner while they are written down. Says what is missing; asks nothing.
import { m } from "$lib/i18n.svelte";
import type { Trouble } from "$lib/state/trouble.svelte";
import { looksLikeEmail } from "./check";

export class NewOwner {
  name = $state("");
  email = $state("");
  password = $state("");

  /** Says at each field what is wrong with it; true when nothing is. */
  complete(trouble: Trouble): boolean {
    trouble.clear();
    if (this.name.trim() === "") trouble.set("name", m.gate_create_name_missing());
    if (this.email.trim() === "") trouble.set("email", m.gate_email_missing());
    else if (!looksLikeEmail(this.email)) trouble.set("email", m.gate_email_shape());
    if (this.password === "") trouble.set("password", m.gate_password_new_missing());
    return !trouble.any;
  }

  get form(): { name: string; email: string; password: string } {
    return { name: this.name.trim(), email: this.email.trim(), password: this.password };
  }
}
