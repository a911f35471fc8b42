//! JSON with positions: a strict reader for text that somebody is still typing.
//!
//! `serde_json` keeps the last of two equal keys and forgets where things stood; a permission editor needs both.
mod reader;
mod text;

pub(crate) use reader::read;
pub(crate) use text::offset_in_source;

/// Bytes `start..end` of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Span {
    pub start: usize,
    pub end: usize,
}

impl Span {
    pub(crate) const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
}

#[derive(Debug)]
pub(crate) struct Node {
    pub span: Span,
    pub value: Value,
}

/// Numbers, booleans and null have no place in a document, so their values are not kept.
#[derive(Debug)]
pub(crate) enum Value {
    Scalar,
    Text(String),
    List(Vec<Node>),
    Object(Vec<Member>),
}

#[derive(Debug)]
pub(crate) struct Member {
    pub key: String,
    pub key_span: Span,
    pub value: Node,
}

/// Where reading stopped, and why.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    pub span: Span,
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    Wanted(Wanted),
    TrailingComma,
    OpenText,
    BadText,
    TextAfterEnd,
    TooDeep,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Value,
    Key,
    Colon,
    CommaOrBrace,
    CommaOrBracket,
}
