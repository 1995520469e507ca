//! Text analysis, the same for documents and queries: tokens, stems, stop words, identifiers.

use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer,
};

/// Longer tokens, such as sequences or encoded data, are dropped.
const LONGEST_WORD: usize = 60;

/// Words that carry no subject: articles, pronouns, question words, labels of identifiers.
const STOP_WORDS: &str = " a about am an and any are as at be been being but by can could did do does doi for \
    from get give given had has have he her his how i if in into is it its may me might must my no not of on \
    or our pmid shall she should such than that the their them then there these they this those to us was we \
    were what when where whether which who whom whose why will with would you your ";

/// Splits text into lower-case words without accents.
pub(crate) fn word_analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .build()
}

/// Splits text into English stems.
pub(crate) fn stem_analyzer() -> TextAnalyzer {
    TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(LONGEST_WORD))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(Language::English))
        .build()
}

/// All tokens of a text.
pub(crate) fn tokenize(analyzer: &mut TextAnalyzer, text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    analyzer.token_stream(text).process(&mut |token| tokens.push(token.text.clone()));
    tokens
}

/// Whether a word carries no subject.
pub(crate) fn is_stop_word(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_lowercase()) && STOP_WORDS.contains(&format!(" {word} "))
}

/// The form in which an identifier is indexed and looked up.
pub(crate) fn normalize_identifier(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}

/// The identifier that a token is: a DOI, a PMID, a PMCID or a trial number, with or without its label.
pub(crate) fn find_identifier(token: &str) -> Option<String> {
    let token = token.trim_matches(|c: char| !c.is_alphanumeric());
    let token = normalize_identifier(token);
    let bare = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "doi.org/", "doi:", "pmid:"]
        .into_iter()
        .find_map(|label| token.strip_prefix(label))
        .unwrap_or(&token);
    let is_doi = bare.starts_with("10.") && bare.contains('/') && bare.len() > 7;
    let is_number = |digits: &str, least: usize| {
        digits.len() >= least && digits.len() <= 12 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_labelled = |label: &str| bare.strip_prefix(label).is_some_and(|digits| is_number(digits, 5));
    let is_identifier = is_doi
        || is_number(bare, 5)
        || (token.starts_with("pmid:") && is_number(bare, 1))
        || ["nct", "pmc", "isrctn"].into_iter().any(is_labelled);
    is_identifier.then(|| bare.to_owned())
}
