//! Which texts are lists of identifiers, and what they name.

use super::list::{IdentifierList, ListedWork, MOST_IDENTIFIERS};
use super::tokens::{Token, tokens};
use super::written::{Identifier, Kind};
use domain::query::Span;

/// Words of a text that is a reference at least.
const REFERENCE_WORDS: usize = 5;
/// Words between the identifiers of one reference at most, such as those of the day on which it appeared online.
const WORDS_WITHIN: usize = 8;
/// What only a query has, in lower case.
const QUERY_SIGNS: [&str; 13] = [
    "[ti]", "[tiab", "[title/", "[tw]", "[mh", "[mesh", "[pt]", "[au]", ".ti,", ".ti.", ".tw.", ".mp.",
    ".ab.",
];
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The list that a text is: of identifiers and what joins them, or of references with identifiers. None for any other
/// text, and for a single number without a label, which may be a word.
pub(crate) fn read(text: &str) -> Option<IdentifierList> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if combines_lines(text) {
        return None;
    }
    let tokens = tokens(text);
    let words = tokens.iter().filter(|(_, token)| matches!(token, Token::Word)).count();
    if words > 0 {
        return is_references(text, words).then(|| works_cited(text, &tokens)).flatten();
    }
    if tokens.iter().any(|(_, token)| matches!(token, Token::Operator)) {
        return None;
    }
    let mut list = IdentifierList::default();
    let (mut is_certain, mut has_request) = (false, false);
    for (place, token) in &tokens {
        let found = match token {
            Token::Identifier(found) => found.clone(),
            Token::ShortNumber(digits) => Identifier::bare(digits),
            _ => continue,
        };
        is_certain |= matches!(token, Token::Identifier(_));
        has_request |= found.kind == Kind::Request;
        list.add(&found, Span::new(*place, text.len()));
    }
    let is_labelled = tokens.iter().any(|(_, it)| matches!(it, Token::Identifier(found) if !found.is_bare));
    list.is_exact = has_request || list.works.len() > 1;
    (is_certain && (list.works.len() > 1 || is_labelled)).then_some(list)
}

/// Whether a line combines others by their numbers, so that the text is a strategy: `3. 1 and 2`, `#1 NOT #2`, `or/1-5`.
fn combines_lines(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let last = lines.iter().filter_map(|line| line_number(line.split_whitespace().next()?));
    let last = last.max().unwrap_or_default().max(lines.len());
    lines.len() > 1
        && lines.iter().any(|line| {
            let lower = line.to_lowercase();
            let words: Vec<&str> = lower
                .split(|c: char| c.is_whitespace() || "(){}".contains(c))
                .filter(|word| !word.is_empty())
                .collect();
            let after_number = words
                .split_first()
                .filter(|(first, _)| line_number(first.trim_end_matches(['.', ':', ']'])).is_some())
                .map(|(_, rest)| rest);
            is_combination(&words, last) || after_number.is_some_and(|rest| is_combination(rest, last))
        })
}

/// Whether words are numbers of lines, none beyond the last, with operators between or before them.
fn is_combination(words: &[&str], last: usize) -> bool {
    let is_line = |word: &str| line_number(word).is_some_and(|number| number <= last);
    let are_lines = |text: &str| text.split([',', '-']).all(is_line);
    match words {
        [joined] => {
            let listed = joined.strip_prefix("or/").or_else(|| joined.strip_prefix("and/"));
            let listed =
                listed.or_else(|| joined.strip_suffix("/or")).or_else(|| joined.strip_suffix("/and"));
            listed.is_some_and(are_lines)
        }
        ["or" | "and", listed @ ..] => !listed.is_empty() && listed.iter().all(|it| are_lines(it)),
        [first, rest @ ..] => {
            let mut pairs = rest.chunks(2);
            !rest.is_empty()
                && is_line(first)
                && pairs.all(|pair| matches!(pair, ["and" | "or" | "not", line] if is_line(line)))
        }
        [] => false,
    }
}

/// The number of a line as it is named: `3`, `3.`, `#3`, `S3`, `3a`.
fn line_number(word: &str) -> Option<usize> {
    let bare = word.trim_start_matches(['#', 's', 'S', '[', '(']).trim_end_matches(['.', ':', ')', ']']);
    let digits = bare.strip_suffix(|c: char| c.is_ascii_lowercase()).unwrap_or(bare);
    let is_short = (1..=3).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_short.then(|| digits.parse().ok()).flatten()
}

/// Whether a text with words is one reference or several, by the years that stand as in a reference.
fn is_references(text: &str, words: usize) -> bool {
    let lower = text.to_lowercase();
    let is_query = QUERY_SIGNS.iter().any(|sign| lower.contains(sign));
    words >= REFERENCE_WORDS && !is_query && has_year_of_citation(&lower)
}

