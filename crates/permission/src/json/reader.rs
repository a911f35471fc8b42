//! The reader itself: recursive descent with a depth counter, stopping at the first thing that is not JSON.
use super::text::next_char;
use super::{Fault, Member, Node, Span, Value, Wanted, Why};
use crate::limits;

/// Reads one JSON value and nothing after it.
pub(crate) fn read(source: &str) -> Result<Node, Fault> {
    let mut reader = Reader {
        source,
        at: 0,
        depth: 0,
    };
    let node = reader.value()?;
    reader.skip_space();
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(Fault {
            span: Span::new(reader.at, source.len()),
            why: Why::TextAfterEnd,
        }),
    }
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.source.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Moves past `byte` if it is next.
    fn eat(&mut self, byte: u8) -> bool {
        self.skip_space();
        let found = self.peek() == Some(byte);
        if found {
            self.at += 1;
        }
        found
    }

    /// A fault at the character that is here, or at the end.
    fn fault(&self, why: Why) -> Fault {
        let width = self.rest().chars().next().map_or(0, char::len_utf8);
        Fault {
            span: Span::new(self.at, self.at + width),
            why,
        }
    }

    fn wanted<T>(&self, wanted: Wanted) -> Result<T, Fault> {
        Err(self.fault(Why::Wanted(wanted)))
    }

    fn value(&mut self) -> Result<Node, Fault> {
        self.skip_space();
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::list)?,
            Some(b'"') => Value::Text(self.text()?),
            _ => self.scalar()?,
        };
        Ok(Node {
            span: Span::new(start, self.at),
            value,
        })
    }

    fn nested(&mut self, inner: fn(&mut Self) -> Result<Value, Fault>) -> Result<Value, Fault> {
        if self.depth == limits::JSON_DEPTH {
            return Err(self.fault(Why::TooDeep));
        }
        self.depth += 1;
        self.at += 1;
        let value = inner(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Result<Value, Fault> {
        let mut members = Vec::new();
        if self.eat(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            members.push(self.member()?);
            if self.eat(b'}') {
                return Ok(Value::Object(members));
            }
            self.comma(Wanted::CommaOrBrace, b'}')?;
        }
    }

    fn member(&mut self) -> Result<Member, Fault> {
        self.skip_space();
        let start = self.at;
        if self.peek() != Some(b'"') {
            return self.wanted(Wanted::Key);
        }
        let key = self.text()?;
        let key_span = Span::new(start, self.at);
        if !self.eat(b':') {
            return self.wanted(Wanted::Colon);
        }
        Ok(Member {
            key,
            key_span,
            value: self.value()?,
        })
    }

    fn list(&mut self) -> Result<Value, Fault> {
        let mut nodes = Vec::new();
        if self.eat(b']') {
            return Ok(Value::List(nodes));
        }
        loop {
            nodes.push(self.value()?);
            if self.eat(b']') {
                return Ok(Value::List(nodes));
            }
            self.comma(Wanted::CommaOrBracket, b']')?;
        }
    }

    /// A comma that something follows.
    fn comma(&mut self, wanted: Wanted, close: u8) -> Result<(), Fault> {
        if !self.eat(b',') {
            return self.wanted(wanted);
        }
        let comma = Span::new(self.at - 1, self.at);
        self.skip_space();
        if self.peek() == Some(close) {
            return Err(Fault {
                span: comma,
                why: Why::TrailingComma,
            });
        }
        Ok(())
    }

    fn text(&mut self) -> Result<String, Fault> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.peek() {
                None | Some(b'\n') => {
                    return Err(Fault {
                        span: Span::new(start, self.at),
                        why: Why::OpenText,
                    });
                }
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(_) => {
                    let (c, taken) =
                        next_char(self.rest()).ok_or_else(|| self.fault(Why::BadText))?;
                    text.push(c);
                    self.at += taken;
                }
            }
        }
    }

    fn scalar(&mut self) -> Result<Value, Fault> {
        let word = self.rest();
        let end = word
            .find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)))
            .unwrap_or(word.len());
        let word = word.get(..end).unwrap_or_default();
        if !matches!(word, "null" | "true" | "false") && !is_number(word) {
            return self.wanted(Wanted::Value);
        }
        self.at += end;
        Ok(Value::Scalar)
    }
}

/// JSON's numbers: `-0.5e+3` is one; `01`, `.5` and `+1` are not.
fn is_number(word: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (mantissa, exponent) = word
        .split_once(['e', 'E'])
        .map_or((word, None), |(m, e)| (m, Some(e)));
    let (whole, fraction) = mantissa
        .split_once('.')
        .map_or((mantissa, None), |(w, f)| (w, Some(f)));
    let whole = whole.strip_prefix('-').unwrap_or(whole);
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|e| digits(e.strip_prefix(['+', '-']).unwrap_or(e)))
}
