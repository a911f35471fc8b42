import { describe, expect, it } from "vitest";
import type { MailSettings } from "$lib/contract";
import { passwordNeed, portAfter, readTyped, serverOf, typedOf, wrongWith, type Typed } from "./form";

const own = { host: "smtp.kitahama.example", port: 587, security: "starttls", userName: "latchkey", senderName: "Kitahama", senderAddress: "no-reply@kitahama.example" } as const;
const settings: MailSettings = { through: "own", serverHasMail: false, own, hasPassword: true, ownerMustConfirm: false };
const typed = (patch: Partial<Typed> = {}): Typed => ({ ...typedOf(settings), ...patch });

describe("the port", () => {
  it.each([
    ["587", "starttls", "tls", "465"],
    ["465", "tls", "starttls", "587"],
    ["", "starttls", "tls", "465"],
    ["2525", "starttls", "tls", "2525"],
    ["465", "starttls", "tls", "465"],
  ] as const)("%s of %s becomes, with %s, %s", (port, before, after, expected) => {
    expect(portAfter(port, before, after)).toBe(expected);
  });
});

describe("the kept password", () => {
  it("serves while it goes to whom it was given for, whoever mail is from", () => {
    expect(passwordNeed(settings, typed())).toBe("kept");
    expect(passwordNeed(settings, typed({ senderName: "Other", senderAddress: "a@b.example", host: " smtp.kitahama.example " }))).toBe("kept");
  });
  // nobody can have it sent elsewhere
  it.each([{ host: "smtp.evil.example" }, { port: "25" }, { security: "tls" as const }, { userName: "other" }])("is asked for again after %o", (patch) => {
    expect(passwordNeed(settings, typed(patch))).toBe("needed");
  });
  it("is asked for where none is kept, and for no user name at all", () => {
    expect(passwordNeed({ own, hasPassword: false }, typed())).toBe("needed");
    expect(passwordNeed({ hasPassword: false }, typed())).toBe("needed");
    expect(passwordNeed(settings, typed({ userName: "  " }))).toBe("none");
  });
});

it("what is typed becomes what is asked for", () => {
  expect(serverOf(typed({ host: " h ", port: " 465 ", userName: " " }))).toEqual({ host: "h", port: 465, security: "starttls", senderName: "Kitahama", senderAddress: "no-reply@kitahama.example" });
  expect(typedOf({ through: "none", serverHasMail: false, hasPassword: false, ownerMustConfirm: false })).toMatchObject({ through: "none", host: "", port: "587", security: "starttls" });
});

describe("a field says what is wrong with it", () => {
  it.each(["", "smtp example", "https://smtp.example", "smtp.example:587", "a@b"])("host %j", (host) => expect(wrongWith("own.host", typed({ host }))).toBeDefined());
  it.each(["smtp.example.com", "127.0.0.1", "[::1]", "::1", "localhost"])("not host %j", (host) => expect(wrongWith("own.host", typed({ host }))).toBeUndefined());
  it.each(["", "0", "65536", "x", "5.5", "-1"])("port %j", (port) => expect(wrongWith("own.port", typed({ port }))).toBeDefined());
  it.each(["1", " 587 ", "65535"])("not port %j", (port) => expect(wrongWith("own.port", typed({ port }))).toBeUndefined());
  it("sender", () => {
    expect(wrongWith("own.senderAddress", typed({ senderAddress: "" }))).toBeDefined();
    expect(wrongWith("own.senderAddress", typed({ senderAddress: "no-reply" }))).toBeDefined();
    expect(wrongWith("own.senderAddress", typed())).toBeUndefined();
  });
});

it("an edit that was kept comes back, unless it cannot be read", () => {
  expect(readTyped(JSON.stringify(typed()))).toEqual(typed());
  for (const text of [undefined, "", "{", "{}", JSON.stringify({ ...typed(), port: 5 }), JSON.stringify({ ...typed(), security: "none" })]) expect(readTyped(text)).toBeUndefined();
});
