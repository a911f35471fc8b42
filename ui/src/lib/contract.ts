// The contract in TypeScript. Generated from crates/api by `cargo xtask contract`; do not edit.

/**
 * What one person can do.
 */
export type AccessCard = { 
/**
 * One or two sentences with the person's name.
 */
summary: string, 
/**
 * What they can always do.
 */
can: Array<Sentence>, 
/**
 * What they can do on a condition.
 */
onlyIf: Array<Sentence>, 
/**
 * What they cannot do.
 */
cannot: Array<Sentence>, 
/**
 * Every screen, and whether it opens.
 */
screens: Array<ScreenAccess>, 
/**
 * Operations and patterns in the documents that Latchkey has no words for.
 */
unknown: Array<string>, 
/**
 * A document cannot be read, so everything is denied.
 */
broken: boolean, };

/**
 * A document that adds to what somebody can do.
 */
export type AccessSource = { "is": "own", 
/**
 * How many statements.
 */
statements: number, } | { "is": "role", 
/**
 * The role.
 */
roleId: string, 
/**
 * How many statements.
 */
statements: number, } | { "is": "default", 
/**
 * How many statements.
 */
statements: number, };

/**
 * What every operation can answer instead of its output. On the wire a flat `{"code","message",…}`.
 */
export type ApiError = { 
/**
 * What programs act on.
 */
code: Code, 
/**
 * What a person reads: what is wrong, what is unchanged, what to do. In the caller's language.
 */
message: string, 
/**
 * The field of the request it is about, as it is written there.
 */
field?: string, 
/**
 * Names the occurrence in the server's log.
 */
incident?: string, 
/**
 * More about it, where there is more.
 */
detail?: Detail, };

/**
 * Signs in. Exactly one form: `email` + `password` (root), `operatorId` + `userName` + `password` (SAM user)
 * or `authKeyId` + `authKey` (a program).
 *
 * # Errors
 * `invalid_credentials` for wrong, unknown and disabled alike; `too_many_attempts` with
 * `detail.retryAfterSeconds` while sign-in pauses; `mfa_code_required` when only the code is missing.
 */
export type Auth = { 
/**
 * Primary email address of the root user.
 */
email?: string, 
/**
 * Password of the root or SAM user.
 */
password?: Secret, 
/**
 * Operator of the SAM user.
 */
operatorId?: string, 
/**
 * Name of the SAM user.
 */
userName?: string, 
/**
 * Auth key ID, `keyId-` + 32 characters.
 */
authKeyId?: string, 
/**
 * Auth key, `secret-` + 64 characters.
 */
authKey?: Secret, 
/**
 * Six digits from the authenticator app.
 */
mfaOTPCode?: Secret, 
/**
 * Life of the session in seconds, 180 to 172,800; 86,400 when absent.
 */
tokenTimeoutSeconds?: number, };

/**
 * An auth key without its secret. Times are UNIX seconds.
 */
export type AuthKey = { 
/**
 * `keyId-` + 32 characters.
 */
authKeyId: string, 
/**
 * Creation.
 */
createDateTime: number, 
/**
 * Last use; absent for never.
 */
lastUsedDateTime?: number, };

/**
 * A session: both parts go with every call.
 */
export type AuthResponse = { 
/**
 * Sent as `X-Soracom-API-Key`.
 */
apiKey: Secret, 
/**
 * Sent as `X-Soracom-Token`. Shaped like a JWT whose payload has `operator.operatorId`.
 */
token: Secret, 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * Absent for root.
 */
userName?: string, 
/**
 * Only changing the own password and signing out work until that is done. Absent means no.
 */
mustChangePassword?: boolean, };

/**
 * An operation in words.
 */
export type CatalogueEntry = { 
/**
 * `Tag:operationId`.
 */
operation: string, 
/**
 * Verb phrase.
 */
words: string, };

/**
 * What a change of permissions does to one person.
 */
export type Change = { 
/**
 * "Mei will be able to …"
 */
gains: Array<Sentence>, 
/**
 * "Mei will no longer be able to …"
 */
losses: Array<Sentence>, 
/**
 * What stays possible, on a condition that is new or another.
 */
becomesConditional: Array<Sentence>, 
/**
 * They could change permissions before and cannot any more: if it is themselves, nothing they do undoes it.
 */
losesOwnWayBack: boolean, };

/**
 * A stable word for a kind of error. Added to only when somebody acts on the difference.
 */
export type Code = "bad_request" | "too_large" | "name_taken" | "email_taken" | "weak_password" | "password_exists" | "wrong_password" | "email_exists" | "too_many_emails" | "email_has_roles" | "primary_stays" | "primary_role" | "not_verified" | "root_only_read" | "bad_token" | "wrong_code" | "no_contact" | "host_not_allowed" | "always_sent" | "bad_document" | "not_signed_in" | "invalid_credentials" | "mfa_code_required" | "session_expired" | "denied" | "root_only" | "must_change_password" | "step_up_required" | "beyond_own_rights" | "not_invited" | "token_not_open" | "own_user" | "read_only" | "not_found" | "token_expired" | "stale" | "key_reused" | "too_many_attempts" | "busy" | "store_unavailable" | "internal" | "unreachable" | "certificate_changed" | "certificate_untrusted" | "not_served" | "unknown";

/**
 * Step-up: the caller's password again. The session counts as fresh for ten minutes.
 *
 * # Errors
 * `wrong_password`, and `too_many_attempts` as at sign-in: both draw on the same budget.
 */
export type ConfirmPassword = { 
/**
 * The caller's own password.
 */
password: Secret, };

/**
 * A user's contact address.
 */
export type Contact = { 
/**
 * The address.
 */
email: string, 
/**
 * Somebody who reads its mail has confirmed it; before that it serves for invitations only.
 */
verified: boolean, 
/**
 * Whoever set it may not decide on it any more: no new password can be asked for there until somebody who may sets
 * it again. Absent means no.
 */
lapsed?: boolean, 
/**
 * Where its confirmation stands, if it is not verified.
 */
pending?: Pending, 
/**
 * The last invitation, until it was accepted.
 */
invitation?: Pending, };

/**
 * Creates an account and its root user.
 *
 * # Errors
 * `email_taken` (another account has this primary address), `weak_password`, `not_invited` (field `invitation`: none, or
 * one that cannot be used, and not which), `not_served` where nobody signs up.
 */
export type CreateOperator = { 
/**
 * Primary address: the root user signs in with it.
 */
email: EmailAddress, 
/**
 * The root user's password.
 */
password: Secret, 
/**
 * The account's name, as people see it.
 */
description?: Description, 
/**
 * The code of an invitation, on servers where accounts are made by invitation.
 */
invitation?: Secret, };

