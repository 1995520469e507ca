//! Markup in a text that should have none: tags of HTML, JATS, MathML and the like, and entities.
//!
//! What looks like a tag is one where its name is known, or where the same text also closes it: `p<0.05`, `<10 mg` and
//! `<LOD` are text.

use crate::entities::without_entities;
use crate::limits::MAX_DEPTH;
use crate::tree::{Element, Node};
use std::collections::HashMap;

/// Prefixes of tags whatever their names.
const PREFIXES: [&str; 10] = ["ce", "html", "jats", "m", "mml", "o", "st1", "w", "xhtml", "xml"];

/// Tags that set type, in lower case.
const INLINE: [&str; 58] = [
    "abbr",
    "abbrev",
    "acronym",
    "b",
    "big",
    "bold",
    "cite",
    "code",
    "del",
    "dfn",
    "em",
    "email",
    "emphasis",
    "ext-link",
    "fixed-case",
    "font",
    "i",
    "img",
    "inline-graphic",
    "ins",
    "institution",
    "ital",
    "italic",
    "italics",
    "kbd",
    "mark",
    "monospace",
    "named-content",
    "nobr",
    "nocase",
    "overline",
    "private-char",
    "rm",
    "roman",
    "samp",
    "sans-serif",
    "sanserif",
    "sc",
    "scp",
    "small",
    "small-caps",
    "smallcaps",
    "strike",
    "strong",
    "styled-content",
    "tt",
    "u",
    "ul",
    "under",
    "underline",
    "uri",
    "var",
    "wbr",
    "bdi",
    "bdo",
    "bi",
    "inter-ref",
    "cross-ref",
];

/// Tags that part texts, in lower case.
const BLOCKS: [&str; 48] = [
    "abstract",
    "abstracttext",
    "article",
    "blockquote",
    "body",
    "br",
    "break",
    "caption",
    "center",
    "copyrightinformation",
    "dd",
    "def",
    "def-item",
    "def-list",
    "disp-quote",
    "div",
    "dl",
    "dt",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "heading",
    "hr",
    "html",
    "label",
    "li",
    "list",
    "list-item",
    "ol",
    "p",
    "para",
    "pre",
    "sec",
    "section",
    "section-title",
    "simple-para",
    "simplepara",
    "subtitle",
    "table",
    "tbody",
    "td",
    "th",
    "title",
    "tr",
];

/// Tags that mean more than their text, in lower case.
const STRUCTURE: [&str; 46] = [
    "alternatives",
    "annotation",
    "annotation-xml",
    "disp-formula",
    "fn",
    "graphic",
    "inf",
    "inferior",
    "inline-formula",
    "math",
    "mfenced",
    "mfrac",
    "mi",
    "mmultiscripts",
    "mn",
    "mo",
    "mover",
    "mphantom",
    "mroot",
    "mrow",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
    "script",
    "semantics",
    "span",
    "style",
    "sub",
    "subscript",
    "sup",
    "superior",
    "superscript",
    "svg",
    "tex-math",
    "textual-form",
    "tex",
    "xref",
];

/// The most attributes of a tag in a text.
const MAX_TAG_ATTRIBUTES: usize = 50;

/// Whether a text may have markup.
pub(crate) fn is_in(text: &str) -> bool {
    text.contains(['<', '&'])
}

/// A piece of a text.
enum Token<'a> {
    Text(&'a str),
    /// Text in which nothing is markup.
    Verbatim(&'a str),
    Tag(Tag<'a>),
}

struct Tag<'a> {
    /// In lower case, without a known prefix.
    name: String,
    source: &'a str,
    attributes: Vec<(String, String)>,
    is_end: bool,
    is_empty: bool,
    has_prefix: bool,
    /// The number of the token that ends what this one begins, or begins what it ends.
    partner: Option<usize>,
}

impl Tag<'_> {
    fn is_one(&self) -> bool {
        let is_known = |names: &[&str]| names.contains(&self.name.as_str());
        self.has_prefix
            || self.partner.is_some()
            || is_known(&INLINE)
            || is_known(&BLOCKS)
            || is_known(&STRUCTURE)
            || (self.name == "a" && (self.is_end || !self.attributes.is_empty()))
    }
}

