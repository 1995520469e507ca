//! The tokens of a text while they are parsed, and what has been read so far.

use super::fields::{self, FieldSpec};
use super::language::Language;
use super::lexer::{Token, TokenKind};
use super::limits::MAX_TERMS;
use super::problems::Problems;
use super::tree::{Leaf, Pattern};
use domain::query::{ProblemCode, Span};

/// A position in the tokens of a text.
pub(super) struct TokenStream<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) language: Language,
    pub(super) problems: &'a mut Problems,
    /// The next token.
    pub(super) at: usize,
    /// Words and values read so far.
    pub(super) terms: usize,
    /// Whether the rest was cut off because there were too many terms.
    pub(super) is_cut: bool,
}

impl<'a> TokenStream<'a> {
    pub(super) fn new(
        text: &'a str,
        tokens: &'a [Token],
        language: Language,
        problems: &'a mut Problems,
    ) -> Self {
        Self { text, tokens, language, problems, at: 0, terms: 0, is_cut: false }
    }

    /// The fields at this place. Reports what is wrong with them.
    pub(super) fn read_fields(&mut self, at: usize) -> Option<FieldSpec> {
        let token = self.tokens.get(at)?;
        let spec = match token.kind {
            TokenKind::Tag(content) => fields::parse_tag(content.of(self.text)),
            TokenKind::Codes(content) => fields::parse_codes(content.of(self.text)),
            _ => return None,
        };
        if let Some(problem) = spec.problem {
            self.problems.add(problem, token.span);
        }
        Some(spec)
    }

    /// Cuts off the rest of the text from this place.
    pub(super) fn stop(&mut self, from: Span) {
        self.problems.add(ProblemCode::TooManyTerms, Span::new(from.start, self.text.len()));
        self.at = self.tokens.len();
        self.is_cut = true;
    }

    /// As many of these leaves as [`MAX_TERMS`] allows. If one does not fit, the rest of the text is cut off.
    pub(super) fn with_room(&mut self, leaves: Vec<Leaf>) -> Vec<Leaf> {
        let mut taken = Vec::with_capacity(leaves.len());
        for mut leaf in leaves {
            let room = MAX_TERMS.saturating_sub(self.terms);
            let count = leaf.words().len().max(1);
            if count <= room {
                self.terms += count;
                taken.push(leaf);
                continue;
            }
            let first_left_out = leaf.words().get(room).map_or(leaf.span, |word| word.span);
            self.stop(first_left_out);
            if let Pattern::Words(words) = &mut leaf.pattern
                && room > 0
            {
                words.truncate(room);
                self.terms += room;
                taken.push(leaf);
            }
            break;
        }
        taken
    }
}