/**
 * Creates a user. The last five fields are Latchkey's own: a user who can be used, in one step or not at all.
 *
 * # Errors
 * `name_taken`; with `permission` or `password` also what [`crate::UpdateUserPermission`] and
 * [`crate::CreateUserPassword`] say, and their permissions are needed.
 */
export type CreateUser = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * What the user will sign in with; cannot be changed later.
 */
userName: UserName, 
/**
 * The person's name or a note.
 */
description?: Description, 
/**
 * The own permission document, JSON as text.
 */
permission?: DocumentText, 
/**
 * A first password.
 */
password?: Secret, 
/**
 * Ask for a new password at the first sign-in; no when absent.
 */
mustChangePassword?: boolean, 
/**
 * A contact address; needs the permissions of [`crate::SetUserContact`] too.
 */
contact?: EmailAddress, 
/**
 * Invite the user there to choose a password, instead of asking to confirm the address; no when absent. As
 * [`crate::InviteUser`]; not together with `password`.
 */
invite?: boolean, };

/**
 * Gives a user a password.
 *
 * # Errors
 * `not_found`; `password_exists` unless `replace`; `weak_password`; `beyond_own_rights`; `own_user` (the own
 * password is changed, with the current one).
 */
export type CreateUserPassword = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, 
/**
 * The password.
 */
password: Secret, 
/**
 * Latchkey's own: ask for a new password at the next sign-in; no when absent.
 */
mustChangePassword?: boolean, 
/**
 * Latchkey's own: replaces an existing password and ends the user's sessions, in one step; needs the
 * permission `User:deleteUserPassword` as well. No when absent.
 */
replace?: boolean, };

/**
 * The new account.
 */
export type CreatedOperator = { 
/**
 * `OP` + 10 digits.
 */
operatorId: OperatorId, };

/**
 * Deletes an address; one that waits for its confirmation is withdrawn.
 *
 * # Errors
 * `email_has_roles` with `detail.roles` unless they are moved; `primary_stays`; `not_found`.
 */
export type DeleteEmail = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The address.
 */
emailId: string, 
/**
 * Latchkey's own: the verified address that takes over its roles, in the same step. The primary address takes over
 * billing and support by receiving them anyway; recovery it cannot take (`primary_role`).
 */
moveRolesTo?: string, };

/**
 * Takes a role away from all of its addresses.
 *
 * # Errors
 * `primary_stays`.
 */
export type DeleteSystemNotification = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The role.
 */
type: EmailRole, };

/**
 * Deletes a user with its password, keys, sessions and attachments. Its audit rows stay.
 *
 * # Errors
 * `not_found`; `beyond_own_rights`; `own_user` (nobody deletes itself).
 */
export type DeleteUser = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, };

/**
 * Takes a user's contact address away; mail that waits for it is not sent.
 *
 * # Errors
 * `not_found` (also without one), `beyond_own_rights`.
 */
export type DeleteUserContact = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, };

/**
 * Takes a user's password away and ends its sessions; auth keys go on working.
 *
 * # Errors
 * `not_found` (no such user, or it has no password); `beyond_own_rights`.
 */
export type DeleteUserPassword = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, };

/**
 * Removes a user's own permission document. `If-Match` is honoured.
 *
 * # Errors
 * As [`UpdateUserPermission`].
 */
export type DeleteUserPermission = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, };

/**
 * A person's name or a note: up to 256 characters without control characters, in NFC.
 */
export type Description = string;

/**
 * More about an error; every field is optional.
 */
export type Detail = { 
/**
 * `denied`: the operation that was asked for.
 */
operation?: string, 
/**
 * `denied`: why, as one sentence ("Statement 2 of the own document denies Billing:*.").
 */
because?: string, 
/**
 * `too_many_attempts`, `busy`: when to try again.
 */
retryAfterSeconds?: number, 
/**
 * `invalid_credentials`, `wrong_password`, `wrong_code`: how many tries are left before a pause.
 */
triesLeft?: number, 
/**
 * `bad_document`: what is wrong, by line.
 */
problems?: Array<Problem>, 
/**
 * `beyond_own_rights`: the operations that the caller does not surely hold.
 */
operations?: Array<string>, 
/**
 * `email_has_roles`: what the address still receives.
 */
roles?: Array<EmailRole>, 
/**
 * `token_not_open`: from when on it works, UNIX seconds.
 */
opensDateTime?: number, 
/**
 * `stale`: the version that is stored now.
 */
version?: string, 
/**
 * `stale`: the document that is stored now.
 */
current?: string, };

/**
 * What a document would mean.
 */
export type DocumentReport = { 
/**
 * What is wrong with it, or worth a look, with line and fix.
 */
problems: Array<Problem>, 
/**
 * In words; absent while there are errors.
 */
card?: AccessCard, 
/**
 * What saving it would change for the user; absent without a user and while there are errors.
 */
change?: Change, 
/**
 * The template that it equals.
 */
template?: string, 
/**
 * The document in its canonical form; absent while there are errors.
 */
formatted?: string, 
/**
 * Operations in it that the caller may not grant, not surely holding them.
 */
beyondOwnRights: Array<string>, };

/**
 * A permission document as it travels: JSON as text, at most 64 KiB. Not checked here.
 */
export type DocumentText = string;

/**
 * An email address of the account. Times are UNIX seconds.
 */
export type Email = { 
/**
 * Names the address.
 */
emailId: string, 
/**
 * As it was typed.
 */
email: string, 
/**
 * Somebody who reads its mail has confirmed it.
 */
verified: boolean, 
/**
 * When it was added.
 */
createDateTime: number, 
/**
 * Last change.
 */
updateDateTime: number, 
/**
 * Latchkey's own, of an address that is not verified: where its confirmation stands.
 */
pending?: Pending, };

/**
 * An email address, as it was typed, in NFC.
 */
export type EmailAddress = string;

/**
 * What an address is for.
 */
export type EmailRole = "primary" | "recovery" | "billing" | "support";

/**
 * Ends one of the caller's own sessions.
 *
 * # Errors
 * `not_found`.
 */
export type EndSession = { 
/**
 * The session.
 */
sessionId: string, };

/**
 * Ends one session of a user.
 *
 * # Errors
 * `not_found`; `beyond_own_rights`.
 */
export type EndUserSession = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, 
/**
 * The session.
 */
sessionId: string, };

/**
 * One row of the audit log.
 */
