//! How much a permission document may hold. Checked when it is saved and again when it is loaded.

/// Bytes of a document's text.
pub const DOCUMENT_BYTES: usize = 64 * 1024;
/// Nesting of the document's JSON.
pub const JSON_DEPTH: usize = 8;
/// Statements in a document.
pub const STATEMENTS: usize = 100;
/// API patterns in a whole document.
pub const PATTERNS: usize = 200;
/// ASCII characters of one pattern.
pub const PATTERN_BYTES: usize = 128;
/// Bytes of one condition.
pub const CONDITION_BYTES: usize = 1024;
/// Tokens of one condition.
pub const CONDITION_TOKENS: usize = 256;
/// Nodes of one condition's tree.
pub const CONDITION_NODES: usize = 128;
/// Parentheses and `not`s inside one another.
pub const CONDITION_DEPTH: usize = 16;
/// Problems told at once: an editor shows no more, and a hostile document earns no more work.
pub const PROBLEMS: usize = 50;
