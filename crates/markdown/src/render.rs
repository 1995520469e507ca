//! Turns the events of the parser into HTML, contents list and plain text, in one pass.

use super::addresses::{Address, address};
use super::citations::{Part, parts, runs};
use super::options::Options;
use super::rendered::{Heading, Rendered};
use ammonia::clean_text as escaped;
use domain::article::{image_file, slug_from};
use pulldown_cmark::{
    Alignment, CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, TextMergeStream, html,
};
use std::collections::HashMap;

/// Deepest nesting of quotations and lists; what is deeper goes on the last level. The sanitiser's cost grows with the
/// square of the depth.
const DEEPEST: usize = 40;

/// Unsanitised HTML, contents list and plain text.
pub(crate) fn render(markdown: &str, options: &Options<'_>) -> Rendered {
    let extensions = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
    let mut page = Page::new(options);
    for event in TextMergeStream::new(Parser::new_ext(markdown, extensions)) {
        page.take(event);
    }
    page.finish()
}

struct Page<'a> {
    options: &'a Options<'a>,
    events: Vec<Event<'a>>,
    contents: Vec<Heading>,
    /// Every id given, with the last number added to it.
    ids: HashMap<String, usize>,
    plain: String,
    prose: String,
    heading: Option<OpenHeading>,
    image: Option<Image<'a>>,
    /// For every open link, whether it leads anywhere.
    links: Vec<bool>,
    is_in_code_block: bool,
    /// How many quotations, lists, items and emphases are open.
    depth: usize,
    /// Where the open paragraph begins.
    paragraph_at: usize,
    /// The figure that the last image is, if its paragraph holds nothing else.
    figure: Option<Figure>,
    table: Table,
}

struct OpenHeading {
    at: usize,
    level: u8,
    text: String,
}

struct Image<'a> {
    address: CowStr<'a>,
    title: CowStr<'a>,
    alternative: String,
    /// Images within its alternative text count too.
    depth: usize,
}

struct Figure {
    at: usize,
    html: String,
}

#[derive(Default)]
struct Table {
    count: usize,
    alignments: Vec<Alignment>,
    column: usize,
    is_head: bool,
    is_open: bool,
}

impl<'a> Page<'a> {
    fn new(options: &'a Options<'a>) -> Self {
        Self {
            options,
            events: Vec::new(),
            contents: Vec::new(),
            ids: HashMap::new(),
            plain: String::new(),
            prose: String::new(),
            heading: None,
            image: None,
            links: Vec::new(),
            is_in_code_block: false,
            depth: 0,
            paragraph_at: 0,
            figure: None,
            table: Table::default(),
        }
    }