/// The text as a tree of the tags that mean more than their text. Entities in it are resolved once.
pub(crate) fn parsed(text: &str) -> Element {
    let tokens = tokens(text);
    let mut stack = vec![(usize::MAX, Element::default())];
    for (number, token) in tokens.iter().enumerate() {
        match token {
            Token::Text(text) => push_text(&mut stack, &without_entities(text)),
            Token::Verbatim(text) => push_text(&mut stack, text),
            Token::Tag(tag) if !tag.is_one() => push_text(&mut stack, &without_entities(tag.source)),
            Token::Tag(tag) if STRUCTURE.contains(&tag.name.as_str()) => structure(&mut stack, number, tag),
            Token::Tag(tag) if BLOCKS.contains(&tag.name.as_str()) => push_text(&mut stack, " "),
            Token::Tag(_) => {}
        }
    }
    while stack.len() > 1 {
        close(&mut stack);
    }
    stack.pop().map(|(_, root)| root).unwrap_or_default()
}

fn structure(stack: &mut Vec<(usize, Element)>, number: usize, tag: &Tag<'_>) {
    let element = || Element::new(tag.name.clone(), tag.attributes.clone());
    match tag.partner {
        Some(_) if !tag.is_end && stack.len() < MAX_DEPTH => stack.push((number, element())),
        Some(start) if tag.is_end => {
            // An element that crosses another ends with it.
            let is_open = stack.iter().any(|(open, _)| *open == start);
            while is_open && stack.last().is_some_and(|(open, _)| *open != usize::MAX && *open >= start) {
                close(stack);
            }
        }
        // Where it ends cannot be known, but a power stays apart from its number.
        None if !tag.is_empty && !tag.is_end && tag.name.starts_with("sup") => push_text(stack, "^"),
        None if tag.is_empty => {
            if let Some((_, parent)) = stack.last_mut() {
                parent.push(Node::Element(element()));
            }
        }
        _ => {}
    }
}

fn close(stack: &mut Vec<(usize, Element)>) {
    if let Some((_, element)) = stack.pop()
        && let Some((_, parent)) = stack.last_mut()
    {
        parent.push(Node::Element(element));
    }
}

fn push_text(stack: &mut [(usize, Element)], text: &str) {
    if let Some((_, parent)) = stack.last_mut() {
        parent.push(Node::Text(text.to_owned()));
    }
}

/// Headings (`<title>`, `<h2>`) in a text with what stands below each, as they are written; what is before the first
/// has an empty one.
pub(crate) fn headed(text: &str) -> Vec<(String, String)> {
    let mut sections = vec![(String::new(), String::new())];
    let mut is_in_heading = false;
    for token in tokens(text) {
        let source = match &token {
            Token::Text(text) | Token::Verbatim(text) => text,
            Token::Tag(tag) if tag.partner.is_some() && is_heading(&tag.name) => {
                is_in_heading = !tag.is_end;
                if is_in_heading {
                    sections.push((String::new(), String::new()));
                }
                continue;
            }
            Token::Tag(tag) => tag.source,
        };
        if let Some((heading, below)) = sections.last_mut() {
            if is_in_heading { heading.push_str(source) } else { below.push_str(source) }
        }
    }
    sections
}

