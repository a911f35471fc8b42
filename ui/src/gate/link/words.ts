// What the link out of a mail does, in words: before the button is pressed, on it, and afterwards.
import type { MailToken, TokenPurpose } from "$lib/contract";
import { m } from "$lib/i18n.svelte";

export interface LinkWords {
  title: string;
  text: string;
  /** On the one button. */
  action: string;
  done: string;
  doneText: string;
  /** It sets a password, which has to be chosen first. */
  password: boolean;
}

const PASSWORDS: readonly TokenPurpose[] = ["resetPassword", "recover", "invitation", "userPassword"];

export function linkWords({ purpose, email, operatorName, operatorId, userName = "" }: MailToken): LinkWords {
  const account = operatorName || operatorId;
  const password = { action: m.back_link_do_password(), done: m.back_link_done_password(), doneText: m.back_link_done_password_text(), password: true };
  switch (purpose) {
    case "addEmail":
      return {
        title: m.back_link_title_email(), text: m.back_link_text_email(), action: m.back_link_do_email(), done: m.back_link_done_email(),
        doneText: m.back_link_done_email_text({ email, account }), password: false,
      };
    case "contact":
      return {
        title: m.back_link_title_contact(), text: m.back_link_text_contact({ userName }), action: m.back_link_do_contact(), done: m.back_link_done_contact(),
        doneText: m.back_link_done_contact_text({ email, userName }), password: false,
      };
    case "resetPassword":
    case "recover":
      return { title: m.back_link_title_reset(), text: m.back_link_text_reset(), ...password };
    case "userPassword":
      return { title: m.back_link_title_reset(), text: m.back_link_text_user({ userName }), ...password };
    case "invitation":
      return { title: m.back_link_title_invitation(), text: m.back_link_text_invitation({ account, userName }), ...password };
    case "objectToRecovery":
      return {
        title: m.back_link_title_object(), text: m.back_link_text_object(), action: m.back_link_do_object(), done: m.back_link_done_object(), doneText: m.back_link_done_object_text(), password: false,
      };
    case "undoPrimary":
      return {
        title: m.back_link_title_undo(), text: m.back_link_text_undo({ account, email }), action: m.back_link_do_undo(), done: m.back_link_done_undo(),
        doneText: m.back_link_done_undo_text({ email }), password: false,
      };
  }
}

export const setsPassword = ({ purpose }: Pick<MailToken, "purpose">) => PASSWORDS.includes(purpose);
