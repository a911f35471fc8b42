import { expect, it } from "vitest";
import type { TokenPurpose } from "$lib/contract";
import { linkWords, setsPassword } from "./words";

const token = (purpose: TokenPurpose) => ({ purpose, operatorId: "OP0048213907", operatorName: "Kitahama Trading", email: "a@kitahama.example", userName: "m.sato", expireDateTime: 0 });
const PURPOSES: TokenPurpose[] = ["addEmail", "resetPassword", "recover", "objectToRecovery", "undoPrimary", "contact", "invitation", "userPassword"];

it.each(PURPOSES)("a link that does %s says so before, on its button, and afterwards", (purpose) => {
  const { password, ...texts } = linkWords(token(purpose));
  for (const text of Object.values(texts)) expect(text).not.toBe("");
  expect(password).toBe(setsPassword({ purpose }));
});
it("only four set a password", () => {
  expect(PURPOSES.filter((purpose) => setsPassword({ purpose }))).toEqual(["resetPassword", "recover", "invitation", "userPassword"]);
});
it("an account without a name is called by its number", () => {
  expect(linkWords({ ...token("addEmail"), operatorName: "" }).doneText).toContain("OP0048213907");
});
