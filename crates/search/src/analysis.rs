//! Text analysis, the same for documents and queries: tokens, stems, stop words, identifiers.

mod irregular;
mod stems;
mod tokenizer;

use domain::folding::{Grams, folded};
use stems::Stems;
pub(crate) use stems::{changed_beginnings, stem};
use tantivy::tokenizer::TextAnalyzer;
use tokenizer::FoldingTokenizer;

/// Words that carry no subject: articles, pronouns, question words, labels of identifiers.
const STOP_WORDS: &str = " a about am an and any are as at be been being but by can could did do does doi for \
    from get give given had has have he her his how i if in into is it its may me might must my no not of on \
    or our pmid shall she should such than that the their them then there these they this those to us was we \
    were what when where whether which who whom whose why will with would you your ";

/// Splits what is looked for into words in the form of [`domain::folding`].
pub(crate) fn word_analyzer() -> TextAnalyzer {
    TextAnalyzer::from(FoldingTokenizer::new(Grams::Pairs, None))
}

/// Splits what is looked for into English stems.
pub(crate) fn stem_analyzer() -> TextAnalyzer {
    TextAnalyzer::from(FoldingTokenizer::new(Grams::Pairs, Some(Stems::new())))
}

/// Splits the text of items into words.
pub(crate) fn indexing_word_analyzer() -> TextAnalyzer {
    TextAnalyzer::from(FoldingTokenizer::new(Grams::All, None))
}

/// Splits the text of items into English stems.
pub(crate) fn indexing_stem_analyzer() -> TextAnalyzer {
    TextAnalyzer::from(FoldingTokenizer::new(Grams::All, Some(Stems::remembering())))
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
    folded(text.trim()).into_owned()
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
