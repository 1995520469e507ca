//! Pages as styles print them: texts, never numbers.

/// Ranges with their last page whole: `101-109` of `101-9`, `S93-S99` of `S93-9`.
pub fn whole_pages(pages: &str) -> String {
    each_range(pages, |first, last| last.completed(first))
}

/// Ranges without what the last page repeats of the first: `101-9` of `101-109`, `S93-9` of `S93-S99`. A page that a
/// letter follows is not shortened.
pub(super) fn shortened_pages(pages: &str) -> String {
    each_range(pages, |first, last| {
        last.completed(first).and_then(|whole| Page::of(&whole)?.shortened(first))
    })
}

/// Whether this is the number of an article that has no pages: `e0046493`, `CD001234.pub3`, `064002`, `l4898`; `12` and
/// the `S12` of a supplement are pages.
pub fn is_article_number(pages: &str) -> bool {
    if pages.contains(['-', '–', ' ', ',', ';', '+']) || pages.is_empty() {
        return false;
    }
    let digits = pages.chars().filter(char::is_ascii_digit).count();
    if digits == pages.len() {
        return digits > 5 || (digits > 1 && pages.starts_with('0'));
    }
    let is_of_supplement =
        digits < 5 && pages.strip_prefix(['S', 'A']).is_some_and(|rest| rest.len() == digits);
    let is_with_letter = digits + 1 == pages.len() && pages.ends_with(char::is_alphabetic);
    digits > 0 && !is_of_supplement && !is_with_letter
}

/// A page in its parts, such as `S`, `93` and nothing.
#[derive(Clone, Copy)]
struct Page<'a> {
    before: &'a str,
    digits: &'a str,
    after: &'a str,
}

impl<'a> Page<'a> {
    fn of(text: &'a str) -> Option<Self> {
        let start = text.find(|c: char| c.is_ascii_digit())?;
        let (before, rest) = text.split_at_checked(start)?;
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        let (digits, after) = rest.split_at_checked(end)?;
        let are_letters = [before, after].into_iter().all(|part| part.chars().all(char::is_alphabetic));
        are_letters.then_some(Self { before, digits, after })
    }

    /// This last page as a whole; nothing where the two are no range.
    fn completed(self, first: Page<'_>) -> Option<String> {
        let whole = format!("{}{}{}", self.before, self.digits, self.after);
        if !self.before.is_empty() && self.before != first.before {
            return None;
        }
        let missing = first.digits.len().checked_sub(self.digits.len()).filter(|missing| *missing > 0);
        let Some(repeated) = missing.and_then(|missing| first.digits.get(..missing)) else {
            let is_range = self.digits.len() > first.digits.len() || self.digits >= first.digits;
            return is_range
                .then(|| if self.before.is_empty() { format!("{}{whole}", first.before) } else { whole });
        };
        let digits = format!("{repeated}{}", self.digits);
        let is_range = self.after.is_empty() && first.after.is_empty() && digits.as_str() >= first.digits;
        is_range.then(|| format!("{}{digits}", first.before))
    }

    /// What of this last page, whole, the first does not say.
    fn shortened(self, first: Page<'_>) -> Option<String> {
        let is_shortened = self.after.is_empty() && first.after.is_empty() && self.before == first.before;
        if !is_shortened || self.digits.len() != first.digits.len() {
            return None;
        }
        let same =
            self.digits.bytes().zip(first.digits.bytes()).take_while(|(one, other)| one == other).count();
        self.digits.get(same.min(self.digits.len().saturating_sub(1))..).map(str::to_owned)
    }
}

/// The text with the last page of every range as `last` makes it; what it leaves stays as given.
fn each_range(pages: &str, last: impl Fn(Page<'_>, Page<'_>) -> Option<String>) -> String {
    let range = |part: &str| -> Option<String> {
        let (one, other) = part.split_once(['-', '–'])?;
        Some(format!("{one}-{}", last(Page::of(one)?, Page::of(other)?)?))
    };
    let mut text = String::with_capacity(pages.len());
    for part in pages.split_inclusive([' ', ',', ';']) {
        let bare = part.trim_end_matches([' ', ',', ';']);
        text.push_str(&range(bare).unwrap_or_else(|| bare.replace('–', "-")));
        text.push_str(part.get(bare.len()..).unwrap_or_default());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_whole_or_short() {
        for (given, whole, short) in [
            ("1995-2008", "1995-2008", "1995-2008"),
            ("101-9", "101-109", "101-9"),
            ("284-287", "284-287", "284-7"),
            ("S93-S99", "S93-S99", "S93-9"),
            ("S6-12", "S6-S12", "S6-12"),
            ("e2115-e2123", "e2115-e2123", "e2115-23"),
            ("00123-00145", "00123-00145", "00123-45"),
            ("1151-68; discussion 1149-50", "1151-1168; discussion 1149-1150", "1151-68; discussion 1149-50"),
            ("12, 14-18", "12, 14-18", "12, 14-8"),
            ("126A-127A", "126A-127A", "126A-127A"),
        ] {
            assert_eq!(
                (whole_pages(given).as_str(), shortened_pages(given).as_str()),
                (whole, short),
                "{given}"
            );
        }
        assert_eq!(whole_pages("101–9"), "101-109");
    }

    #[test]
    fn what_is_no_range_stays_as_given() {
        for pages in [
            "",
            "e0046493",
            "CD001234.pub3",
            "0012",
            "i-ix",
            "iii-v",
            "xxiii+885",
            "1e12",
            "18-2",
            "a-b-c",
            "123-e5",
            "1-2-3",
            "5",
            "2020.04.17.20060",
        ] {
            assert_eq!((whole_pages(pages).as_str(), shortened_pages(pages).as_str()), (pages, pages));
        }
    }

    #[test]
    fn an_article_number_is_told_from_a_page() {
        for number in [
            "e0046493",
            "CD001234",
            "CD001234.pub3",
            "064002",
            "0012",
            "007",
            "l4898",
            "bjx008",
            "e123",
            "1e12",
        ] {
            assert!(is_article_number(number), "{number}");
        }
        for page in ["", "12", "1995-2008", "S12", "A23", "126A", "iii", "e1-e9", "12, 14"] {
            assert!(!is_article_number(page), "{page}");
        }
    }
}
