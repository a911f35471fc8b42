import { describe, expect, it } from "vitest";
import { NewUser } from "./new-user.svelte";

const OPERATOR = "OP0048213907";

describe("a new user is asked for with", () => {
  it("an invitation, and nothing that was typed for the other way", () => {
    const user = new NewUser("", "invite");
    user.name = "Saki Noguchi";
    user.password = "typed before the way was changed";
    user.contact = " saki@kitahama.example ";
    expect(user.request(OPERATOR, undefined)).toEqual({ operatorId: OPERATOR, userName: "s.noguchi", description: "Saki Noguchi", contact: "saki@kitahama.example", invite: true });
  });
  it("a password that is handed over", () => {
    const user = new NewUser("", "password");
    user.userName = "saki";
    user.password = "seven kites over a quiet harbour";
    user.contact = "saki@kitahama.example";
    expect(user.request(OPERATOR, "{}")).toEqual({ operatorId: OPERATOR, userName: "saki", permission: "{}", password: "seven kites over a quiet harbour", mustChangePassword: true });
  });
  it("no way in yet", () => {
    const user = new NewUser("", "invite");
    user.userName = "saki";
    user.contact = "saki@kitahama.example";
    user.signIn = false;
    expect(user.request(OPERATOR, undefined)).toEqual({ operatorId: OPERATOR, userName: "saki" });
  });
});

it("an address that was typed would be lost", () => {
  const user = new NewUser("", "invite");
  expect(user.touched).toBe(false);
  user.contact = "s";
  expect(user.touched).toBe(true);
});
