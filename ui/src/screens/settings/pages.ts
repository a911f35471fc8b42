// The pages of the settings that are for everyone: each is a screen of its own in somebody's access, and not on every server.
import { m } from "$lib/i18n.svelte";
import { session } from "$lib/state/session.svelte";

export const FOR_EVERYONE = {
  mail: { screen: "mail_server", operation: "Mail:getMailSettings", title: () => m.mailserver_title() },
  outbox: { screen: "outbox", operation: "Mail:searchOutbox", title: () => m.outbox_title() },
} as const;
export type ForEveryone = keyof typeof FOR_EVERYONE;

export const isForEveryone = (page: string): page is ForEveryone => page in FOR_EVERYONE;
export const isPageServed = (page: ForEveryone) => session.serves(FOR_EVERYONE[page].operation);
/** Whether a page is there for whoever is signed in. */
export const opensPage = (page: ForEveryone) => isPageServed(page) && session.opens(FOR_EVERYONE[page].screen);