fn is_heading(name: &str) -> bool {
    matches!(name, "title" | "section-title" | "heading" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let (mut from, mut at) = (0, 0);
    let mut sections = Sections::default();
    while let Some(next) = text[at..].find('<').map(|next| next + at) {
        let Some((token, length)) = sections.token(&text[next..]) else {
            at = next + 1;
            continue;
        };
        if from < next {
            tokens.push(Token::Text(&text[from..next]));
        }
        tokens.extend(token);
        from = next + length;
        at = from;
    }
    if from < text.len() {
        tokens.push(Token::Text(&text[from..]));
    }
    find_partners(&mut tokens);
    tokens
}

/// Sections of which the text has no more ends: each end is looked for in vain but once.
#[derive(Default)]
struct Sections {
    endless: Vec<&'static str>,
}

impl Sections {
    /// The tag, comment or the like with which a text begins, and its length; no token for what is left out.
    fn token<'a>(&mut self, text: &'a str) -> Option<(Option<Token<'a>>, usize)> {
        if let Some((inner, length)) = self.until(text, "<![CDATA[", "]]>") {
            return Some((Some(Token::Verbatim(inner)), length));
        }
        for (begin, end) in [("<!--", "-->"), ("<?", "?>"), ("<!DOCTYPE", ">")] {
            if let Some((_, length)) = self.until(text, begin, end) {
                return Some((None, length));
            }
        }
        let (tag, length) = tag(text)?;
        Some((Some(Token::Tag(tag)), length))
    }

    fn until<'a>(&mut self, text: &'a str, begin: &'static str, end: &str) -> Option<(&'a str, usize)> {
        let inner = text.strip_prefix(begin).filter(|_| !self.endless.contains(&begin))?;
        let Some(length) = inner.find(end) else {
            self.endless.push(begin);
            return None;
        };
        Some((&inner[..length], begin.len() + length + end.len()))
    }
}

fn tag(text: &str) -> Option<(Tag<'_>, usize)> {
    let inner = text.strip_prefix('<')?;
    let (inner, is_end) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    let length = inner.find(|c| !is_of_name(c)).filter(|length| (1..=40).contains(length))?;
    let (name, mut rest) = inner.split_at(length);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut attributes = Vec::new();
    while let Some((attribute, after)) = attribute(rest).filter(|_| attributes.len() < MAX_TAG_ATTRIBUTES) {
        attributes.push(attribute);
        rest = after;
    }
    let rest = rest.trim_start();
    let (rest, is_empty) = rest.strip_prefix('/').map_or((rest, false), |rest| (rest, true));
    let rest = rest.strip_prefix('>')?;
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    let has_prefix = PREFIXES.iter().any(|known| known.eq_ignore_ascii_case(prefix));
    let length = text.len() - rest.len();
    let name = if has_prefix { local } else { name }.to_ascii_lowercase();
    let tag = Tag { name, source: &text[..length], attributes, is_end, is_empty, has_prefix, partner: None };
    Some((tag, length))
}

type Attribute = (String, String);

/// The attribute with which the inside of a tag begins, after white space. Its quotes may be escaped.
fn attribute(text: &str) -> Option<(Attribute, &str)> {
    let inner = text.trim_start();
    let length = inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.')))?;
    let (name, rest) = inner.split_at(length);
    if inner.len() == text.len() || name.is_empty() {
        return None;
    }
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quoted = rest.strip_prefix('\\').unwrap_or(rest);
    let (value, rest) = match quoted.chars().next()? {
        quote @ ('"' | '\'') => quoted[1..].split_once(quote)?,
        _ => rest.split_at(rest.find(|c: char| c.is_whitespace() || matches!(c, '>' | '<' | '"' | '\''))?),
    };
    Some(((name.to_ascii_lowercase(), value.trim_end_matches('\\').to_owned()), rest))
}

/// Joins each tag with the one that ends it.
fn find_partners(tokens: &mut [Token<'_>]) {
    let mut open: HashMap<String, Vec<usize>> = HashMap::new();
    let mut pairs = Vec::new();
    for (number, token) in tokens.iter().enumerate() {
        let Token::Tag(tag) = token else { continue };
        if tag.is_end {
            pairs.extend(open.get_mut(&tag.name).and_then(Vec::pop).map(|start| (start, number)));
        } else if !tag.is_empty {
            open.entry(tag.name.clone()).or_default().push(number);
        }
    }
    for (start, end) in pairs {
        for (number, partner) in [(start, end), (end, start)] {
            if let Some(Token::Tag(tag)) = tokens.get_mut(number) {
                tag.partner = Some(partner);
            }
        }
    }
}
