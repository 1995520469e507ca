//! DOIs.

use super::escapes::unescaped;
use crate::address::{decoded, path_segment};

/// How often an address may be encoded within another.
const DEEPEST: usize = 3;

/// What publishers add to a DOI in the address of a page, in lower case.
const VIEWS: [&str; 22] = [
    "/abstract",
    "/epdf",
    "/epub",
    "/full",
    "/full-text",
    "/full/html",
    "/fulltext",
    "/fulltext.html",
    "/full/pdf",
    "/html",
    "/meta",
    "/pdf",
    "/pdfdirect",
    "/references",
    "/summary",
    "/supplementary",
    ".abstract",
    ".full",
    ".full.pdf",
    ".full-text",
    ".html",
    ".pdf",
];

/// A DOI in normal form: lower-case, without resolver, prefix, escapes and the punctuation around it. Where the text has
/// several, the first; `None` where it has none.
pub fn normal_doi(text: &str) -> Option<String> {
    dois(text).into_iter().next()
}

/// All DOIs in a text, in normal form and in its order, each once. They may be bare, labelled, addresses (of resolvers,
/// proxies and publishers), and escaped as in addresses, HTML or TeX. A closing parenthesis belongs to a DOI that has
/// its partner.
pub fn dois(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if text.contains("10") {
        unescaped(text).split_whitespace().for_each(|word| in_word(word, DEEPEST, &mut found));
    }
    found
}

/// The DOI of the page to which an address leads: at a resolver, through a proxy, or at a publisher whose addresses have
/// a part `doi`.
pub fn doi_of_address(address: &str) -> Option<String> {
    let address = address.trim().to_lowercase();
    let (_, place) = address.split_once("://")?;
    let (host, path) = place.split_once('/')?;
    let is_resolver = host.split(['.', '-']).any(|part| part == "doi") || path.contains("doi.org");
    let names_doi = path.split(['/', '?', '&']).any(|part| part == "doi" || part.starts_with("doi="));
    if is_resolver || names_doi { normal_doi(&address) } else { None }
}

/// The DOI that a note gives as that of the entry itself: nothing else stands in it, or its label comes before it.
/// A note about other publications gives none.
pub fn labelled_doi(note: &str) -> Option<String> {
    let [doi] = <[String; 1]>::try_from(dois(note)).ok()?;
    let lower = note.to_lowercase();
    let of_others = [
        "comment",
        "correct",
        "errat",
        "reply",
        "retract",
        "update",
        "supplement",
        "cites",
        "cited",
        "related",
    ];
    if of_others.iter().any(|word| lower.contains(word)) {
        return None;
    }
    let before = &lower[..lower.find("10")?];
    let before = before.trim_end_matches([' ', ':', '=', '/', '\t', '\n', '<', '{', '(']);
    let is_label = before.is_empty()
        || ["doi", "doi.org", "digital object identifier"].iter().any(|l| before.ends_with(l));
    is_label.then_some(doi)
}

/// The address at which the DOI resolver forwards to a publication.
pub fn doi_address(doi: &str) -> String {
    // A DOI may contain any character; what would end or change the address is encoded.
    let path: Vec<String> = doi.split('/').map(path_segment).collect();
    format!("https://doi.org/{}", path.join("/"))
}

fn in_word(word: &str, depth: usize, found: &mut Vec<String>) {
    let addresses = word.matches("://").count();
    let is_address = addresses > 0 || word.contains("doi.org/");
    for part in parts(word, is_address) {
        let decoded = decoded(part);
        let has_more = decoded.matches("://").count() > part.matches("://").count();
        if decoded != part && depth > 0 && (has_more || decoded.contains('%')) {
            decoded.split_whitespace().for_each(|word| in_word(word, depth - 1, found));
        } else {
            in_text(&decoded, is_address, found);
        }
    }
}

/// The path of an address and the parts of its query, apart; any other text whole.
fn parts(word: &str, is_address: bool) -> Vec<&str> {
    if !is_address {
        return vec![word];
    }
    // An identifier of the kind of `10.1002/(SICI)…CO;2-#` ends with the sign itself.
    let has_final_sign = word.ends_with("-#");
    word.split(['?', '&'])
        .flat_map(|part| if has_final_sign { vec![part] } else { part.split('#').collect() })
        .collect()
}

