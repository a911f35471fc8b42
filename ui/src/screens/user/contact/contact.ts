// A user's contact address: who may do what with it, and where an invitation to it stands.
import type { Contact, User } from "$lib/contract";
import { fullTime, m } from "$lib/i18n.svelte";
import { session } from "$lib/state/session.svelte";
import { standOf } from "$lib/mail/stand";
import { isSelf } from "../../users/user-menu";

/** What it takes to decide on an address: whoever decides where a new password can be asked for could set it. */
const takes = ({ userName, hasPassword }: Pick<User, "userName" | "hasPassword">): string[] => {
  if (isSelf(userName)) return ["User:updateUser"];
  return ["User:updateUser", "User:createUserPassword", ...(hasPassword ? ["User:deleteUserPassword"] : [])];
};

/** Why an address cannot be set, confirmed or removed. */
export const setReason = (user: Pick<User, "userName" | "hasPassword">): string | undefined => session.reason(...takes(user));

/** Why a user cannot be invited. */
export const inviteReason = (userName: string): string | undefined => (isSelf(userName) ? m.signin_own() : session.reason("User:createUserPassword"));

type InvitationStand = "none" | "sent" | "unsent" | "failed" | "usedUp" | "expired";

/** Where the last invitation of a user without a password stands; UNIX seconds. */
export function invitationOf(contact: Contact | undefined, now: number): InvitationStand {
  if (!contact?.invitation) return "none";
  const stand = standOf({ verified: false, pending: contact.invitation }, now);
  switch (stand.is) {
    case "waiting":
      return "sent";
    case "unsent":
    case "failed":
    case "usedUp":
      return stand.is;
    default:
      return "expired";
  }
}

/** The same in words; `name` as it is said inside a sentence. */
export function invitationWords({ contact }: Pick<User, "contact">, name: string, now: number): string {
  if (!contact) return m.contact_invitation_no_contact({ name });
  switch (invitationOf(contact, now)) {
    case "none":
      return m.contact_invitation_none({ name });
    case "sent":
      return m.contact_invitation_sent({ email: contact.email, when: fullTime(contact.invitation?.expireDateTime ?? now) });
    case "usedUp":
      return m.contact_invitation_used_up({ when: fullTime(contact.invitation?.expireDateTime ?? now) });
    case "unsent":
      return m.contact_invitation_unsent();
    case "failed":
      return m.contact_invitation_failed();
    case "expired":
      return m.contact_invitation_expired();
  }
}
