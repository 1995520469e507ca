//! Plain text from marked-up text: the one place that decides what is left of tags, entities, formulas and styles, in
//! elements of XML and in the texts of every other format.

use crate::entities::without_entities;
use crate::formula::{self, grouped, without_formulas};
use crate::markup;
use crate::script::{lowered, raised};
use crate::tree::{Element, Node};
use domain::record::{AbstractSection, RecordData};
use serde_json::Value;

/// How often markup may itself be escaped.
const DEEPEST: usize = 8;

/// Where a mark of a reference or a footnote was.
const MARK: char = '\u{1}';

/// Elements between which a reader sees a gap.
const BLOCKS: [&str; 12] = [
    "AbstractText",
    "DispFormula",
    "br",
    "break",
    "def",
    "disp-formula",
    "label",
    "list-item",
    "p",
    "sec",
    "subtitle",
    "title",
];

/// Headings that say of an abstract that it is one.
const ABSTRACT: [&str; 8] =
    ["abstract", "summary", "zusammenfassung", "résumé", "resumen", "resumo", "riassunto", "samenvatting"];

/// The text with every run of white space as one space, and none at the ends.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !cleaned.is_empty() {
            cleaned.push(' ');
        }
        cleaned.push_str(word);
    }
    cleaned
}

/// The text without tags, entities and escapes, clean; a text that has none of them as it is. What comes out is its own
/// plain text.
pub(crate) fn plain(text: &str) -> String {
    let mut text = clean(&visible(text));
    for _ in 0..DEEPEST {
        if !markup::is_in(&text) && !text.contains('$') {
            break;
        }
        let next = if markup::is_in(&text) { markup::parsed(&text).rendered() } else { text.clone() };
        let next = if next.contains('$') { without_formulas(&next) } else { next };
        let next = clean(&visible(&next));
        if next == text {
            break;
        }
        text = next;
    }
    text
}

/// The text without characters that nobody sees, and with gaps where line ends are written as escapes.
fn visible(text: &str) -> String {
    let is_seen = |c: char| {
        !matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
            && (!c.is_control() || c.is_whitespace())
    };
    let mut seen = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let escaped = rest.strip_prefix(['n', 'r', 't']).filter(|_| c == '\\' && !seen.ends_with('\\'));
        match escaped {
            // Followed by a small letter it is the start of a name.
            Some(after) if !after.starts_with(|c: char| c.is_lowercase()) => {
                seen.push(' ');
                rest = after;
            }
            _ => seen.extend(is_seen(c).then_some(c)),
        }
    }
    seen
}

/// An abstract in its sections: one, or one for each heading that it has in its markup.
pub(crate) fn sections(text: &str) -> Vec<AbstractSection> {
    let unescaped =
        if text.contains('&') && !text.contains('<') { without_entities(text) } else { text.to_owned() };
    let has_headings = ["title>", "<h", "<H", "heading>"].iter().any(|mark| unescaped.contains(mark));
    if !has_headings {
        let text = plain(text);
        return if text.is_empty() {
            Vec::new()
        } else {
            vec![AbstractSection { label: String::new(), text }]
        };
    }
    let sections = markup::headed(&unescaped).into_iter().map(|(heading, below)| {
        let label = plain(&heading).trim_end_matches([':', '.', ' ']).to_owned();
        let is_abstract = ABSTRACT.contains(&label.to_lowercase().as_str());
        AbstractSection { label: if is_abstract { String::new() } else { label }, text: plain(&below) }
    });
    sections.filter(|section| !section.text.is_empty()).collect()
}

/// Leaves plain texts in a record, in all that readers see of it.
pub(crate) fn tidy(data: &mut RecordData) {
    let texts = [
        &mut data.title,
        &mut data.vernacular_title,
        &mut data.journal,
        &mut data.journal_abbreviation,
        &mut data.publisher,
        &mut data.date,
        &mut data.volume,
        &mut data.issue,
        &mut data.pages,
    ];
    texts.into_iter().for_each(make_plain);
    for list in [&mut data.authors, &mut data.publication_types, &mut data.keywords] {
        list.iter_mut().for_each(make_plain);
        list.retain(|text| !text.is_empty());
    }
    for section in &mut data.abstract_sections {
        make_plain(&mut section.label);
        make_plain(&mut section.text);
    }
    data.abstract_sections.retain(|section| !section.text.is_empty());
    for heading in &mut data.mesh {
        make_plain(&mut heading.heading);
        heading.qualifiers.iter_mut().for_each(make_plain);
    }
    data.notices.iter_mut().for_each(|notice| make_plain(&mut notice.source));
    for link in data.links.iter_mut().filter(|link| link.contains("&amp;")) {
        *link = link.replace("&amp;", "&");
    }
    for field in &mut data.others {
        field.value = plain_value(&field.value);
    }
    data.others.retain(|field| !field.value.is_empty());
}

