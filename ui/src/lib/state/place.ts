// Where an error belongs.
import type { Failure } from "../backend";

export type Place = { at: "field"; field: string } | { at: "form" } | { at: "nowhere" };

/** Given up by the person: nowhere. About a field that is there: at it. Everything else: where it was asked for. */
export function placeOf(error: Failure, fields: readonly string[]): Place {
  if (error.code === "cancelled") return { at: "nowhere" };
  if (error.field !== undefined && fields.includes(error.field)) return { at: "field", field: error.field };
  return { at: "form" };
}
