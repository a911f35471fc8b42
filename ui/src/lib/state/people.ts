// How somebody is called on screen.

/** A person's name where there is one, else the user name. */
export const nameOf = (user: { userName: string; description?: string | null }) => user.description?.trim() || user.userName;

/** Whom to ask for access, by name: those who do this every day before the account owner, who is known by an email address. */
export const toAsk = (helpers: readonly { userName?: string | null; displayName: string }[]) =>
  [...helpers].sort((a, b) => Number(!a.userName) - Number(!b.userName)).map((helper) => helper.displayName);
