//! The structure of a document: fields, types and limits. Goes on after an error, so all of them are told at once.
use super::draft::{Draft, Placed};
use crate::condition::{self, HostBits};
use crate::json::{self, Member, Node, Span, Value, Why};
use crate::nearest::nearest;
use crate::problem::{Wanted, What};
use crate::{Condition, Effect, Pattern, limits};

pub(super) fn document(text: &str, draft: &mut Draft) {
    match json::read(text) {
        Err(fault) => {
            let fix = (fault.why == Why::TrailingComma).then(String::new);
            draft.fixable(What::BrokenJson(fault.why), fault.span, fix);
        }
        Ok(node) => Reader {
            text,
            draft,
            patterns: 0,
            misspelt: Vec::new(),
        }
        .document(node),
    }
}

struct Reader<'a> {
    text: &'a str,
    draft: &'a mut Draft,
    /// Patterns in the whole document so far.
    patterns: usize,
    /// Fields of this object that are there under a misspelt name, which is told already.
    misspelt: Vec<&'static str>,
}

impl Reader<'_> {
    fn wrong(&mut self, wanted: Wanted, span: Span) {
        self.draft.found(What::WrongType(wanted), span);
    }

    fn document(mut self, node: Node) {
        let span = node.span;
        let Value::Object(members) = node.value else {
            return self.wrong(Wanted::Document, span);
        };
        let [statements] = self.fields(members, ["statements"]);
        match self.required(statements, "statements", opening(span)) {
            Some(Node {
                value: Value::List(nodes),
                span,
            }) => self.statements(nodes, span),
            Some(node) => self.wrong(Wanted::Statements, node.span),
            None => {}
        }
    }

    fn statements(&mut self, nodes: Vec<Node>, span: Span) {
        if nodes.len() > limits::STATEMENTS {
            return self.draft.found(What::TooManyStatements, opening(span));
        }
        for (number, node) in (1..).zip(nodes) {
            self.draft.current = Some(number);
            if let Some(placed) = self.statement(number, node) {
                self.draft.statements.push(placed);
            }
        }
        self.draft.current = None;
    }

    /// The values of the known fields; unknown and repeated ones are problems.
    fn fields<const N: usize>(
        &mut self,
        members: Vec<Member>,
        names: [&'static str; N],
    ) -> [Option<Node>; N] {
        let mut values = [const { None }; N];
        self.misspelt.clear();
        for Member {
            key,
            key_span,
            value,
        } in members
        {
            match values.iter_mut().zip(names).find(|(_, name)| *name == key) {
                Some((slot @ None, _)) => *slot = Some(value),
                Some(_) => self.draft.found(What::DuplicateField(key), key_span),
                None => {
                    let meant = nearest(&key, names);
                    self.misspelt.extend(meant);
                    let fix = meant.map(|meant| format!("\"{meant}\""));
                    self.draft
                        .fixable(What::UnknownField { name: key, meant }, key_span, fix);
                }
            }
        }
        values
    }

    fn statement(&mut self, number: u32, node: Node) -> Option<Placed> {
        let span = opening(node.span);
        let Value::Object(members) = node.value else {
            self.wrong(Wanted::Statement, node.span);
            return None;
        };
        let [effect, api, condition] = self.fields(members, ["effect", "api", "condition"]);
        let effect = self
            .required(effect, "effect", span)
            .and_then(|node| self.effect(&node));
        let api = self
            .required(api, "api", span)
            .and_then(|node| self.api(node));
        let condition_span = condition.as_ref().map_or(span, |node| node.span);
        let condition = condition.and_then(|node| self.condition(&node));
        let (condition, host_bits) = condition.map_or((None, Vec::new()), |(condition, bits)| {
            (Some(condition), bits)
        });
        let (api_span, patterns, api) = api?;
        Some(Placed {
            number,
            effect,
            api,
            api_span,
            patterns,
            condition,
            condition_span,
            host_bits,
        })
    }

    fn required(&mut self, field: Option<Node>, name: &'static str, place: Span) -> Option<Node> {
        if field.is_none() && !self.misspelt.contains(&name) {
            self.draft.found(What::MissingField(name), place);
        }
        field
    }

    fn effect(&mut self, node: &Node) -> Option<Effect> {
        let word = if let Value::Text(text) = &node.value {
            text.as_str()
        } else {
            ""
        };
        match word {
            "allow" => Some(Effect::Allow),
            "deny" => Some(Effect::Deny),
            _ => {
                let fix = nearest(word, ["allow", "deny"]).map(|word| format!("\"{word}\""));
                self.draft
                    .fixable(What::WrongType(Wanted::Effect), node.span, fix);
                None
            }
        }
    }

    fn api(&mut self, node: Node) -> Option<(Span, Vec<Span>, Vec<Pattern>)> {
        let span = node.span;
        let nodes = match node.value {
            Value::List(nodes) => nodes,
            Value::Text(_) => vec![node],
            Value::Scalar | Value::Object(_) => {
                self.wrong(Wanted::Api, span);
                return None;
            }
        };
        self.patterns += nodes.len();
        if self.patterns > limits::PATTERNS {
            self.draft.found(What::TooManyPatterns, span);
            return None;
        }
        let spans = nodes.iter().map(|node| node.span).collect();
        // Each is read, so that every bad one is told.
        let patterns: Vec<_> = nodes.iter().map(|node| self.pattern(node)).collect();
        Some((span, spans, patterns.into_iter().collect::<Option<_>>()?))
    }

    fn pattern(&mut self, node: &Node) -> Option<Pattern> {
        let Value::Text(text) = &node.value else {
            self.wrong(Wanted::Pattern, node.span);
            return None;
        };
        let pattern = Pattern::parse(text).ok();
        if pattern.is_none() {
            let shown = text.chars().take(limits::PATTERN_BYTES).collect();
            self.draft.found(What::BadPattern(shown), node.span);
        }
        pattern
    }

    fn condition(&mut self, node: &Node) -> Option<(Condition, Vec<HostBits>)> {
        let Value::Text(text) = &node.value else {
            self.wrong(Wanted::Condition, node.span);
            return None;
        };
        let inside = |span: Span| {
            let at = |decoded| json::offset_in_source(self.text, node.span, decoded);
            Span::new(at(span.start), at(span.end))
        };
        match condition::parse(text) {
            Ok(parsed) => {
                let in_source = |bits: HostBits| HostBits {
                    span: inside(bits.span),
                    ..bits
                };
                Some((
                    Condition(parsed.expression),
                    parsed.host_bits.into_iter().map(in_source).collect(),
                ))
            }
            Err(trouble) => {
                let span = inside(trouble.span);
                self.draft
                    .fixable(What::BadCondition(trouble.what), span, trouble.instead);
                None
            }
        }
    }
}

/// The bracket that opens it: marking a whole object would mark the whole screen.
const fn opening(span: Span) -> Span {
    Span::new(span.start, span.start + 1)
}
