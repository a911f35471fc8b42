import { expect, it } from "vitest";
import { presetAt } from "./presets";

const presets = [{ id: "soracomJapan", address: "https://api.soracom.io" }, { id: "soracomGlobal", address: "https://g.api.soracom.io" }] as const;

it("a public server is known by its address, however it is written", () => {
  expect(presetAt("https://API.soracom.io/", presets)?.id).toBe("soracomJapan");
  expect(presetAt("https://g.api.soracom.io", presets)?.id).toBe("soracomGlobal");
});
it("an address that only looks like it is somebody's own", () => {
  expect(presetAt("https://api.soracom.io.example.com", presets)).toBeUndefined();
  expect(presetAt("http://api.soracom.io", presets)).toBeUndefined();
});
