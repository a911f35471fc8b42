//! Text that people wrote, inside HTML: in messages here, and on the pages that a server shows for their links.

/// A text as it stands between tags and in quotes: nothing in it is a tag, an entity or the end of an attribute.
#[must_use]
pub fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::escaped;

    // R43
    #[test]
    fn what_people_wrote_ends_no_tag_and_no_attribute() {
        assert_eq!(
            escaped("<b title='\"'>&amp;"),
            "&lt;b title=&#39;&quot;&#39;&gt;&amp;amp;"
        );
    }
}
