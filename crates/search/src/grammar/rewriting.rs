//! A text written anew in another notation, with the place of each of its parts in the original.

use domain::query::Span;

/// A text made of parts of another.
#[derive(Debug, Default)]
pub(super) struct Rewriting {
    pub(super) text: String,
    /// Ascending; together they cover the text.
    parts: Vec<Part>,
}

#[derive(Debug)]
struct Part {
    /// Where it begins in the text.
    start: usize,
    /// What it was made of.
    source: Span,
    is_copy: bool,
}

impl Rewriting {
    /// Adds a part of the source as it is.
    pub(super) fn copy(&mut self, source: &str, span: Span) {
        self.parts.push(Part { start: self.text.len(), source: span, is_copy: true });
        self.text.push_str(span.of(source));
    }

    /// Adds a text in place of a part of the source.
    pub(super) fn put(&mut self, text: &str, span: Span) {
        self.parts.push(Part { start: self.text.len(), source: span, is_copy: false });
        self.text.push_str(text);
    }

    /// The place in the source of a span of the text.
    pub(super) fn source(&self, span: Span) -> Span {
        let start = self.locate(span.start, true);
        let end = if span.end > span.start { self.locate(span.end - 1, false) } else { start };
        Span::new(start, end.max(start))
    }

    fn locate(&self, at: usize, is_start: bool) -> usize {
        let index = self.parts.partition_point(|part| part.start <= at).saturating_sub(1);
        let Some(part) = self.parts.get(index) else { return 0 };
        match (part.is_copy, is_start) {
            (true, _) => {
                let offset = at - part.start + usize::from(!is_start);
                (part.source.start + offset).min(part.source.end)
            }
            (false, true) => part.source.start,
            (false, false) => part.source.end,
        }
    }
}