export type Event = { 
/**
 * UNIX milliseconds.
 */
timeEpochMs: number, 
/**
 * `Tag:operationId`.
 */
operation: string, 
/**
 * The operation as a verb phrase.
 */
words: string, 
/**
 * How it ended.
 */
outcome: Outcome, 
/**
 * The user or thing it was done to; absent for the caller itself.
 */
target?: string, };

/**
 * What a document would mean before it is saved: problems, sentences, gains and losses. Changes nothing.
 *
 * # Errors
 * `not_found` (with `userName`).
 */
export type ExplainDocument = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user who would get it, with its roles and the default permissions; absent for the document alone.
 */
userName?: UserName, 
/**
 * JSON as text.
 */
document: DocumentText, };

/**
 * What the caller can do, and who can change that.
 */
export type ExplainSelf = Record<symbol, never>;

/**
 * What a user can do, in words.
 *
 * # Errors
 * `not_found`.
 */
export type ExplainUser = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, };

/**
 * One thing that was looked at.
 */
export type Finding = { 
/**
 * What.
 */
check: WayBackCheck, 
/**
 * It is as it should be.
 */
good: boolean, 
/**
 * The address it is about, where it is about one.
 */
email?: string, };

/**
 * A change of the text.
 */
export type Fix = { 
/**
 * Where the part to replace begins, in UTF-16 code units.
 */
start: number, 
/**
 * Where it ends.
 */
end: number, 
/**
 * What to put there.
 */
replacement: string, 
/**
 * The change in words.
 */
label: string, };

/**
 * One address.
 *
 * # Errors
 * `not_found`; `root_only_read` for anybody but root.
 */
export type GetEmail = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The address.
 */
emailId: string, };

/**
 * How mail is sent.
 */
export type GetMailSettings = { 
/**
 * The account.
 */
operatorId: OperatorId, };

/**
 * Whether the caller's account can send mail: what a screen says wherever something is sent.
 */
export type GetMailStanding = Record<symbol, never>;

/**
 * What a token out of a mail is for, for whoever is about to use it. Changes nothing.
 *
 * # Errors
 * `bad_token`, `token_expired`.
 */
export type GetMailToken = { 
/**
 * The token.
 */
token: Secret, };

/**
 * The account's own data.
 */
export type GetOperator = { 
/**
 * The account.
 */
operatorId: OperatorId, };

/**
 * What the server is and what it serves.
 */
export type GetServer = Record<symbol, never>;

/**
 * One role.
 */
export type GetSystemNotification = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The role.
 */
type: EmailRole, };

/**
 * One user.
 *
 * # Errors
 * `not_found`.
 */
export type GetUser = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, };

/**
 * A user's own permission document.
 *
 * # Errors
 * `not_found`.
 */
export type GetUserPermission = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, };

/**
 * How root would get back in without the password, judged.
 */
export type GetWayBack = { 
/**
 * The account.
 */
operatorId: OperatorId, };

/**
 * Whether a user has a password.
 */
export type HasPassword = { 
/**
 * Can sign in with a password.
 */
hasPassword: boolean, };

/**
 * Whether a user has a password.
 *
 * # Errors
 * `not_found`.
 */
export type HasUserPassword = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, };

/**
 * Sends a user a link and a code to choose a password of its own, to the contact address. They work for 24 hours, and as
 * long as whoever invited may still set that user's password. Accepting confirms the address.
 *
 * # Errors
 * `not_found`, `no_contact`, `password_exists` (somebody who has a password resets it), `own_user`,
 * `beyond_own_rights`, `too_many_attempts`.
 */
export type InviteUser = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, };

/**
 * Adds an address that is not verified yet, and sends it a link and an 8-character code that work for 30 minutes.
 * Asking again for an address that waits sends anew; the older link and code end.
 *
 * # Errors
 * `wrong_password` (counts like a failed sign-in), `too_many_emails` (20), `email_exists` (verified here already),
 * `too_many_attempts` (three messages an hour).
 */
export type IssueAddEmailToken = { 
/**
 * The address.
 */
email: EmailAddress, 
/**
 * The root user's password.
 */
password: Secret, };

/**
 * Sends root a link and a code for a new password, to the primary address. They work for 30 minutes.
 *
 * Beyond three messages an hour none is sent, and the answer stays the same.
 */
export type IssuePasswordResetToken = { 
/**
 * The primary address.
 */
email: EmailAddress, };

/**
 * For root who cannot use the primary mailbox: a link and a code go to the recovery addresses. They open after 24 hours,
 * work for another 24, and the primary address can object until then.
 */
export type IssueRecoveryToken = { 
/**
 * The primary address.
 */
email: EmailAddress, };

/**
 * Sends a SAM user a link and a code for a new password, to its verified contact address. They work for 30 minutes.
 */
export type IssueUserPasswordResetToken = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user's name, as it signs in.
 */
userName: string, };

/**
 * Every operation that can be named in a document, in words.
 */
export type ListCatalogue = Record<symbol, never>;

/**
 * All addresses of the account, in the order in which they were added.
 *
 * # Errors
 * `root_only_read` for anybody but root.
 */
export type ListEmails = { 
/**
 * The account.
 */
operatorId: OperatorId, };

/**
 * Every kind of message with who receives it.
 */
export type ListMailKinds = { 
/**
 * The account.
 */
operatorId: OperatorId, };

/**
 * The caller's own sessions, newest first.
 */
export type ListSessions = Record<symbol, never>;

/**
 * All four roles, primary first.
 */
export type ListSystemNotifications = { 
/**
 * The account.
 */
operatorId: OperatorId, };

/**
 * The templates a document can start from.
 */
export type ListTemplates = Record<symbol, never>;

/**
 * What a user did lately, newest first.
 *
 * # Errors
 * `not_found`.
 */
export type ListUserEvents = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, 
/**
 * At most this many; 1 to 200, 20 when absent.
 */
limit?: number, };

/**
 * A user's sessions, newest first.
 *
 * # Errors
 * `not_found`.
 */
export type ListUserSessions = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, };

/**
 * All users, whole, as the public API has it. Screens use [`SearchUsers`].
 */
export type ListUsers = { 
/**
 * The account.
 */
operatorId: OperatorId, };

/**
 * Ends the session that asks. Allowed whatever the permissions say.
 */
export type Logout = Record<symbol, never>;

/**
 * A kind of message.
 */
export type MailKind = { 
/**
 * A stable `snake_case` word.
 */
kind: string, 
/**
 * What it is, in the caller's language.
 */
title: string, 
/**
 * When it is sent and why, in the caller's language.
 */
explanation: string, 
/**
 * The roles whose addresses receive it; none where it goes to the address or user that it is about.
 */
roles: Array<EmailRole>, 
/**
 * The addresses that receive it now, each once.
 */
receivers: Array<Receiver>, 
/**
 * It can be switched off.
 */
optional: boolean, 
/**
 * It is sent. False for one that was switched off, and for one that nothing in this version sends.
 */
on: boolean, };

