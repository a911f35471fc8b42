// The address of a place in the application: "#/users/m.sato/permissions?filter=mfaOff". Text in, text out.

export interface Address {
  path: string;
  query: Record<string, string>;
}

/** Reads what follows the #. Anything unreadable is the start. */
export function parse(hash: string): Address {
  const text = hash.replace(/^#/, "");
  const [path = "", search = ""] = [text.split("?", 1)[0], text.includes("?") ? text.slice(text.indexOf("?") + 1) : ""];
  return { path: path.startsWith("/") ? path : "/", query: Object.fromEntries(new URLSearchParams(search)) };
}

/** Writes an address; empty values leave the query. */
export function format(path: string, query: Record<string, string | undefined> = {}): string {
  const entries = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "");
  const search = new URLSearchParams(entries).toString();
  return `#${path}${search ? `?${search}` : ""}`;
}

/** A path of which every part is text from somewhere: path("users", userName). */
export const path = (...parts: string[]) => `/${parts.map(encodeURIComponent).join("/")}`;

/** Fits a path to a pattern such as "/users/:userName/:tab?". Undefined when it does not fit. */
export function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/").filter(Boolean);
  const given = path.split("/").filter(Boolean);
  if (given.length > wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [at, part] of wanted.entries()) {
    const value = given[at];
    if (!part.startsWith(":")) {
      if (part !== value) return undefined;
      continue;
    }
    if (value === undefined) {
      if (part.endsWith("?")) continue;
      return undefined;
    }
    try {
      params[part.replace(/^:|\?$/g, "")] = decodeURIComponent(value);
    } catch {
      return undefined;
    }
  }
  return params;
}
