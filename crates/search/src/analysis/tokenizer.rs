//! The engine's tokenizer: the words of the one folding, as they are or as stems.

use super::stems::Stems;
use domain::folding::{Grams, Words};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Longer words, such as sequences or encoded data, are dropped.
const LONGEST_WORD: usize = 60;

#[derive(Clone)]
pub(crate) struct FoldingTokenizer {
    grams: Grams,
    stems: Option<Stems>,
    token: Token,
}

impl FoldingTokenizer {
    pub(crate) fn new(grams: Grams, stems: Option<Stems>) -> Self {
        Self { grams, stems, token: Token::default() }
    }
}

impl Tokenizer for FoldingTokenizer {
    type TokenStream<'a> = FoldingTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FoldingTokenStream<'a> {
        self.token.reset();
        FoldingTokenStream {
            words: Words::of(text, self.grams),
            stems: self.stems.as_mut(),
            token: &mut self.token,
        }
    }
}

pub(crate) struct FoldingTokenStream<'a> {
    words: Words<'a>,
    stems: Option<&'a mut Stems>,
    token: &'a mut Token,
}

impl TokenStream for FoldingTokenStream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((place, is_beside)) = self.words.next_into(&mut self.token.text) {
            if !is_beside {
                self.token.position = self.token.position.wrapping_add(1);
            }
            if place.len() > LONGEST_WORD {
                continue;
            }
            self.token.offset_from = place.start;
            self.token.offset_to = place.end;
            if let Some(stems) = &mut self.stems {
                stems.stem(&mut self.token.text);
            }
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