/**
 * How a connection to a mail server is encrypted.
 */
export type MailSecurity = "starttls" | "tls";

/**
 * A mail server (SMTP) and who mail is from.
 */
export type MailServer = { 
/**
 * Its name or address; at most 253 characters.
 */
host: string, 
/**
 * Its port.
 */
port: number, 
/**
 * How the connection is encrypted; there is no way without.
 */
security: MailSecurity, 
/**
 * Absent for a server that asks nobody who it is.
 */
userName?: string, 
/**
 * The sender's name; may be empty.
 */
senderName: Description, 
/**
 * The sender's address.
 */
senderAddress: EmailAddress, };

/**
 * The settings that hold. Never the password.
 */
export type MailSettings = { 
/**
 * Through what.
 */
through: MailThrough, 
/**
 * There is a mail server for all accounts here.
 */
serverHasMail: boolean, 
/**
 * The account's own mail server, also while it is not in use.
 */
own?: MailServer, 
/**
 * A password is kept for it.
 */
hasPassword: boolean, 
/**
 * Where a test message goes: the caller's own address; absent for a user without one.
 */
testGoesTo?: string, 
/**
 * Last change, UNIX seconds.
 */
updateDateTime?: number, 
/**
 * Who made it: `root` or a user name.
 */
updatedBy?: string, 
/**
 * A user made the last change, and the owner has not confirmed it: mail that could open the owner's account still
 * goes the way that the owner chose last, or waits.
 */
ownerMustConfirm: boolean, };

/**
 * Whether mail gets out.
 */
export type MailStanding = { 
/**
 * Through what it is sent; `none` keeps every message in the outbox.
 */
through: MailThrough, 
/**
 * Messages carry links besides codes.
 */
links: boolean, 
/**
 * What is wrong with the mail server at the moment.
 */
trouble?: MailTrouble, };

/**
 * A step on the way into a mail server.
 */
export type MailStep = "connect" | "encrypt" | "signIn" | "accept";

/**
 * How a test went.
 */
export type MailTest = { 
/**
 * Every step, in order.
 */
steps: Array<MailTestStep>, 
/**
 * Where the message went; absent if the caller has no address, and none was sent.
 */
to?: string, 
/**
 * How long it took, in milliseconds.
 */
tookMs: number, };

/**
 * One step of a test.
 */
export type MailTestStep = { 
/**
 * Which.
 */
step: MailStep, 
/**
 * How it ended.
 */
outcome: StepOutcome, 
/**
 * In words, in the caller's language.
 */
message: string, 
/**
 * What the mail server said, as it said it.
 */
said?: string, };

/**
 * Through what mail is sent.
 */
export type MailThrough = "none" | "server" | "own";

/**
 * What a token is for. Times are UNIX seconds.
 */
export type MailToken = { 
/**
 * What it does.
 */
purpose: TokenPurpose, 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The account's name.
 */
operatorName: string, 
/**
 * The address that it was sent to.
 */
email: string, 
/**
 * The SAM user it is about.
 */
userName?: string, 
/**
 * From when on it works, where that is not now.
 */
opensDateTime?: number, 
/**
 * Until when it works.
 */
expireDateTime: number, };

/**
 * What is wrong with a mail server.
 */
export type MailTrouble = { 
/**
 * Where it fails.
 */
step: MailStep, 
/**
 * In words, in the caller's language.
 */
message: string, 
/**
 * What the mail server said, as it said it.
 */
said?: string, 
/**
 * UNIX seconds of the first time.
 */
sinceDateTime: number, };

/**
 * What became of a message.
 */
export type MessageState = "waiting" | "sending" | "sent" | "failed" | "obsolete";

/**
 * A message as its receiver reads it.
 */
export type MessageText = { 
/**
 * The address.
 */
to: string, 
/**
 * The subject.
 */
subject: string, 
/**
 * The plain text.
 */
text: Secret, };

/**
 * Ends a way back in that was begun through the recovery address, with the token that went to the primary one.
 *
 * # Errors
 * `bad_token`, `token_expired`.
 */
export type ObjectToRecovery = { 
/**
 * The token.
 */
token: Secret, };

/**
 * An account.
 */
export type Operator = { 
/**
 * `OP` + 10 digits.
 */
operatorId: OperatorId, 
/**
 * The same: accounts have no parents here.
 */
rootOperatorId: OperatorId, 
/**
 * Primary address.
 */
email: string, 
/**
 * The account's name.
 */
description: string, 
/**
 * RFC 3339, UTC.
 */
createDate: string, 
/**
 * RFC 3339, UTC.
 */
updateDate: string, };

/**
 * An account's number: `OP` + 10 digits.
 */
export type OperatorId = string;

/**
 * A message of the outbox. Times are UNIX seconds. Never its code or link.
 */
export type OutboxMessage = { 
/**
 * Names the message; also part of its Message-ID.
 */
messageId: string, 
/**
 * What kind it is; see [`ListMailKinds`].
 */
kind: string, 
/**
 * What it is, in the caller's language: "Code to verify an address".
 */
title: string, 
/**
 * The address.
 */
to: string, 
/**
 * When it came about.
 */
createDateTime: number, 
/**
 * What became of it.
 */
state: MessageState, 
/**
 * How often it was tried.
 */
tries: number, 
/**
 * When it is tried next.
 */
nextTryDateTime?: number, 
/**
 * When a mail server took it.
 */
sentDateTime?: number, 
/**
 * Why it was not sent, or not yet, in the caller's language.
 */
reason?: string, 
/**
 * What the mail server said, as it said it.
 */
said?: string, 
/**
 * It can be sent again.
 */
canRetry: boolean, };

/**
 * One page of the outbox.
 */
export type OutboxPage = { 
/**
 * The messages from `offset` on.
 */
messages: Array<OutboxMessage>, 
/**
 * How many are in the state that was asked for.
 */
matching: number, 
/**
 * How many wait, sending included.
 */
waiting: number, 
/**
 * How many failed.
 */
failed: number, 
/**
 * What is wrong with the mail server at the moment.
 */
trouble?: MailTrouble, 
/**
 * Through what mail is sent.
 */
through: MailThrough, };

/**
 * How an operation ended.
 */
export type Outcome = "allowed" | "denied" | "failed";

/**
 * A user's own document at a glance.
 */
export type OwnAccess = { "is": "none" } | { "is": "template", "id": string } | { "is": "custom" } | { "is": "broken" };

