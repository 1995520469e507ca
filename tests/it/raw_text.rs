//! Text stays text. Every page is visited and every form filled with a text that tries to end each element whose
//! content browsers do not read as markup (textarea, title, option, style, script, JSON in scripts), and with a harmless
//! one that looks like markup. Neither becomes part of a page, and both come back to the letter.

use crate::access::table;
use crate::both;
use crate::seed::{Persona, Seeded};
use crate::support::{Browser, Page};
use axum::http::Method;
use scraper::{ElementRef, Html, Selector};
use std::collections::BTreeSet;

const HOSTILE: &str =
    "\n</textarea></title></option></select></style></script>--><form id=\"stranger\"> '\"&lt;";
const HARMLESS: &str = "\np &lt; 0.05 &copy; &amp;c, x <5 and y> 3; \"quoted\" 'twice' &notanentity &#60;";

/// Who walks. Together they may open every page.
const WALKERS: [Persona; 8] = [
    Persona::Hcp,
    Persona::Specialist,
    Persona::Editor,
    Persona::Reviewer,
    Persona::SafetyOfficer,
    Persona::Analyst,
    Persona::Administrator,
    Persona::Anonymous,
];

/// Parameters that pages read from their address.
const PARAMETERS: [&str; 12] = [
    "q", "find", "next", "note", "words", "request", "name", "done", "person", "action", "product", "change",
];

/// Forms that would end the walk, or cost a password's hash.
const NOT_SENT: [&str; 4] = ["/sign-in", "/sign-out", "/account/sign-out-everywhere", "/preferences"];

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn attribute(element: ElementRef<'_>, name: &str) -> String {
    element.attr(name).unwrap_or_default().to_owned()
}

fn content(element: ElementRef<'_>) -> String {
    element.text().collect()
}

/// A form of a page, as a browser would send it by one of its buttons.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Form {
    action: String,
    button: Option<(String, String)>,
    /// Name, value and what may be typed into it.
    fields: Vec<(String, String, Typed)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Typed {
    /// Any text.
    Text,
    /// A text of a certain form, such as a day.
    Formed,
    Nothing,
}

/// The forms of a page, once for each button.
fn forms(page: &Html) -> Vec<Form> {
    let mut found = Vec::new();
    for form in select(page, "form[method=post]") {
        if form.select(&Selector::parse("[type=password]").unwrap()).next().is_some() {
            continue;
        }
        let fields = fields(form);
        // What is removed holds no text afterwards.
        if fields.iter().any(|(name, ..)| name == "remove") {
            continue;
        }
        for button in form.select(&Selector::parse("button").unwrap()) {
            // A file is sent in another way; whoever is disabled sees no more pages.
            if button.attr("formenctype").is_some() || button.attr("value") == Some("disable") {
                continue;
            }
            let action = button.attr("formaction").map_or_else(|| attribute(form, "action"), str::to_owned);
            let button = button.attr("name").map(|name| (name.to_owned(), attribute(button, "value")));
            found.push(Form { action, button, fields: fields.clone() });
        }
    }
    found
}

fn fields(form: ElementRef<'_>) -> Vec<(String, String, Typed)> {
    let mut fields = Vec::new();
    for element in form.select(&Selector::parse("input[name], textarea[name], select[name]").unwrap()) {
        let name = attribute(element, "name");
        let (value, typed) = match (element.value().name(), element.attr("type").unwrap_or("text")) {
            ("textarea", _) => (content(element), Typed::Text),
            ("select", _) => {
                let chosen = element.select(&Selector::parse("option[selected]").unwrap()).next();
                (chosen.map(|option| attribute(option, "value")).unwrap_or_default(), Typed::Nothing)
            }
            ("input", "checkbox" | "radio") if element.attr("checked").is_none() => continue,
            ("input", "hidden" | "checkbox" | "radio") => (attribute(element, "value"), Typed::Nothing),
            ("input", "text" | "search") => (attribute(element, "value"), Typed::Text),
            _ => (attribute(element, "value"), Typed::Formed),
        };
        fields.push((name, value, typed));
    }
    fields
}

/// One walk with one text.
struct Walk {
    text: &'static str,
    /// First parts of addresses, with the elements whose content was the text.
    held: BTreeSet<(String, String)>,
}

impl Walk {
    /// Nothing of the text is part of the page; notes which elements hold it.
    fn check(&mut self, route: &str, page: &Page) {
        if !page.header("content-type").starts_with("text/html") {
            return;
        }
        let html = Html::parse_document(&page.body);
        assert!(select(&html, "#stranger").is_empty(), "{route}: a text became markup\n{}", page.body);
        for script in select(&html, "script[type='application/ld+json']") {
            let json: Result<serde_json::Value, _> = serde_json::from_str(&content(script));
            assert!(json.is_ok(), "{route}: {}", content(script));
        }
        for island in select(&html, "[data-props]") {
            let json: Result<serde_json::Value, _> = serde_json::from_str(&attribute(island, "data-props"));
            assert!(json.is_ok(), "{route}: {}", attribute(island, "data-props"));
        }
        for element in select(&html, "textarea, title, option, h1") {
            if content(element).contains(self.text.trim()) {
                let name = element.attr("name").unwrap_or(element.value().name()).to_owned();
                let room = route.split('/').nth(1).unwrap_or_default();
                self.held.insert((room.to_owned(), name));
            }
        }
    }

