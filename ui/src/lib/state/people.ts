// How somebody is called on screen.

/** A person's name where there is one, else the user name. */
export const nameOf = (user: { userName: string; description?: string | null }) => user.description?.trim() || user.userName;