/**
 * The caller and what it can do.
 */
export type OwnReport = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The account's name.
 */
operatorName: string, 
/**
 * Absent for root.
 */
userName?: string, 
/**
 * The name to show: description, user name, or root's address.
 */
displayName: string, 
/**
 * Root is not evaluated: it may do everything.
 */
root: boolean, 
/**
 * In words, with the screens that open.
 */
card: AccessCard, 
/**
 * Operations that are surely or conditionally allowed; the UI disables the others with their reason.
 */
allowed: Array<string>, 
/**
 * Where it comes from.
 */
sources: Array<AccessSource>, 
/**
 * Who can change it, root first; at most five.
 */
helpers: Array<Person>, 
/**
 * Seconds until the session asks for a new sign-in.
 */
expiresInSeconds: number, };

/**
 * Where the confirmation of an address stands. Times are UNIX seconds.
 */
export type Pending = { 
/**
 * What became of the mail.
 */
mail: MessageState, 
/**
 * Until when its link and code work; absent before it was sent.
 */
expireDateTime?: number, 
/**
 * From when on it can be sent again.
 */
resendDateTime: number, 
/**
 * Wrong codes that are left.
 */
triesLeft: number, };

/**
 * A document to start from.
 */
export type PermissionTemplate = { 
/**
 * Stable word.
 */
id: string, 
/**
 * What people see.
 */
name: string, 
/**
 * One sentence.
 */
description: string, 
/**
 * JSON as text, canonical.
 */
document: string, };

/**
 * Somebody with a name.
 */
export type Person = { 
/**
 * Absent for root.
 */
userName?: string, 
/**
 * The name to show.
 */
displayName: string, };

/**
 * A problem as it is shown. Offsets and columns count UTF-16 code units, as editors do.
 */
export type Problem = { 
/**
 * Whether it stands in the way.
 */
severity: Severity, 
/**
 * A stable `snake_case` word.
 */
code: string, 
/**
 * From 1.
 */
line: number, 
/**
 * From 1.
 */
column: number, 
/**
 * Where it begins in the text, from 0.
 */
start: number, 
/**
 * Where it ends; not part of it.
 */
end: number, 
/**
 * The statement that it is in, from 1.
 */
statement?: number, 
/**
 * What is wrong and what to do.
 */
message: string, 
/**
 * A change of the text that would put it right.
 */
fix?: Fix, };

/**
 * The message itself, for an account without a mail server. Its link and code work from now on as if it had been sent.
 * In one that was sent they are left out; and where there is a mail server for all accounts, in one to an address that nobody
 * has confirmed.
 *
 * Only root: such a message can open an account.
 *
 * # Errors
 * `not_found`.
 */
export type ReadMessage = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The message.
 */
messageId: string, };

/**
 * An address with the role it would have; for what a list of kinds tells.
 */
export type Receiver = { 
/**
 * The address.
 */
emailId: string, 
/**
 * Why it receives this.
 */
role: EmailRole, };

/**
 * Sends link and code to an unverified address again; the older ones end.
 *
 * # Errors
 * `not_found` (also for a verified one), `too_many_attempts` with `detail.retryAfterSeconds`.
 */
export type ResendAddEmailToken = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The address.
 */
emailId: string, };

/**
 * Sends link and code to a contact address that is not verified again; the older ones end.
 *
 * # Errors
 * `not_found`, `beyond_own_rights`, `too_many_attempts`.
 */
export type ResendContactToken = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, };

/**
 * How many messages are tried again.
 */
export type Retried = { 
/**
 * How many.
 */
count: number, };

/**
 * Sends messages again at once, with 72 hours anew; but those whose link takes an account over keep the time that they had,
 * and are not sent again after it.
 *
 * # Errors
 * `not_found` if one of them is none of the account's, or cannot be sent again; then none is.
 */
export type RetryMessages = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * Which, at most 200; all that wait or failed when absent.
 */
messageIds?: Array<string>, };

/**
 * Ends all sessions of a user.
 *
 * # Errors
 * `not_found`; `beyond_own_rights`.
 */
export type RevokeUserAuthTokens = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, };

/**
 * A role without its document. Times are UNIX seconds.
 */
export type RoleSummary = { 
/**
 * The role.
 */
roleId: string, 
/**
 * What people see.
 */
roleName?: string, 
/**
 * What it is for.
 */
description?: string, 
/**
 * Creation.
 */
createDateTime: number, 
/**
 * Last change.
 */
updateDateTime: number, };

/**
 * Whether a screen opens for somebody.
 */
export type ScreenAccess = { 
/**
 * A stable word.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Whether it opens, at least on some condition.
 */
opens: boolean, };

/**
 * The messages of the account, newest first.
 */
export type SearchOutbox = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * Only those in this state; all when absent.
 */
state?: MessageState, 
/**
 * How many to pass over; 0 when absent.
 */
offset?: number, 
/**
 * At most this many; 1 to 200, 50 when absent.
 */
limit?: number, };

/**
 * One page of the users that match, with counts for every filter.
 */
export type SearchUsers = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * Part of the user name or description, in any case; at most 64 characters.
 */
search?: string, 
/**
 * Which users; all when absent.
 */
filter?: UserFilter, 
/**
 * Order; by name when absent. Ties go by name.
 */
sort?: UserSort, 
/**
 * Largest or latest first; no when absent.
 */
descending?: boolean, 
/**
 * How many matching users to pass over; 0 when absent.
 */
offset?: number, 
/**
 * At most this many users; 1 to 200, 100 when absent.
 */
limit?: number, };

/**
 * A password, token or key in a request or reply.
 *
 * Prints as `[REDACTED]`, has no equality, is wiped when dropped. It is written out only where it has to
 * travel: in a request's body, and in the one reply that hands it over.
 */
export type Secret = string;

/**
 * Sends a test message to a verified address.
 *
 * # Errors
 * `not_found`, `not_verified`, `too_many_attempts`.
 */
export type SendTestEmail = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The address.
 */
emailId: string, };

/**
 * One line of a card.
 */
export type Sentence = { 
/**
 * The whole line, with its condition.
 */
text: string, 
/**
 * The operations that it stands for.
 */
operations: Array<string>, 
/**
 * The condition in words.
 */
condition?: string, };

/**
 * A server, as it tells anybody who asks. Nothing of its accounts.
 */
