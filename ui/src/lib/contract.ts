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
export type Code = "bad_request" | "too_large" | "name_taken" | "email_taken" | "weak_password" | "password_exists" | "wrong_password" | "bad_document" | "not_signed_in" | "invalid_credentials" | "mfa_code_required" | "session_expired" | "denied" | "root_only" | "must_change_password" | "step_up_required" | "beyond_own_rights" | "not_invited" | "own_user" | "read_only" | "not_found" | "stale" | "key_reused" | "too_many_attempts" | "busy" | "store_unavailable" | "internal" | "unreachable" | "certificate_changed" | "certificate_untrusted" | "not_served" | "unknown";

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
 * Creates a user. The last three fields are Latchkey's own: a user who can be used, in one step or not at all.
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
mustChangePassword?: boolean, };

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
 * `invalid_credentials`, `wrong_password`: how many tries are left before a pause.
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
 * An email address, as it was typed, in NFC.
 */
export type EmailAddress = string;

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
 * Every operation that can be named in a document, in words.
 */
export type ListCatalogue = Record<symbol, never>;

/**
 * The caller's own sessions, newest first.
 */
export type ListSessions = Record<symbol, never>;

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
 * Whether a problem stands in the way.
 */
export type Severity = "error" | "warning";

/**
 * Whether accounts can be made over the network.
 */
export type SignUp = "off" | "on" | "invitation";

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
lastSignInDateTime?: number, };

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
}
