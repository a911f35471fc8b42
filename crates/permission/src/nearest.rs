//! "Did you mean": the known word that somebody most likely wanted.

/// The candidate that is close enough to `word`: a slip or two, or the start of it.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_ascii_lowercase();
    let allowed = (word.len() / 4).clamp(1, 4);
    let cost = |candidate: &str| {
        let candidate = candidate.to_ascii_lowercase();
        if word.len() >= 4 && candidate.starts_with(&word) {
            return Some(0);
        }
        if candidate.len().abs_diff(word.len()) > allowed {
            return None;
        }
        Some(distance(&word, &candidate)).filter(|&distance| distance <= allowed)
    };
    let priced = candidates
        .into_iter()
        .filter_map(|candidate| Some((cost(candidate)?, candidate.len(), candidate)));
    priced.min().map(|(_, _, candidate)| candidate)
}

/// Levenshtein's distance, in bytes: the words here are ASCII.
fn distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, a) in left.bytes().enumerate() {
        let mut diagonal = index;
        let mut before = index + 1;
        if let Some(first) = row.first_mut() {
            *first = before;
        }
        for (cell, b) in row.iter_mut().skip(1).zip(right.bytes()) {
            let cost = (diagonal + usize::from(a != b))
                .min(*cell + 1)
                .min(before + 1);
            diagonal = *cell;
            before = cost;
            *cell = cost;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_or_a_beginning_is_near_and_another_word_is_not() {
        let fields = ["effect", "api", "condition"];
        assert_eq!(nearest("efect", fields), Some("effect"));
        assert_eq!(nearest("Effect", fields), Some("effect"));
        assert_eq!(nearest("cond", fields), Some("condition"));
        assert_eq!(nearest("principal", fields), None);
        let names = ["Payment:getPayerInformation", "Payment:getPaymentMethod"];
        assert_eq!(
            nearest("Payment:getPayerInfo", names),
            Some("Payment:getPayerInformation")
        );
    }
}