export type ServerInfo = { 
/**
 * What answers: `Latchkey server`.
 */
product: string, 
/**
 * Its version, as `0.1.0`.
 */
version: string, 
/**
 * What whoever runs it calls it; empty if it has no name.
 */
name: string, 
/**
 * Whether accounts can be made over the network.
 */
signUp: SignUp, 
/**
 * Mail can be sent without an account setting up a mail server of its own; on this computer, whether the account
 * has one. No for servers that do not say.
 */
mail: boolean, 
/**
 * The names of the operations that it serves.
 */
operations: Array<string>, };

/**
 * Somewhere that somebody is signed in. Times are UNIX seconds.
 */
export type Session = { 
/**
 * Names the session; not a secret.
 */
sessionId: string, 
/**
 * What the sign-in said of itself: system and program.
 */
device: string, 
/**
 * Address it came from; absent on this computer.
 */
sourceIp?: string, 
/**
 * Sign-in.
 */
createDateTime: number, 
/**
 * Last call.
 */
lastUsedDateTime: number, 
/**
 * When it ends by itself.
 */
expireDateTime: number, 
/**
 * The session that asks.
 */
current: boolean, };

/**
 * Gives a role to exactly these addresses. Acts at once; sessions stay.
 *
 * A new primary address loses its other roles. Both addresses are written to, and the old one can take the change
 * back for 72 hours. Back to an address that still can, the change is taken back by hand: links of the changes since then
 * end, as do root's other sessions.
 *
 * # Errors
 * `not_found`, `not_verified`, `primary_role` (the primary address has no other role), `email_taken` (primary in
 * another account), `wrong_password`; `step_up_required` for the other roles when the password was given too long ago
 * and is not in the request.
 */
export type SetSystemNotification = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The role.
 */
type: EmailRole, 
/**
 * IDs of verified addresses: one for `primary`, at most 20 for the others; none takes the role away.
 */
emailIdList: Array<string>, 
/**
 * The root user's password; required for `primary`.
 */
password?: Secret, };

/**
 * Sets a user's contact address, and sends it a link and a code to confirm it. The older one ends at once.
 *
 * For another user than oneself also `User:createUserPassword` is needed, and `User:deleteUserPassword` where there is a
 * password: whoever decides where a new one can be asked for could set it. The address counts for as long as whoever set
 * it surely may; set again, a verified one stays verified.
 *
 * With `invite` it is sent an invitation instead, as [`InviteUser`] does: accepting that confirms the address.
 *
 * # Errors
 * `not_found`, `beyond_own_rights`, `too_many_attempts`; with `invite` also `password_exists` and `own_user`.
 */
export type SetUserContact = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, 
/**
 * The address.
 */
email: EmailAddress, 
/**
 * Invites the user, who has no password yet, to choose one; no when absent.
 */
invite?: boolean, };

/**
 * Whether a problem stands in the way.
 */
export type Severity = "error" | "warning";

/**
 * Whether accounts can be made over the network.
 */
export type SignUp = "off" | "on" | "invitation";

/**
 * How a step ended.
 */
export type StepOutcome = "done" | "failed" | "skipped";

/**
 * Ends what somebody began who said to have lost the primary mailbox.
 *
 * # Errors
 * `not_found`: nothing was begun, or it is over.
 */
export type StopRecovery = { 
/**
 * The account.
 */
operatorId: OperatorId, };

/**
 * Which addresses have a role.
 */
export type SystemNotification = { 
/**
 * The role.
 */
type: EmailRole, 
/**
 * IDs of the addresses; empty for a role that nobody has.
 */
emailIdList: Array<string>, 
/**
 * Last change, UNIX seconds; absent for a role that nobody has.
 */
updateDateTime?: number, };

/**
 * Tries settings before they are saved: connects, encrypts, signs in, and sends the caller a test message. Stops at the
 * step that fails.
 *
 * # Errors
 * As [`UpdateMailSettings`]; `too_many_attempts` while another test runs. A mail server that refuses is no error: it is what
 * was asked for.
 */
export type TestMailSettings = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * Through what; `none` is a `bad_request`.
 */
through: MailThrough, 
/**
 * As in [`UpdateMailSettings`].
 */
own?: MailServer, 
/**
 * As in [`UpdateMailSettings`].
 */
password?: Secret, };

/**
 * What a token out of a mail does.
 */
export type TokenPurpose = "addEmail" | "resetPassword" | "recover" | "objectToRecovery" | "undoPrimary" | "contact" | "invitation" | "userPassword";

/**
 * Takes a change of the primary address back, with the token that was sent to the old one. Ends all of root's
 * sessions; the address that was put in its place becomes an ordinary one. Links that take back newer changes end, those
 * of older ones stay: whoever changed it twice cannot end the first owner's.
 *
 * # Errors
 * `bad_token`, `token_expired` (72 hours), `email_taken` (another account signs in with it by now).
 */
export type UndoPrimaryChange = { 
/**
 * The token.
 */
token: Secret, };

/**
 * Corrects a typing error in an address that is not verified yet: the right one gets a new link and code.
 *
 * # Errors
 * `not_found` (also for a verified one), `email_exists`, `too_many_attempts`.
 */
export type UpdateEmail = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The address.
 */
emailId: string, 
/**
 * What it should have been.
 */
email: EmailAddress, };

/**
 * Switches a kind of message on or off.
 *
 * # Errors
 * `not_found`; `always_sent` for one that cannot be switched off.
 */
export type UpdateMailKind = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The kind.
 */
kind: string, 
/**
 * Whether it is sent.
 */
on: boolean, };

/**
 * Changes how mail is sent. What waits is tried at once. When root changes where its mail goes, the primary address is told
 * the way from before, and what warns the owner goes that way for three days.
 *
 * # Errors
 * `bad_request` at the field; `host_not_allowed` (field `own.host`); `stale` if somebody else changed it at that moment.
 */
export type UpdateMailSettings = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * Through what.
 */
through: MailThrough, 
/**
 * The account's own mail server; required for `own`, else kept as it is when absent.
 */
own?: MailServer, 
/**
 * Its password. Absent keeps the one that is kept, but only for the same host, port, security and user name: nobody
 * can have it sent elsewhere.
 */
password?: Secret, };

/**
 * Changes the root user's password and ends its other sessions.
 *
 * # Errors
 * `wrong_password` (field `currentPassword`; counts like a failed sign-in), `weak_password`.
 */
export type UpdateOperatorPassword = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The password now.
 */
currentPassword: Secret, 
/**
 * The password from now on.
 */
newPassword: Secret, };

/**
 * Changes a user's description; an absent one removes it.
 *
 * # Errors
 * `not_found`; `beyond_own_rights` when the user may do more than the caller.
 */
export type UpdateUser = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, 
/**
 * The person's name or a note.
 */
description?: Description, };

