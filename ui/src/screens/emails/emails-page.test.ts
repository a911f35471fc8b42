import { expect, it } from "vitest";
import type { Email, EmailRole, MailKind, SystemNotification } from "$lib/contract";
import type { ask } from "$lib/state/ask";
import { EmailsPage } from "./emails-page.svelte";

const email = (emailId: string): Email => ({ emailId, email: `${emailId}@kitahama.example`, verified: true, createDateTime: 0, updateDateTime: 0 });

/** A place that keeps addresses and roles, and refuses or waits where a test says so. */
class Place {
  emails = [email("haruka"), email("keiri"), email("home")];
  roles: Record<EmailRole, string[]> = { primary: ["haruka"], recovery: ["home"], billing: ["keiri"], support: [] };
  asked: string[] = [];
  refuses: string | undefined;
  kinds: Partial<MailKind>[] = [];
  late: Promise<void> = Promise.resolve();

  readonly ask = (async (operation: string, request: { type: EmailRole; emailIdList?: string[]; emailId?: string }) => {
    this.asked.push(operation);
    const roles = Object.entries(this.roles).map(([type, ids]) => ({ type, emailIdList: [...ids] }) as SystemNotification);
    const emails = [...this.emails];
    if (operation === "Email:listEmails" || operation === "SystemNotification:listSystemNotifications") await this.late;
    if (operation === this.refuses) throw { code: "busy", message: "Not now." };
    if (operation.endsWith("SystemNotification")) this.roles[request.type] = request.emailIdList ?? [];
    if (operation === "Email:deleteEmail") this.emails = this.emails.filter(({ emailId }) => emailId !== request.emailId);
    return { "Email:listEmails": emails, "SystemNotification:listSystemNotifications": roles, "Mail:listMailKinds": this.kinds, "Email:getWayBack": { score: 0, findings: [] } }[operation] ?? null;
  }) as unknown as typeof ask;
}

async function opened() {
  const place = new Place();
  const page = new EmailsPage(place.ask);
  await page.load();
  return { place, page };
}

it("a role is shown where it was given before the answer is here", async () => {
  const { place, page } = await opened();
  const given = page.give("billing", ["keiri", "home"]);
  expect(page.holders.billing).toEqual(["keiri", "home"]);
  await given;
  expect(place.roles.billing).toEqual(["keiri", "home"]);
});
it("a role that is refused goes back to who had it, and no other role changes", async () => {
  const { place, page } = await opened();
  place.refuses = "SystemNotification:setSystemNotification";
  await expect(page.give("recovery", ["keiri"])).rejects.toMatchObject({ code: "busy" });
  expect(page.holders).toMatchObject({ recovery: ["home"], billing: ["keiri"] });
});
it("a new primary address is shown only once its password was right", async () => {
  const { place, page } = await opened();
  place.refuses = "SystemNotification:setSystemNotification";
  const given = page.give("primary", ["home"], "not it");
  expect(page.holders.primary).toEqual(["haruka"]);
  await expect(given).rejects.toMatchObject({ code: "busy" });
  expect(page.holders).toMatchObject({ primary: ["haruka"], recovery: ["home"] });
});
it("a role that is taken from everybody is deleted, as servers of every make know it", async () => {
  const { place, page } = await opened();
  await page.give("billing", []);
  expect(place.asked).toContain("SystemNotification:deleteSystemNotification");
  expect(page.holders.billing).toEqual([]);
});
it("an answer that is older than a change made here is not shown", async () => {
  const { place, page } = await opened();
  let go = () => {};
  place.late = new Promise((resolve) => (go = resolve));
  const look = page.look();
  place.late = Promise.resolve();
  await page.give("support", ["home"]);
  go();
  await look;
  expect(page.holders.support).toEqual(["home"]);
});
it("an address is gone once it was deleted, and stays when it was not", async () => {
  const { place, page } = await opened();
  await page.remove("home", "keiri");
  expect(page.find("home")).toBeUndefined();
  place.refuses = "Email:deleteEmail";
  await expect(page.remove("keiri", "haruka")).rejects.toMatchObject({ code: "busy" });
  expect(page.find("keiri")).toBeDefined();
});
it("addresses that do not come are said to be missing; the other parts fail by themselves", async () => {
  const place = new Place();
  place.refuses = "Email:listEmails";
  const page = new EmailsPage(place.ask);
  await page.load();
  expect(page.failed?.code).toBe("busy");
  place.refuses = "Mail:listMailKinds";
  await page.load();
  expect(page.failed).toBeUndefined();
  expect(page.kinds.failed?.code).toBe("busy");
  expect(page.wayBack.failed).toBeUndefined();
});
it("a role is silent where nothing is sent to it at all, not where somebody switched it off or nobody knows", async () => {
  const { place, page } = await opened();
  expect(page.isSilent("billing")).toBe(false);
  place.kinds = [
    { roles: ["billing", "primary"], optional: false, on: false }, { roles: ["primary"], optional: true, on: false }, { roles: ["recovery"], optional: false, on: true },
  ];
  await page.load();
  expect((["primary", "recovery", "billing", "support"] as const).map((role) => page.isSilent(role))).toEqual([false, false, true, false]);
});