fn in_text(text: &str, is_address: bool, found: &mut Vec<String>) {
    let mut from = 0;
    while let Some(at) = text[from..].find("10.").map(|at| at + from) {
        from = at + 3;
        let is_inside = text[..at].ends_with(|c: char| c.is_ascii_digit() || c == '.');
        if is_inside {
            continue;
        }
        let Some(doi) = at_start(&text[at..]) else { continue };
        from = at + doi.len();
        let is_page = is_address && !text[..at].to_ascii_lowercase().ends_with("doi.org/");
        let doi = normal(doi, is_page);
        if !found.contains(&doi) {
            found.push(doi);
        }
    }
}

/// The DOI with which a text begins, as it is written.
fn at_start(text: &str) -> Option<&str> {
    let (registrant, suffix) = text.split_once('/')?;
    let is_registrant = registrant.len() >= 7
        && registrant[3..].bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && registrant[3..].bytes().take(4).all(|byte| byte.is_ascii_digit());
    if !is_registrant {
        return None;
    }
    let suffix = trimmed(&suffix[..end_of_suffix(suffix)]);
    (!suffix.is_empty()).then(|| &text[..registrant.len() + 1 + suffix.len()])
}

/// Where what may belong to a suffix ends.
fn end_of_suffix(suffix: &str) -> usize {
    let mut open = 0_usize;
    for (at, c) in suffix.char_indices() {
        let rest = &suffix[at + c.len_utf8()..];
        let ends = match c {
            // In the middle of a DOI these signs are before and behind a number; anything else is a tag.
            '<' => {
                open += 1;
                !rest.starts_with(|c: char| c.is_ascii_digit())
            }
            '>' => {
                let has_partner = open > 0;
                open = open.saturating_sub(1);
                !has_partner
            }
            ',' | ';' => begins_identifier(rest),
            '[' => rest.get(..4).is_some_and(|mark| mark.eq_ignore_ascii_case("doi]")),
            '"' | '“' | '”' | '«' | '»' | '|' | '`' | '—' => true,
            _ => c.is_whitespace() || c.is_control(),
        };
        if ends {
            return at;
        }
    }
    suffix.len()
}

fn begins_identifier(text: &str) -> bool {
    let start: String = text.chars().take(4).flat_map(char::to_lowercase).collect();
    ["10.", "doi", "http", "pmid", "pmc"].iter().any(|begin| start.starts_with(begin))
}

/// Without the punctuation of the sentence around it.
fn trimmed(mut suffix: &str) -> &str {
    while let Some(last) = suffix.chars().next_back() {
        let lacks_partner = |open: char| suffix.matches(last).count() > suffix.matches(open).count();
        let is_outside = match last {
            ')' => lacks_partner('('),
            ']' => lacks_partner('['),
            '}' => lacks_partner('{'),
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '’' | '‘' | '*' | '…' | '/' | '(' | '[' | '&'
            | '~' | '%' => true,
            _ => false,
        };
        if !is_outside {
            break;
        }
        suffix = &suffix[..suffix.len() - last.len_utf8()];
    }
    suffix
}