    fn take(&mut self, event: Event<'a>) {
        if self.image.is_some() {
            return self.take_in_image(event);
        }
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(end) => self.end(end),
            Event::Text(text) if self.is_in_code_block || !self.links.is_empty() => {
                self.say(&text);
                self.events.push(Event::Text(text));
            }
            Event::Text(text) => self.text(&text),
            Event::Html(text) | Event::InlineHtml(text) => {
                self.say(&text);
                self.events.push(Event::Text(text));
            }
            Event::Code(text) => {
                self.say(&text);
                self.events.push(Event::Code(text));
            }
            other => {
                self.say(" ");
                self.events.push(other);
            }
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Heading { level, .. } => self.start_heading(level),
            Tag::Link { link_type, dest_url, .. } => self.start_link(link_type, &dest_url),
            Tag::Image { dest_url, title, .. } => {
                self.image = Some(Image { address: dest_url, title, alternative: String::new(), depth: 1 });
            }
            Tag::Paragraph | Tag::HtmlBlock => {
                self.paragraph_at = self.events.len();
                self.events.push(Event::Start(Tag::Paragraph));
            }
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => {
                self.table.is_head = true;
                self.table.column = 0;
                self.html("<thead><tr>");
            }
            Tag::TableRow => {
                self.table.column = 0;
                self.html("<tr>");
            }
            Tag::TableCell => self.start_cell(),
            tag => {
                self.is_in_code_block |= matches!(tag, Tag::CodeBlock(_));
                if !matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough) {
                    self.end_line();
                }
                self.depth += 1;
                if self.depth <= DEEPEST {
                    self.events.push(Event::Start(tag));
                }
            }
        }
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.html("</a>");
                }
            }
            TagEnd::Paragraph | TagEnd::HtmlBlock => self.end_paragraph(),
            TagEnd::Table => {
                self.table.is_open = false;
                self.html("</tbody></table></div>\n");
            }
            TagEnd::TableHead => {
                self.table.is_head = false;
                self.html("</tr></thead><tbody>\n");
                self.end_line();
            }
            TagEnd::TableRow => {
                self.html("</tr>\n");
                self.end_line();
            }
            TagEnd::TableCell => {
                self.html(if self.table.is_head { "</th>" } else { "</td>" });
                self.say(" ");
            }
            end => {
                let is_inline = matches!(end, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough);
                self.is_in_code_block &= end != TagEnd::CodeBlock;
                if !is_inline {
                    self.end_line();
                }
                if self.depth <= DEEPEST {
                    self.events.push(Event::End(end));
                }
                self.depth = self.depth.saturating_sub(1);
            }
        }
    }

    fn html(&mut self, html: impl Into<CowStr<'a>>) {
        self.events.push(Event::InlineHtml(html.into()));
    }

    /// Adds to the plain text, and to the heading that is open or to the prose.
    fn say(&mut self, text: &str) {
        if self.heading.is_none() && !self.table.is_open && !self.is_in_code_block {
            self.prose.push_str(text);
        }
        self.say_beside_prose(text);
    }

    /// The same for what is no sentence of the text.
    fn say_beside_prose(&mut self, text: &str) {
        self.plain.push_str(text);
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
    }

    fn end_line(&mut self) {
        for text in [&mut self.plain, &mut self.prose] {
            if !text.ends_with('\n') {
                text.push('\n');
            }
        }
    }

    fn text(&mut self, text: &str) {
        for part in parts(text, self.options.references) {
            match part {
                Part::Text(text) => {
                    self.say(text);
                    self.events.push(Event::Text(text.to_owned().into()));
                }
                Part::Citation(inside) => self.cite(inside),
            }
        }
    }

    fn cite(&mut self, inside: &str) {
        // Without the citation, the space before it would precede a full stop.
        for text in [&mut self.plain, &mut self.prose] {
            text.truncate(text.trim_end_matches(' ').len());
        }
        let mut html = String::from("[");
        for (is_number, run) in runs(inside) {
            if is_number {
                let id = escaped(&format!("{}{run}", self.options.reference_prefix));
                html.push_str(&format!("<a href=\"#{id}\" class=\"cite\">{run}</a>"));
            } else {
                html.push_str(run);
            }
        }
        html.push(']');
        self.html(html);
    }

    fn start_heading(&mut self, level: HeadingLevel) {
        let deepest = self.contents.last().map_or(2, |heading| (heading.level + 1).min(6));
        let level = (level as u8).clamp(2, deepest);
        self.end_line();
        self.heading = Some(OpenHeading { at: self.events.len(), level, text: String::new() });
        self.html("");
    }

    fn end_heading(&mut self) {
        self.end_line();
        let Some(heading) = self.heading.take() else { return };
        let text = heading.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let id = self.new_id(&text);
        if let Some(start) = self.events.get_mut(heading.at) {
            *start = Event::InlineHtml(format!("<h{} id=\"{}\">", heading.level, escaped(&id)).into());
        }
        self.html(format!("</h{}>\n", heading.level));
        self.contents.push(Heading { level: heading.level, id, text });
    }

    /// An id made of a heading's text, which no heading before it has.
    fn new_id(&mut self, text: &str) -> String {
        let slug = slug_from(text);
        let slug = if slug.is_empty() { "part".to_owned() } else { slug };
        let first = format!("{}{slug}", self.options.heading_prefix);
        let mut id = first.clone();
        while self.ids.contains_key(&id) {
            let count = self.ids.entry(first.clone()).or_insert(0);
            *count += 1;
            id = format!("{first}-{count}");
        }
        self.ids.insert(id.clone(), 1);
        id
    }

    fn start_link(&mut self, kind: LinkType, written: &str) {
        let mail = format!("mailto:{written}");
        let written = if kind == LinkType::Email { mail.as_str() } else { written };
        let found = address(written);
        // Links cannot be nested.
        let is_open = found.is_some() && !self.links.contains(&true);
        self.links.push(is_open);
        match found.filter(|_| is_open) {
            Some(Address::Own(address)) => self.html(format!("<a href=\"{}\">", escaped(&address))),
            Some(Address::Elsewhere(address)) => self.html(outward(&address)),
            None => {}
        }
    }

    fn take_in_image(&mut self, event: Event<'a>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(Tag::Image { .. }) => image.depth += 1,
            Event::End(TagEnd::Image) => image.depth -= 1,
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                image.alternative.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => image.alternative.push(' '),
            _ => {}
        }
        if image.depth == 0
            && let Some(image) = self.image.take()
        {
            self.end_image(&image);
        }
    }

    fn end_image(&mut self, image: &Image<'a>) {
        self.say_beside_prose(&image.alternative);
        let Some(file) = image_file(&image.address) else { return self.link_to_image(image) };
        let source = escaped(&format!("{}/{file}", self.options.media_base));
        let alternative = escaped(&image.alternative);
        let html = format!("<img src=\"{source}\" alt=\"{alternative}\" loading=\"lazy\">");
        if !image.title.is_empty() {
            self.say_beside_prose(&format!(" {}", image.title));
            let title = escaped(&image.title);
            let figure = format!(
                "<figure><div class=\"figure-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\">{html}\
                 </div><figcaption>{title}</figcaption></figure>\n"
            );
            self.figure = Some(Figure { at: self.events.len(), html: figure });
        }
        self.html(html);
    }

    /// An image that is not the portal's own: its words, leading to it where that is allowed.
    fn link_to_image(&mut self, image: &Image<'a>) {
        let words = if image.alternative.trim().is_empty() { &*image.address } else { &image.alternative };
        match address(&image.address) {
            Some(Address::Elsewhere(address)) if !self.links.contains(&true) => {
                self.html(format!("{}{}</a>", outward(&address), escaped(words)));
            }
            _ => self.events.push(Event::Text(words.to_owned().into())),
        }
    }

    fn end_paragraph(&mut self) {
        self.end_line();
        let is_alone = |figure: &Figure| {
            figure.at == self.paragraph_at + 1 && self.events.len() == self.paragraph_at + 2
        };
        match self.figure.take().filter(is_alone) {
            Some(figure) => {
                self.events.truncate(self.paragraph_at);
                self.html(figure.html);
            }
            None => self.events.push(Event::End(TagEnd::Paragraph)),
        }
    }

    fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.end_line();
        let count = self.table.count + 1;
        self.table = Table { count, alignments, column: 0, is_head: false, is_open: true };
        let label = escaped(&format!("{} {count}", self.options.table_label));
        self.html(format!(
            "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table>"
        ));
    }

    fn start_cell(&mut self) {
        let is_number = self.table.alignments.get(self.table.column) == Some(&Alignment::Right);
        self.table.column += 1;
        let class = if is_number { " class=\"number\"" } else { "" };
        let tag = if self.table.is_head { "th scope=\"col\"" } else { "td" };
        self.html(format!("<{tag}{class}>"));
    }

    fn finish(self) -> Rendered {
        let mut html = String::new();
        html::push_html(&mut html, self.events.into_iter());
        // An empty corner is no header: a screen reader would announce an empty one.
        for class in ["", " class=\"number\""] {
            html = html.replace(&format!("<th scope=\"col\"{class}></th>"), "<td></td>");
        }
        Rendered { html, contents: self.contents, plain: tidied(&self.plain), prose: tidied(&self.prose) }
    }
}

/// The lines of a text that are not empty, with single spaces.
fn tidied(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The start of a link to another server, which learns nothing of the page it comes from.
fn outward(address: &str) -> String {
    format!("<a href=\"{}\" rel=\"noopener noreferrer\">", escaped(address))
}
