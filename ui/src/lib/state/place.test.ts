import { expect, it } from "vitest";
import { placeOf } from "./place";

const error = (over: object) => ({ code: "bad_request", message: "m", ...over });

it("an error about a field that is there belongs to the field", () => {
  expect(placeOf(error({ field: "email" }), ["email", "name"])).toEqual({ at: "field", field: "email" });
});
it("an error about a field that is not there belongs to the form", () => {
  expect(placeOf(error({ field: "operatorId" }), ["email"])).toEqual({ at: "form" });
});
it("an error about nothing in particular belongs to the form", () => {
  expect(placeOf(error({}), ["email"])).toEqual({ at: "form" });
});
it("what the person gave up is shown nowhere", () => {
  expect(placeOf(error({ code: "cancelled", field: "email" }), ["email"])).toEqual({ at: "nowhere" });
});