/**
 * Changes a user's password, knowing the current one; ends its other sessions.
 *
 * Works without the permission while a new password is asked for, so nobody is stuck at the first sign-in.
 *
 * # Errors
 * `wrong_password` (field `currentPassword`; counts like a failed sign-in), `weak_password`, `not_found`.
 */
export type UpdateUserPassword = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, 
/**
 * The password now.
 */
currentPassword: Secret, 
/**
 * The password from now on.
 */
newPassword: Secret, };

/**
 * Replaces a user's own permission document. Acts at once, on live sessions too. `If-Match` is honoured.
 *
 * # Errors
 * `bad_document` with `detail.problems`; `stale` with `detail.current`; `beyond_own_rights` with
 * `detail.operations`; `own_user` (nobody edits its own permissions); `not_found`.
 */
export type UpdateUserPermission = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, 
/**
 * JSON as text, at most 64 KiB.
 */
permission: DocumentText, 
/**
 * Why, for the audit log.
 */
description?: Description, };

/**
 * A SAM user, as the public API has it and a little more. Times are UNIX seconds.
 */
export type User = { 
/**
 * What the user signs in with.
 */
userName: string, 
/**
 * The person's name or a note.
 */
description?: string, 
/**
 * Can sign in with a password.
 */
hasPassword: boolean, 
/**
 * Auth keys, without their secrets.
 */
authKeyList: Array<AuthKey>, 
/**
 * Roles the user is attached to.
 */
roleList: Array<RoleSummary>, 
/**
 * The own permission document, JSON as text; absent when there is none.
 */
permission?: string, 
/**
 * Creation.
 */
createDateTime: number, 
/**
 * Last change.
 */
updateDateTime: number, 
/**
 * Latchkey's own: who created the user; absent when unknown, `root` or a user name.
 */
createdBy?: string, 
/**
 * Latchkey's own: when the password was last set.
 */
passwordDateTime?: number, 
/**
 * Latchkey's own: a new password is asked for at the next sign-in. Absent means no.
 */
mustChangePassword?: boolean, 
/**
 * Latchkey's own: last sign-in; absent for never.
 */
lastSignInDateTime?: number, 
/**
 * Latchkey's own: the contact address. Only in the answer about one user; absent when there is none.
 */
contact?: Contact, };

/**
 * How many users match the search, by filter.
 */
export type UserCounts = { 
/**
 * Without a filter.
 */
all: number, 
/**
 * [`UserFilter::NoPassword`].
 */
noPassword: number, 
/**
 * [`UserFilter::NeverSignedIn`].
 */
neverSignedIn: number, 
/**
 * [`UserFilter::HasAuthKeys`].
 */
hasAuthKeys: number, 
/**
 * [`UserFilter::MfaOff`].
 */
mfaOff: number, };

/**
 * Which users a list shows.
 */
export type UserFilter = "noPassword" | "neverSignedIn" | "hasAuthKeys" | "mfaOff";

/**
 * What a SAM user signs in with: 1-64 letters and digits of any script and `. _ - @ + space`, in NFC.
 */
export type UserName = string;

/**
 * One page of users.
 */
export type UserPage = { 
/**
 * The users from `offset` on, in order.
 */
users: Array<UserRow>, 
/**
 * How many match search and filter.
 */
matching: number, 
/**
 * How many match the search under each filter.
 */
counts: UserCounts, };

/**
 * A permission document.
 */
export type UserPermission = { 
/**
 * JSON as text; empty when there is none.
 */
permission: string, 
/**
 * Latchkey's own: what an edit names in `If-Match`.
 */
version?: string, 
/**
 * Latchkey's own: when it was saved, UNIX seconds; absent when there is none.
 */
updateDateTime?: number, 
/**
 * Latchkey's own: who saved it: `root` or a user name.
 */
updatedBy?: string, };

/**
 * What a user can do.
 */
export type UserReport = { 
/**
 * In words, with the screens that open.
 */
card: AccessCard, 
/**
 * Where it comes from.
 */
sources: Array<AccessSource>, };

/**
 * A user as a list shows it. Times are UNIX seconds.
 */
export type UserRow = { 
/**
 * What the user signs in with.
 */
userName: string, 
/**
 * The person's name, where somebody gave one.
 */
description?: string, 
/**
 * Can sign in with a password.
 */
hasPassword: boolean, 
/**
 * Has a second factor.
 */
mfa: boolean, 
/**
 * Auth keys.
 */
authKeyCount: number, 
/**
 * Last sign-in; absent for never.
 */
lastSignInDateTime?: number, 
/**
 * Roles the user is attached to.
 */
roles: Array<string>, 
/**
 * What the user's own document is.
 */
access: OwnAccess, };

/**
 * Order of a list of users.
 */
export type UserSort = "name" | "lastSignIn" | "created";

/**
 * Confirms an address with the token out of the mail's link. Nobody has to be signed in.
 *
 * # Errors
 * `bad_token` (wrong, used, or a newer one was sent), `token_expired`.
 */
export type VerifyAddEmailToken = { 
/**
 * The token.
 */
token: Secret, };

/**
 * Confirms a contact address with the mail's code.
 *
 * # Errors
 * `wrong_code` (field `code`), `token_expired`, `not_found`, `beyond_own_rights`.
 */
export type VerifyContactCode = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The user.
 */
userName: UserName, 
/**
 * 8 characters; case, spaces and hyphens do not matter.
 */
code: Secret, };

/**
 * Confirms a contact address with the token out of the mail's link. Nobody has to be signed in.
 *
 * # Errors
 * `bad_token`, `token_expired`.
 */
export type VerifyContactToken = { 
/**
 * The token.
 */
token: Secret, };

/**
 * Confirms an address with the mail's code.
 *
 * # Errors
 * `wrong_code` (field `code`, with `detail.triesLeft`; five wrong ones end the code), `token_expired`, `not_found`.
 */
export type VerifyEmailCode = { 
/**
 * The account.
 */
operatorId: OperatorId, 
/**
 * The address.
 */
emailId: string, 
/**
 * 8 characters; case, spaces and hyphens do not matter.
 */
code: Secret, };

/**
 * The same with the mail's code instead of its link: of root (`email`), or of a SAM user (`operatorId`, `userName`).
 *
 * # Errors
 * `wrong_code` (field `code`) for wrong, unknown and expired alike, `too_many_attempts`, `token_not_open`,
 * `weak_password`.
 */
export type VerifyPasswordResetCode = { 
/**
 * Root's primary address.
 */
email?: string, 
/**
 * The SAM user's account.
 */
operatorId?: string, 
/**
 * The SAM user's name.
 */
userName?: string, 
/**
 * 8 characters; case, spaces and hyphens do not matter.
 */
code: Secret, 
/**
 * The new password.
 */
password: Secret, };

