import { describe, expect, it } from "vitest";
import { called } from "./called";

describe("somebody is called", () => {
  it.each([
    ["Mei Sato", "Mei", "Mei Satoさん"],
    ["佐藤 芽衣", "佐藤", "佐藤さん"],
    ["ダニエル レイエス", "レイエス", "レイエスさん"],
    ["北浜 はるか", "北浜", "北浜さん"],
    ["Ana Maria de Souza", "Ana Maria de Souza", "Ana Maria de Souzaさん"],
    ["nightly backup", "nightly backup", "nightly backupさん"],
    ["Accounting, Osaka office", "Accounting, Osaka office", "Accounting, Osaka officeさん"],
  ])("%s", (description, english, japanese) => {
    expect(called({ userName: "u", description }, "en")).toBe(english);
    expect(called({ userName: "u", description }, "ja")).toBe(japanese);
  });

  it("by the user name when there is no name", () => {
    expect(called({ userName: "m.sato" }, "en")).toBe("m.sato");
    expect(called({ userName: "m.sato" }, "ja")).toBe("m.satoさん");
    expect(called({ userName: "m.sato", description: " " }, "en")).toBe("m.sato");
  });
});
