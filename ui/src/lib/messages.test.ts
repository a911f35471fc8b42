import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const folder = new URL("../../messages/", import.meta.url);
const read = (locale: string, file: string) => {
  const { $schema: _, ...texts } = JSON.parse(readFileSync(new URL(`${locale}/${file}`, folder), "utf8")) as Record<string, string>;
  return texts;
};
const files = readdirSync(new URL("en/", folder)).filter((file) => file.endsWith(".json"));
const slots = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

it.each(files)("%s says the same things in both languages", (file) => {
  const [en, ja] = [read("en", file), read("ja", file)];
  expect(Object.keys(ja).sort()).toEqual(Object.keys(en).sort());
  for (const key of Object.keys(en)) {
    if (typeof en[key] !== "string") continue;
    // Japanese may leave a name out where English cannot, but knows no others
    expect(slots(en[key] ?? ""), key).toEqual(expect.arrayContaining(slots(ja[key] ?? "")));
  }
});
it("a name is used once over all files", () => {
  const names = files.flatMap((file) => Object.keys(read("en", file)));
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
});
it("Japanese texts hold no English sentences", () => {
  for (const file of files) {
    for (const [key, text] of Object.entries(read("ja", file))) {
      if (typeof text === "string" && text.length > 24) expect(/[ぁ-んァ-ヶ一-龠]/.test(text), `${key}: ${text}`).toBe(true);
    }
  }
});