    /// Opens every page, without and with the text in its address; returns the forms there.
    async fn open_all(
        &mut self,
        seeded: &Seeded,
        browser: &mut Browser<'_>,
        persona: Persona,
    ) -> BTreeSet<Form> {
        let column = Persona::ALL.iter().position(|known| *known == persona).unwrap();
        let pairs = PARAMETERS.map(|name| (name, self.text));
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let mut found = BTreeSet::new();
        let is_page = |row: &&table::Row| row.method == Method::GET && !row.path.starts_with("/api/");
        for row in table::rows().iter().filter(is_page) {
            if row.expected.replace(' ', "").chars().nth(column) != Some('P') {
                continue;
            }
            let address = seeded.address(row.path);
            // The form for a note is open for one item.
            let with_form = if row.path == "/saved" { "?note={record}" } else { row.sent };
            for address in
                [format!("{address}{}", seeded.filled(with_form)), format!("{address}?{query}"), address]
            {
                let page = browser.get(&address).await;
                assert!(!page.status.is_server_error(), "{address}: {}", page.body);
                self.check(row.path, &page);
                found.extend(forms(&Html::parse_document(&page.body)));
            }
        }
        found.retain(|form| !NOT_SENT.contains(&form.action.as_str()));
        found
    }

    /// Sends a form with the text in every field that takes any text, or in every field at all.
    async fn send(&mut self, browser: &mut Browser<'_>, form: &Form, is_everywhere: bool) {
        let mut sent: Vec<(&str, &str)> = Vec::new();
        for (name, value, typed) in &form.fields {
            let is_filled = *typed == Typed::Text || (*typed == Typed::Formed && is_everywhere);
            sent.push((name, if is_filled { self.text } else { value }));
        }
        sent.extend(form.button.as_ref().map(|(name, value)| (name.as_str(), value.as_str())));
        let page = browser.post(&form.action, &sent).await;
        assert!(!page.status.is_server_error(), "{form:?}: {}", page.body);
        self.check(&form.action, &page);
        if !page.status.is_client_error() {
            return;
        }
        // The form again: to the letter, the first line end included.
        let html = Html::parse_document(&page.body);
        for (name, value) in sent.iter().filter(|(_, value)| *value == self.text) {
            let areas = select(&html, &format!("textarea[name='{name}']"));
            // The fields of an article are tidied before they are shown.
            let is_tidied = form.action.starts_with("/editor/") && *name != "body";
            let expected = if is_tidied { value.trim() } else { value };
            // Rows share a name, and a new one is empty.
            let shown: Vec<String> = areas.into_iter().map(content).collect();
            let is_shown = shown.is_empty() || shown.iter().any(|text| text == expected);
            assert!(is_shown, "{name} of {}: {shown:?}", form.action);
        }
    }
}

/// Walks with one text; returns where it was held.
async fn walk(portal: crate::support::Portal, text: &'static str) -> BTreeSet<(String, String)> {
    let seeded = Seeded::fill(portal).await;
    let mut walk = Walk { text, held: BTreeSet::new() };
    let mut sent = BTreeSet::new();
    for persona in WALKERS {
        let mut browser = seeded.browser(persona).await;
        for form in walk.open_all(&seeded, &mut browser, persona).await {
            if sent.insert((form.action.clone(), form.button.clone())) {
                walk.send(&mut browser, &form, true).await;
                walk.send(&mut browser, &form, false).await;
            }
        }
    }
    for persona in WALKERS {
        let mut browser = seeded.browser(persona).await;
        walk.open_all(&seeded, &mut browser, persona).await;
    }
    walk.held
}

fn assert_held(held: &BTreeSet<(String, String)>) {
    for (room, element) in [
        ("ask", "question"),
        ("ask", "option"),
        ("report-safety", "event"),
        ("desk", "body"),
        ("desk", "note"),
        ("editor", "body"),
        ("editor", "summary"),
        ("editor", "ref_citation"),
        ("editor", "title"),
        ("saved", "note"),
        ("admin", "synonyms"),
    ] {
        let is_held = held.contains(&(room.to_owned(), element.to_owned()));
        assert!(is_held, "{element} of /{room} does not show the text; shown by {held:?}");
    }
}

both! {
    async fn no_text_becomes_part_of_a_page(portal: Portal) {
        assert_held(&walk(portal, HOSTILE).await);
    }

    async fn a_text_that_looks_like_markup_comes_back_to_the_letter(portal: Portal) {
        assert_held(&walk(portal, HARMLESS).await);
    }

    async fn a_link_cannot_put_a_form_into_the_page_for_questions(portal: Portal) {
        let mut browser = portal.browser();
        let page = browser.get("/ask?q=%3C/textarea%3E%3Cform%20id=stranger%3E%3Cinput%20name=password%3E").await;
        assert!(!page.has("#stranger") && !page.has("input[name=password]"), "{}", page.body);
        assert_eq!(page.text("#question"), "</textarea><form id=stranger><input name=password>");
    }
}