fn make_plain(text: &mut String) {
    if may_be_marked(text) {
        *text = plain(text);
    }
}

/// Whether a text is not surely plain already.
fn may_be_marked(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'<' | b'&' | b'$' | b'\\') || byte.is_ascii_control())
        || !text.is_ascii()
}

/// A kept field: each of its lines, or each text in its JSON.
fn plain_value(value: &str) -> String {
    if !may_be_marked(value) {
        return value.to_owned();
    }
    if value.starts_with(['{', '['])
        && let Ok(mut json) = serde_json::from_str::<Value>(value)
        && serde_json::to_string(&json).is_ok_and(|text| text == value)
    {
        make_plain_json(&mut json);
        return json.to_string();
    }
    let lines = value.lines().map(|line| if may_be_marked(line) { plain(line) } else { line.to_owned() });
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
}

fn make_plain_json(value: &mut Value) {
    match value {
        Value::String(text) => make_plain(text),
        Value::Array(list) => list.iter_mut().for_each(make_plain_json),
        Value::Object(map) => map.values_mut().for_each(make_plain_json),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

impl Element {
    /// The text at the end of a path, clean; empty where there is none.
    pub(crate) fn text_at(&self, path: &str) -> String {
        self.at(path).map(Element::text).unwrap_or_default()
    }

    /// All text within, clean and without markup; superscripts and subscripts stay what they are.
    pub(crate) fn text(&self) -> String {
        let text = clean(&self.rendered());
        if text.contains('&') { without_entities(&text) } else { text }
    }

    /// The text within, clean, without that of the elements of these names.
    pub(crate) fn text_without(&self, names: &[&str]) -> String {
        let mut text = String::new();
        for node in &self.nodes {
            match node {
                Node::Text(inner) => text.push_str(inner),
                Node::Element(element) if names.contains(&element.name.as_str()) => text.push(' '),
                Node::Element(element) => {
                    text.push_str(&element.text_without(names));
                    if element.name == "institution" {
                        text.push(' ');
                    }
                }
            }
        }
        plain(&text)
    }

    /// What stands directly within and is none of these, as names with texts: a list gives one for each of its
    /// elements, and texts of elements without any of their own are joined.
    pub(crate) fn others(&self, known: &[&str]) -> Vec<(String, String)> {
        let mut others = Vec::new();
        for child in self.children().filter(|child| !known.contains(&child.name.as_str())) {
            let is_list = child.name.ends_with("List") || child.name.ends_with("-group");
            if is_list && child.children().next().is_some() {
                others.extend(child.children().map(|one| (one.name.clone(), one.joined())));
            } else {
                others.push((child.name.clone(), child.joined()));
            }
        }
        others
    }

    /// The texts within, joined where they stand in elements of their own.
    fn joined(&self) -> String {
        let has_text =
            self.nodes.iter().any(|node| matches!(node, Node::Text(text) if !text.trim().is_empty()));
        if has_text || self.children().next().is_none() {
            return self.text();
        }
        let texts = self.children().map(Self::joined).filter(|text| !text.is_empty());
        texts.collect::<Vec<_>>().join("; ")
    }

    fn rendered(&self) -> String {
        let mut text = String::new();
        self.write_inside(&mut text, Setting::default());
        if text.contains(MARK) { without_marks(&text) } else { text }
    }

    /// Writes all that is within.
    fn write_inside(&self, text: &mut String, setting: Setting) {
        let has_formula = self.children().any(|child| matches!(child.name.as_str(), "math" | "textual-form"));
        for node in &self.nodes {
            match node {
                Node::Text(inner) if setting.is_symbol => text.extend(inner.chars().map(of_symbol_font)),
                Node::Text(inner) if setting.is_formula => text.push_str(inner.trim()),
                Node::Text(inner) => text.push_str(inner),
                // The same formula in another notation.
                Node::Element(element) if has_formula && is_tex(&element.name) => {}
                Node::Element(element) => element.write(text, setting),
            }
        }
    }

    fn write(&self, text: &mut String, setting: Setting) {
        match self.name.as_str() {
            "sup" | "superscript" | "Superscript" | "superior" => self.write_script(text, setting, raised),
            "sub" | "subscript" | "Subscript" | "inf" | "inferior" => {
                self.write_script(text, setting, lowered)
            }
            "style" | "span" | "Emphasis" => self.write_style(text, setting),
            "xref" | "fn" if self.is_mark() => text.push(MARK),
            "annotation" | "annotation-xml" | "graphic" | "inline-graphic" | "script" | "mphantom"
            | "svg" => {}
            "alternatives" => self.write_alternative(text, setting),
            name if is_tex(name) => {
                let mut source = String::new();
                self.write_inside(&mut source, setting);
                let written = formula::plain(text, &source);
                text.push_str(&written);
            }
            "math" => self.write_inside(text, Setting { is_formula: true, ..setting }),
            "mtext" | "ms" => self.write_inside(text, Setting { is_formula: false, ..setting }),
            _ if setting.is_formula => self.write_math(text, setting),
            name => {
                let is_block = BLOCKS.contains(&name);
                if is_block {
                    text.push(' ');
                }
                self.write_inside(text, setting);
                if is_block {
                    text.push(' ');
                }
            }
        }
    }

    fn write_script(&self, text: &mut String, setting: Setting, written: fn(&str, &str) -> String) {
        let mut inner = String::new();
        self.write_inside(&mut inner, setting);
        write_script(text, &inner, written);
    }

    /// A run of characters of one style, as EndNote and word processors write them.
    fn write_style(&self, text: &mut String, setting: Setting) {
        let says = |name: &str, style: &str| self.attribute(name).to_lowercase().contains(style);
        let is_symbol = self.attribute("font").eq_ignore_ascii_case("symbol");
        let setting = Setting { is_symbol: setting.is_symbol || is_symbol, ..setting };
        let is_raised = says("face", "superscript") || says("style", "super") || says("class", "superscript");
        let is_lowered = says("face", "subscript")
            || says("style", "vertical-align: sub")
            || says("style", "vertical-align:sub")
            || says("class", "subscript");
        match (is_raised, is_lowered) {
            (true, _) => self.write_script(text, setting, raised),
            (false, true) => self.write_script(text, setting, lowered),
            (false, false) => self.write_inside(text, setting),
        }
    }

    /// Whether it only leads to a reference, a footnote or the like; where it leads to a figure its text is one.
    fn is_mark(&self) -> bool {
        match self.attribute("ref-type") {
            "bibr" | "fn" | "aff" | "corresp" | "author-notes" | "contrib" | "table-fn" | "other" => true,
            "" => self.name == "fn" || !self.nodes.iter().any(is_word),
            _ => false,
        }
    }

    /// The one of several forms of the same that reads best.
    fn write_alternative(&self, text: &mut String, setting: Setting) {
        let named = |name: &str| self.children().find(|child| child.name == name);
        let best = ["math", "textual-form", "tex-math"].into_iter().find_map(named);
        match best.or_else(|| self.children().next()) {
            Some(best) => best.write(text, setting),
            None => self.write_inside(text, setting),
        }
    }

    /// An element of MathML.
    fn write_math(&self, text: &mut String, setting: Setting) {
        if !SCHEMATA.contains(&self.name.as_str()) {
            return self.write_inside(text, setting);
        }
        let parts: Vec<String> = self.children().map(|child| child.written_alone(setting)).collect();
        match (self.name.as_str(), parts.as_slice()) {
            ("mfrac", [above, below]) => text.push_str(&format!("{}/{}", grouped(above), grouped(below))),
            ("msup", [base, raising]) => {
                text.push_str(base);
                write_script(text, raising, raised);
            }
            ("msub" | "munder", [base, lowering]) => {
                text.push_str(base);
                write_script(text, lowering, lowered);
            }
            ("msubsup" | "munderover", [base, lowering, raising]) => {
                text.push_str(base);
                write_script(text, lowering, lowered);
                write_script(text, raising, raised);
            }
            ("mover", [base, over]) => {
                text.push_str(base);
                match over.trim() {
                    "¯" | "‾" | "ˉ" | "_" | "―" => text.push('\u{304}'),
                    "^" | "ˆ" => text.push('\u{302}'),
                    "~" | "˜" => text.push('\u{303}'),
                    "˙" => text.push('\u{307}'),
                    "→" => text.push('\u{20d7}'),
                    over => write_script(text, over, raised),
                }
            }
            ("msqrt", parts) => text.push_str(&format!("√{}", grouped(&parts.concat()))),
            ("mroot", [base, index]) => {
                write_script(text, index, raised);
                text.push_str(&format!("√{}", grouped(base)));
            }
            ("mfenced", parts) => {
                let fence =
                    |name, usual| if self.attribute(name).is_empty() { usual } else { self.attribute(name) };
                text.push_str(&format!("{}{}{}", fence("open", "("), parts.join(","), fence("close", ")")));
            }
            ("mspace" | "mtr" | "mtd", parts) => text.push_str(&format!(" {}", parts.concat())),
            (_, parts) => text.push_str(&parts.concat()),
        }
    }

    fn written_alone(&self, setting: Setting) -> String {
        let mut text = String::new();
        self.write(&mut text, setting);
        text
    }
}

/// Where a text stands.
#[derive(Debug, Clone, Copy, Default)]
struct Setting {
    is_formula: bool,
    /// In the typeface whose letters are Greek.
    is_symbol: bool,
}

/// Elements of MathML whose parts have their own places.
const SCHEMATA: [&str; 13] = [
    "mfenced",
    "mfrac",
    "mover",
    "mroot",
    "mspace",
    "msqrt",
    "msub",
    "msubsup",
    "msup",
    "mtd",
    "mtr",
    "munder",
    "munderover",
];

fn is_word(node: &Node) -> bool {
    matches!(node, Node::Text(text) if text.contains(char::is_alphabetic))
}

fn is_tex(name: &str) -> bool {
    matches!(name, "tex-math" | "tex")
}

fn write_script(text: &mut String, inner: &str, written: fn(&str, &str) -> String) {
    let inner = if inner.contains(MARK) {
        let rest = without_marks(inner);
        if rest.trim_matches([',', ';', '-', '–', '−', ' ']).is_empty() {
            text.push(MARK);
            return;
        }
        rest
    } else {
        inner.to_owned()
    };
    let script = written(text, &clean(&inner));
    text.push_str(&script);
    if inner.ends_with(char::is_whitespace) {
        text.push(' ');
    }
}

/// The text without the marks in it, the signs between them, and brackets in which nothing else is.
fn without_marks(text: &str) -> String {
    let is_between = |c: char| c == MARK || c.is_whitespace() || matches!(c, ',' | ';' | '-' | '–');
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        let marks = &after[..after.find(|c| !is_between(c)).unwrap_or(after.len())];
        rest = match c {
            '(' | '[' if marks.contains(MARK) && after[marks.len()..].starts_with([')', ']']) => {
                plain.truncate(plain.trim_end().len());
                &after[marks.len() + 1..]
            }
            MARK => marks.rfind(MARK).map_or(after, |last| &after[last + MARK.len_utf8()..]),
            _ => {
                plain.push(c);
                after
            }
        };
    }
    plain
}

/// The character that a letter shows in the typeface Symbol.
fn of_symbol_font(c: char) -> char {
    const LETTERS: [(char, char); 45] = [
        ('a', 'α'),
        ('b', 'β'),
        ('c', 'χ'),
        ('d', 'δ'),
        ('e', 'ε'),
        ('f', 'φ'),
        ('g', 'γ'),
        ('h', 'η'),
        ('i', 'ι'),
        ('k', 'κ'),
        ('l', 'λ'),
        ('m', 'μ'),
        ('n', 'ν'),
        ('o', 'ο'),
        ('p', 'π'),
        ('q', 'θ'),
        ('r', 'ρ'),
        ('s', 'σ'),
        ('t', 'τ'),
        ('u', 'υ'),
        ('w', 'ω'),
        ('x', 'ξ'),
        ('y', 'ψ'),
        ('z', 'ζ'),
        ('C', 'Χ'),
        ('D', 'Δ'),
        ('F', 'Φ'),
        ('G', 'Γ'),
        ('L', 'Λ'),
        ('P', 'Π'),
        ('Q', 'Θ'),
        ('S', 'Σ'),
        ('W', 'Ω'),
        ('X', 'Ξ'),
        ('Y', 'Ψ'),
        ('£', '≤'),
        ('³', '≥'),
        ('´', '×'),
        ('¹', '≠'),
        ('»', '≈'),
        ('®', '→'),
        ('¬', '←'),
        ('¥', '∞'),
        ('·', '•'),
        ('-', '−'),
    ];
    LETTERS.iter().find(|(letter, _)| *letter == c).map_or(c, |(_, shown)| *shown)
}
