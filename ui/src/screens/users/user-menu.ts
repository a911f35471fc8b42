// What can be done with one user, for the row menu and for the user's page alike. Forbidden entries say why.
import { m } from "$lib/i18n.svelte";
import { session } from "$lib/state/session.svelte";
import { Key, Pencil, Trash } from "$lib/ui/icons";
import type { MenuEntry } from "$lib/ui/Menu.svelte";
import type { Task } from "./UserDialogs.svelte";

/** The signed-in user itself. */
export const isSelf = (userName: string): boolean => session.report?.userName === userName;

/** Why a password cannot be set; undefined when it can. */
export function passwordReason(user: Task["user"]): string | undefined {
  if (isSelf(user.userName)) return m.signin_own();
  return user.hasPassword
    ? session.reason("User:createUserPassword", "User:deleteUserPassword")
    : session.reason("User:createUserPassword");
}

/** Whether a new user can be invited here, by whoever is signed in. */
export const invites = (): boolean => session.serves("User:inviteUser") && session.can("User:createUserPassword") && session.can("User:updateUser");

/** Why the user cannot be deleted; undefined when it can. */
export const deleteReason = (userName: string): string | undefined =>
  isSelf(userName) ? m.delete_own() : session.reason("User:deleteUser");

export function userMenu(user: Task["user"], start: (task: Task) => void): MenuEntry[] {
  return [
    {
      label: m.users_edit_name(),
      icon: Pencil,
      keys: "E",
      reason: session.reason("User:updateUser"),
      testid: "user-edit-name",
      run: () => start({ is: "edit", user }),
    },
    {
      label: user.hasPassword ? m.users_reset_password() : m.users_create_password(),
      icon: Key,
      reason: passwordReason(user),
      testid: "user-reset-password",
      run: () => start({ is: "password", user }),
    },
    "line",
    {
      label: m.users_delete(),
      icon: Trash,
      keys: "Del",
      danger: true,
      reason: deleteReason(user.userName),
      testid: "user-delete",
      run: () => start({ is: "delete", user }),
    },
  ];
}