/// `2019;381`, `(2019)`, `2019 Nov`, `2019.`
fn has_year_of_citation(lower: &str) -> bool {
    let mut words = lower.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let (digits, after) = match word.trim_start_matches(['(', '[']).split_at_checked(4) {
            Some(parts) => parts,
            None => continue,
        };
        let is_year =
            digits.bytes().all(|byte| byte.is_ascii_digit()) && ["19", "20"].contains(&&digits[..2]);
        let after = after.trim_start_matches(['a', 'b', 'c']);
        let has_month = words.peek().is_some_and(|next| MONTHS.iter().any(|month| next.starts_with(month)));
        if is_year && (after.starts_with([';', ')', ':', '.', ',', ']']) || (after.is_empty() && has_month)) {
            return true;
        }
    }
    false
}

/// The works that references cite, as far as they give an identifier.
fn works_cited(text: &str, tokens: &[(usize, Token<'_>)]) -> Option<IdentifierList> {
    let mut list = IdentifierList { is_exact: true, ..IdentifierList::default() };
    // The kinds of the work that is being read.
    let mut kinds: Vec<Kind> = Vec::new();
    let mut words = 0;
    for (place, token) in tokens {
        match token {
            Token::Identifier(found) if !found.is_bare => {
                if kinds.is_empty() || kinds.contains(&found.kind) || words > WORDS_WITHIN {
                    kinds.clear();
                    list.add(found, Span::new(*place, text.len()));
                } else {
                    list.add_to_last(found);
                }
                kinds.push(found.kind);
                words = 0;
            }
            Token::ListNumber | Token::EmptyLine => kinds.clear(),
            _ => words += 1,
        }
    }
    (!list.works.is_empty()).then_some(list)
}

impl IdentifierList {
    /// Adds a work, unless the list has it or is full; then `rest` is what is left out.
    fn add(&mut self, found: &Identifier<'_>, rest: Span) {
        if self.works.iter().any(|work| work.identifiers.contains(&found.normal)) {
            return;
        }
        if self.works.len() < MOST_IDENTIFIERS {
            let typed = found.typed.to_owned();
            self.works.push(ListedWork { typed, identifiers: vec![found.normal.clone()] });
        } else {
            self.rest.get_or_insert(rest);
        }
    }

    /// Adds another identifier of the work that was added last.
    fn add_to_last(&mut self, found: &Identifier<'_>) {
        let is_known = self.works.iter().any(|work| work.identifiers.contains(&found.normal));
        if let Some(work) = self.works.last_mut().filter(|_| !is_known && self.rest.is_none()) {
            work.identifiers.push(found.normal.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The identifiers of each work.
    fn works(text: &str) -> Vec<String> {
        let list = read(text).unwrap_or_default();
        list.works.into_iter().map(|work| work.identifiers.join(" ")).collect()
    }

    #[test]
    fn a_list_is_read_however_it_is_written() {
        for text in [
            "31535829 10.1056/nejmoa1911303",
            "31535829, 10.1056/NEJMoa1911303.",
            "31535829,10.1056/NEJMoa1911303",
            "PMID: 31535829; doi: 10.1056/NEJMoa1911303",
            "PMID:31535829 DOI:10.1056/NEJMoa1911303",
            "PMID31535829 and https://dx.doi.org/10.1056/NEJMoa1911303",
            "31535829[pmid] OR 10.1056/NEJMoa1911303[doi]",
            "31535829[uid] or \"10.1056/NEJMoa1911303\"[aid]",
            "(31535829[uid] OR https://doi.org/10.1056%2FNEJMoa1911303)",
            "1. 31535829\n2. doi:10.1056/NEJMoa1911303",
            "[1] PMID 31535829\r\n[2] doi.org/10.1056/NEJMoa1911303",
            "1\t31535829\n2\t10.1056/NEJMoa1911303\n",
            "- https://pubmed.ncbi.nlm.nih.gov/31535829/\n- https://www.nejm.org/doi/full/10.1056/NEJMoa1911303?query=x",
            "http://www.ncbi.nlm.nih.gov/pubmed/31535829 | 10.1056%2fnejmoa1911303",
            "https://europepmc.org/article/MED/31535829 doi 10.1056/NEJMoa1911303",
            "31535829;10.1056/NEJMoa1911303\n",
            "PMID;DOI\n\"31535829\",\"10.1056/NEJMoa1911303\"",
            "\u{feff}31535829\u{200b} 10.1056/NEJMoa1911303\u{200b}",
            "31535829\n\n10.1056/NEJMoa1911303\n31535829",
        ] {
            assert_eq!(works(text), ["31535829", "10.1056/nejmoa1911303"], "{text:?}");
            assert!(read(text).unwrap().is_exact);
        }
    }

    #[test]
    fn identifiers_of_other_kinds_are_read_too() {
        for text in [
            "NCT03036124 PMC6823300 ISRCTN12345678 2014-003464-25",
            "nct03036124, pmcid: PMC6823300; isrctn12345678, 2014-003464-25",
            "https://clinicaltrials.gov/study/NCT03036124\nhttps://pmc.ncbi.nlm.nih.gov/articles/PMC6823300/\nISRCTN 12345678\n2014-003464-25",
            "NCT 03036124 OR PMC 6823300 OR ISRCTN-12345678 OR 2014-003464-25",
        ] {
            let expected = ["nct03036124", "pmc6823300", "isrctn12345678", "2014-003464-25"];
            assert_eq!(works(text), expected, "{text:?}");
        }
        assert_eq!(works("MIR-2026-7GK3QF"), ["MIR-2026-7GK3QF"]);
        assert_eq!(read("mir‑2026‑7gk3qf").unwrap().works[0].typed, "mir‑2026‑7gk3qf");
    }

    #[test]
    fn a_doi_may_hold_any_sign() {
        let doi = "10.1002/(sici)1097-0258(19980815/30)17:15/16<1661::aid-sim968>3.0.co;2-2";
        assert_eq!(works(doi), [doi]);
        assert_eq!(works(&format!("({doi}), NCT03036124")), [doi, "nct03036124"]);
        assert_eq!(works(&format!("{doi};NCT03036124")), [doi, "nct03036124"]);
    }

    #[test]
    fn short_numbers_are_identifiers_beside_others_or_with_their_label() {
        assert_eq!(works("PMID: 123"), ["123"]);
        assert_eq!(works("PMIDs 123, 1234 or 31535829"), ["123", "1234", "31535829"]);
        assert_eq!(works("31535829, 1234"), ["31535829", "1234"]);
        assert!(works("2019 2020").is_empty() && works("31535829").is_empty());
    }

    #[test]
    fn a_single_identifier_is_no_exact_list() {
        for text in ["10.1056/NEJMoa1911303", "https://doi.org/10.1056%2FNEJMoa1911303", "PMID: 31535829"] {
            let list = read(text).unwrap();
            assert!(!list.is_exact && list.works.len() == 1, "{text}");
        }
    }

    #[test]
    fn a_text_with_other_words_is_no_list() {
        for text in [
            "dose of 31535829 31535830",
            "10.1056/nejmoa1911303 NOT 31535829",
            "10.1056/nejmoa1911303 AND 31535829",
            "what did 10.1056/nejmoa1911303 find in 2019",
            "1. heart failure\n2. apixaban\n3. 1 and 2",
            "1. exp Heart Failure/\n2. NCT03036124.mp.\n3. 2019.yr. or stroke.tw. or death.tw.",
            "",
            "doi",
            "1. 2.",
            "1 or 2",
            "1. 31535829[pmid]\n2. 28845751[pmid]\n3. 1 and 2",
            "1 MIR-2026-7GK3QF\n2 MIR-2026-7GK3QG\n4 1 or 2",
            "31535829\n28845751\n1 OR 2",
            "#1 31535829\n#2 28845751\n#3 31535830\n#4 #1 and (#2 or #3)",
            "1. 31535829\n2. 28845751\n3. or/1-2",
            "1. 31535829\n2. 28845751\n3. {or #1-#2}",
        ] {
            assert_eq!(read(text), None, "{text:?}");
        }
    }

    #[test]
    fn references_name_the_works_that_they_cite() {
        let text = "1. McMurray JJV, Solomon SD, Inzucchi SE, et al. Dapagliflozin in Patients with Heart
   Failure and Reduced Ejection Fraction. N Engl J Med. 2019;381(21):1995-2008.
   doi: 10.1056/NEJMoa1911303. Epub 2019 Sep 19. PMID: 31535829; PMCID: PMC123.
2. Packer M, Anker SD. Cardiovascular and Renal Outcomes with Empagliflozin. N Engl J Med. 2020
   Oct 8;383(15):1413-1424. https://doi.org/10.1056/NEJMoa2022190
3. A report without an identifier. Geneva: WHO; 2018.
4. ClinicalTrials.gov Identifier: NCT03036124.";
        let expected = ["10.1056/nejmoa1911303 31535829 pmc123", "10.1056/nejmoa2022190", "nct03036124"];
        assert_eq!(works(text), expected);
        let apa = "McMurray, J. J. V. (2019). Dapagliflozin in patients with heart failure. \
            The New England Journal of Medicine, 381(21), 1995–2008. https://doi.org/10.1056/NEJMoa1911303";
        assert_eq!(works(apa), ["10.1056/nejmoa1911303"]);
    }

    #[test]
    fn a_list_has_a_bound() {
        let many: String = (0..1_200).map(|number| format!("{} ", 30_000_000 + number)).collect();
        let list = read(&many).unwrap();
        assert_eq!(list.works.len(), MOST_IDENTIFIERS);
        assert_eq!(list.rest, Some(Span::new(9 * MOST_IDENTIFIERS, many.len())));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "(\\PC|[0-9\\[\\];,%\n]|10\\.|doi|pmid|MIR-){0,60}") {
            _ = read(&text);
        }

        #[test]
        fn any_list_of_numbers_is_read_whole(numbers in proptest::collection::btree_set(10_000_u32..99_999_999, 2..40)) {
            let typed: Vec<String> = numbers.iter().map(u32::to_string).collect();
            for joint in [" ", ",", ", ", "; ", "\n", " OR ", "[pmid] OR ", "|", "\r\n"] {
                proptest::prop_assert_eq!(&works(&typed.join(joint)), &typed);
            }
        }
    }
}