/**
 * Sets the password of whom the token was sent to: root, or a SAM user who was invited or forgot its own. Ends all of
 * its sessions; a second factor stays.
 *
 * # Errors
 * `bad_token` (wrong, used, or a newer one was sent), `token_expired`, `token_not_open` with
 * `detail.opensDateTime`, `weak_password` (the token stays good), `beyond_own_rights` (who invited may not any more).
 */
export type VerifyPasswordResetToken = { 
/**
 * The token.
 */
token: Secret, 
/**
 * The new password.
 */
password: Secret, };

/**
 * How well root could get back in.
 */
export type WayBack = { 
/**
 * 0 (none) to 4 (nothing left to do).
 */
score: number, 
/**
 * What was looked at, most important first.
 */
findings: Array<Finding>, 
/**
 * Somebody asked to get in by way of the recovery address; UNIX seconds when that opens.
 */
recoveryOpensDateTime?: number, };

/**
 * What is looked at for the way back in.
 */
export type WayBackCheck = "mailServer" | "recovery" | "otherDomain" | "otherPerson" | "unverified";

/** Every operation: what is asked and what is answered. */
export interface Operations {
  "Server:getServer": { request: GetServer; output: ServerInfo };
  "Auth:auth": { request: Auth; output: AuthResponse };
  "Auth:logout": { request: Logout; output: null };
  "Account:createOperator": { request: CreateOperator; output: CreatedOperator };
  "Operator:getOperator": { request: GetOperator; output: Operator };
  "Operator:updateOperatorPassword": { request: UpdateOperatorPassword; output: null };
  "User:listUsers": { request: ListUsers; output: Array<User> };
  "User:searchUsers": { request: SearchUsers; output: UserPage };
  "User:getUser": { request: GetUser; output: User };
  "User:createUser": { request: CreateUser; output: null };
  "User:updateUser": { request: UpdateUser; output: null };
  "User:deleteUser": { request: DeleteUser; output: null };
  "User:hasUserPassword": { request: HasUserPassword; output: HasPassword };
  "User:createUserPassword": { request: CreateUserPassword; output: null };
  "User:updateUserPassword": { request: UpdateUserPassword; output: null };
  "User:deleteUserPassword": { request: DeleteUserPassword; output: null };
  "User:getUserPermission": { request: GetUserPermission; output: UserPermission };
  "User:updateUserPermission": { request: UpdateUserPermission; output: null };
  "User:deleteUserPermission": { request: DeleteUserPermission; output: null };
  "User:revokeUserAuthTokens": { request: RevokeUserAuthTokens; output: null };
  "Session:listSessions": { request: ListSessions; output: Array<Session> };
  "Session:endSession": { request: EndSession; output: null };
  "Session:listUserSessions": { request: ListUserSessions; output: Array<Session> };
  "Session:endUserSession": { request: EndUserSession; output: null };
  "Session:confirmPassword": { request: ConfirmPassword; output: null };
  "Access:explainSelf": { request: ExplainSelf; output: OwnReport };
  "Access:explainUser": { request: ExplainUser; output: UserReport };
  "Access:explainDocument": { request: ExplainDocument; output: DocumentReport };
  "Access:listTemplates": { request: ListTemplates; output: Array<PermissionTemplate> };
  "Access:listCatalogue": { request: ListCatalogue; output: Array<CatalogueEntry> };
  "AuditLog:listUserEvents": { request: ListUserEvents; output: Array<Event> };
  "Email:listEmails": { request: ListEmails; output: Array<Email> };
  "Email:getEmail": { request: GetEmail; output: Email };
  "Email:issueAddEmailToken": { request: IssueAddEmailToken; output: null };
  "Email:verifyAddEmailToken": { request: VerifyAddEmailToken; output: null };
  "Email:verifyEmailCode": { request: VerifyEmailCode; output: null };
  "Email:resendAddEmailToken": { request: ResendAddEmailToken; output: null };
  "Email:updateEmail": { request: UpdateEmail; output: null };
  "Email:deleteEmail": { request: DeleteEmail; output: null };
  "Email:sendTestEmail": { request: SendTestEmail; output: null };
  "Email:undoPrimaryChange": { request: UndoPrimaryChange; output: null };
  "Email:getWayBack": { request: GetWayBack; output: WayBack };
  "Email:stopRecovery": { request: StopRecovery; output: null };
  "SystemNotification:listSystemNotifications": { request: ListSystemNotifications; output: Array<SystemNotification> };
  "SystemNotification:getSystemNotification": { request: GetSystemNotification; output: SystemNotification };
  "SystemNotification:setSystemNotification": { request: SetSystemNotification; output: SystemNotification };
  "SystemNotification:deleteSystemNotification": { request: DeleteSystemNotification; output: null };
  "Auth:issuePasswordResetToken": { request: IssuePasswordResetToken; output: null };
  "Auth:issueRecoveryToken": { request: IssueRecoveryToken; output: null };
  "Auth:issueUserPasswordResetToken": { request: IssueUserPasswordResetToken; output: null };
  "Auth:verifyPasswordResetToken": { request: VerifyPasswordResetToken; output: null };
  "Auth:verifyPasswordResetCode": { request: VerifyPasswordResetCode; output: null };
  "Auth:objectToRecovery": { request: ObjectToRecovery; output: null };
  "Auth:getMailToken": { request: GetMailToken; output: MailToken };
  "User:setUserContact": { request: SetUserContact; output: null };
  "User:deleteUserContact": { request: DeleteUserContact; output: null };
  "User:resendContactToken": { request: ResendContactToken; output: null };
  "User:verifyContactToken": { request: VerifyContactToken; output: null };
  "User:verifyContactCode": { request: VerifyContactCode; output: null };
  "User:inviteUser": { request: InviteUser; output: null };
  "Mail:getMailStanding": { request: GetMailStanding; output: MailStanding };
  "Mail:getMailSettings": { request: GetMailSettings; output: MailSettings };
  "Mail:updateMailSettings": { request: UpdateMailSettings; output: null };
  "Mail:testMailSettings": { request: TestMailSettings; output: MailTest };
  "Mail:searchOutbox": { request: SearchOutbox; output: OutboxPage };
  "Mail:retryMessages": { request: RetryMessages; output: Retried };
  "Mail:readMessage": { request: ReadMessage; output: MessageText };
  "Mail:listMailKinds": { request: ListMailKinds; output: Array<MailKind> };
  "Mail:updateMailKind": { request: UpdateMailKind; output: null };
}
