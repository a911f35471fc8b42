//! A message before it is plain text or HTML: one body, of which both are made, so that both say the same.

/// What a message says, from top to bottom.
pub(super) struct Body {
    pub(super) subject: String,
    pub(super) heading: &'static str,
    pub(super) parts: Vec<Part>,
    /// Who sent it.
    pub(super) footer: &'static str,
}

/// A part of it.
pub(super) enum Part {
    /// A paragraph.
    Say(String),
    /// A paragraph of less weight.
    Note(String),
    /// What its link does, and where it leads.
    Link(&'static str, String),
    /// The code, or dots.
    Code(String),
    /// What a program takes instead of the code, and that it does.
    Token(&'static str, String),
    /// Labels and values.
    Rows(Vec<(&'static str, String)>),
    /// A heading and its paragraph, apart from the rest.
    Aside(&'static str, String),
}