fn normal(doi: &str, is_page: bool) -> String {
    let doi = doi.to_lowercase().replace(['‐', '‑', '‒', '–', '−'], "-");
    if !is_page {
        return doi;
    }
    let mut shown = doi.as_str();
    if let Some(rest) =
        VIEWS.iter().find_map(|view| shown.strip_suffix(view)).filter(|rest| at_start(rest).is_some())
    {
        shown = rest;
    }
    // Preprint servers of this registrant number the versions of a page.
    let version = shown.rsplit_once('v').filter(|(_, version)| {
        shown.starts_with("10.1101/")
            && !version.is_empty()
            && version.bytes().all(|byte| byte.is_ascii_digit())
    });
    version.map_or(shown, |(doi, _)| doi).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_doi_is_recognised_in_every_notation() {
        for dress in [
            "10.1056/NEJMoa1911303",
            "doi:10.1056/nejmoa1911303",
            "DOI: 10.1056/NEJMoa1911303",
            "DOI 10.1056/NEJMoa1911303",
            "https://doi.org/10.1056/NEJMoa1911303",
            "http://dx.doi.org/10.1056%2FNEJMoa1911303",
            "https://www.doi.org/10.1056/NEJMoa1911303",
            "doi.org/10.1056/NEJMoa1911303",
            "https://doi-org.proxy.example/10.1056/NEJMoa1911303",
            "https://doi.org.proxy.example/10.1056/NEJMoa1911303?utm_source=x",
            "https://proxy.example/login?url=https://doi.org/10.1056/NEJMoa1911303&x=10",
            "https://proxy.example/login?qurl=https%3A%2F%2Fdoi.org%2F10.1056%252FNEJMoa1911303",
            "https://www.nejm.org/doi/full/10.1056/NEJMoa1911303?query=recirc#article",
            "https://www.nejm.org/doi/10.1056/NEJMoa1911303/full",
            "https://www.nejm.org/doi/pdf/10.1056/NEJMoa1911303.pdf",
            "info:doi/10.1056/NEJMoa1911303",
            "<https://doi.org/10.1056/NEJMoa1911303>",
            "<a href=\"https://doi.org/10.1056/NEJMoa1911303\">10.1056/NEJMoa1911303</a>",
            "(doi:10.1056/NEJMoa1911303).",
            "[10.1056/NEJMoa1911303],",
            "10.1056/NEJMoa1911303 [doi]",
            "10.1056/NEJMoa1911303[doi]",
            "\u{200b}10.1056/NEJMoa1911303\u{a0}",
            "\\url{https://doi.org/10.1056/NEJMoa1911303}",
            "\\href{https://doi.org/10.1056/NEJMoa1911303}{10.1056/NEJMoa1911303}",
            " 10.1056/nejmoa1911303. ",
            "10.1056/nejmoa1911303;10.1056/nejmoa1911303",
        ] {
            assert_eq!(dois(dress), ["10.1056/nejmoa1911303"], "{dress}");
        }
        for bad in [
            "",
            "10.",
            "10.1056",
            "11.1056/x",
            "10.1/x",
            "S0140-6736(10)",
            "2010.1056/x",
            "10.1056/.",
            "p 10.05/x",
        ] {
            assert_eq!(normal_doi(bad), None, "{bad}");
        }
    }

    #[test]
    fn parentheses_and_angles_belong_to_the_doi_that_has_both() {
        for (text, doi) in [
            ("10.5555/S0735-1097(01)01234-(9)", "10.5555/s0735-1097(01)01234-(9)"),
            ("(see 10.5555/S0735-1097(01)01234-(9))", "10.5555/s0735-1097(01)01234-(9)"),
            ("(10.1016/S0140-6736(10)61345-8)", "10.1016/s0140-6736(10)61345-8"),
            ("10.5555/a(b).", "10.5555/a(b)"),
            ("10.5555/a)", "10.5555/a"),
            (
                "10.5555/1520(1987)115\\ensuremath{<}1606:G\\ensuremath{>}2.0.CO;2",
                "10.5555/1520(1987)115<1606:g>2.0.co;2",
            ),
            ("10.5555/1520(1988)115${<}$1606:G${>}$2.0.CO;2", "10.5555/1520(1988)115<1606:g>2.0.co;2"),
            (
                "10.5555/1520(1988)115{\\textless}1606:G{\\textgreater}2.0.CO;2",
                "10.5555/1520(1988)115<1606:g>2.0.co;2",
            ),
            (
                "10.5555/1520(1988)115\\textless 1606:G\\textgreater 2.0.CO;2",
                "10.5555/1520(1988)115<1606:g>2.0.co;2",
            ),
            (
                "10.5555/1097(19940301)73:5&lt;1500::aid-x&gt;3.0.co;2-6",
                "10.5555/1097(19940301)73:5<1500::aid-x>3.0.co;2-6",
            ),
            (
                "10.5555/1097(1994)73:5&amp;lt;1500::x&amp;gt;3.0.co;2-#",
                "10.5555/1097(1994)73:5<1500::x>3.0.co;2-#",
            ),
            (
                "https://doi.org/10.5555/(SICI)1097(1994)73:5%3C1500::x%3E3.0.CO;2-%23",
                "10.5555/(sici)1097(1994)73:5<1500::x>3.0.co;2-#",
            ),
            ("10.5555/jehp.jehp\\_14\\_19", "10.5555/jehp.jehp_14_19"),
            ("10.5555/jehp.jehp{\\_}14$\\_$19", "10.5555/jehp.jehp_14_19"),
            ("10.5555/a<sup>1</sup>", "10.5555/a"),
            ("10.1101/2020.01.02.123456", "10.1101/2020.01.02.123456"),
            (
                "https://www.medrxiv.org/content/10.1101/2020.01.02.123456v2.full.pdf",
                "10.1101/2020.01.02.123456",
            ),
        ] {
            assert_eq!(normal_doi(text).as_deref(), Some(doi), "{text}");
        }
    }

    #[test]
    fn several_in_one_field_are_all_found() {
        let text = "10.1000/a; 10.1000/b,10.1000/c\nhttps://doi.org/10.1000/d|10.1000/A (10.1000/e)";
        assert_eq!(dois(text), ["10.1000/a", "10.1000/b", "10.1000/c", "10.1000/d", "10.1000/e"]);
    }

    #[test]
    fn a_note_gives_a_doi_only_where_it_is_the_entry_s_own() {
        for note in [
            "doi: 10.1000/a",
            "10.1000/a",
            "Epub ahead of print. DOI:10.1000/A.",
            "https://doi.org/10.1000/a",
        ] {
            assert_eq!(labelled_doi(note).as_deref(), Some("10.1000/a"), "{note}");
        }
        for note in [
            "Erratum in: doi: 10.1000/a",
            "Comment on doi:10.1000/a",
            "10.1000/a, 10.1000/b",
            "as in 10.1000/a",
            "",
        ] {
            assert_eq!(labelled_doi(note), None, "{note}");
        }
    }

    #[test]
    fn an_address_names_a_doi_where_it_leads_to_its_page() {
        for address in [
            "https://doi.org/10.1000/a",
            "http://dx.doi.org/10.1000/a",
            "https://doi-org.proxy.example/10.1000/a",
            "https://publisher.example/doi/abs/10.1000/a",
            "https://publisher.example/article?doi=10.1000%2Fa",
        ] {
            assert_eq!(doi_of_address(address).as_deref(), Some("10.1000/a"), "{address}");
        }
        for other in ["https://data.example/10.1000/a", "10.1000/a", "https://doi.org/", ""] {
            assert_eq!(doi_of_address(other), None, "{other}");
        }
    }

    fn doi() -> impl Strategy<Value = String> {
        let part = "[a-z0-9][a-z0-9._-]{0,8}[a-z0-9]";
        let suffix = prop_oneof![
            part.prop_map(|part: String| part),
            (part, part).prop_map(|(a, b)| format!("{a}/{b}")),
            (part, part).prop_map(|(a, b)| format!("s({a}){b}")),
            part.prop_map(|a| format!("{a}-(9)")),
            (part, part).prop_map(|(a, b)| format!("(sici){a}:5<1500::{b}>3.0.co;2-6")),
        ];
        (1000_u32..99_999, suffix).prop_map(|(registrant, suffix)| format!("10.{registrant}/{suffix}"))
    }

    proptest! {
        #[test]
        fn a_doi_in_any_of_its_forms_is_the_same(doi in doi()) {
            let encoded = doi_address(&doi).replace("https://doi.org/", "");
            let tex = doi.replace('_', "\\_");
            let html = doi.replace('<', "&lt;").replace('>', "&gt;");
            for form in [
                doi.clone(),
                doi.to_uppercase(),
                format!("doi:{doi}"),
                format!("DOI: {doi}."),
                format!("https://doi.org/{doi}"),
                format!("http://dx.doi.org/{encoded}"),
                format!("https://doi.org/{}", encoded.replace('/', "%2F")),
                format!("https://doi-org.proxy.example/{encoded}"),
                format!("https://a.example/login?url=https://doi.org/{encoded}"),
                format!("(doi:{doi})"),
                format!("{doi};"),
                format!("\"{doi}\","),
                tex.clone(),
                tex.replace("\\_", "{\\_}").replace('<', "$<$").replace('>', "\\textgreater{}"),
                html.clone(),
                html.replace('&', "&amp;"),
                format!("<{doi}>"),
            ] {
                prop_assert_eq!(dois(&form), std::slice::from_ref(&doi), "{}", form);
            }
        }

        #[test]
        fn a_normal_doi_is_its_own_normal_form(text in "\\PC{0,40}", doi in doi()) {
            for found in dois(&text).into_iter().chain(dois(&format!("{text}{doi}{text}"))) {
                prop_assert_eq!(normal_doi(&found), Some(found));
            }
        }
    }
}
