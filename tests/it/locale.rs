//! No text of the interface escapes the locale file, and the locale file has no text that nobody uses.

mod keys;
mod readers;

use crate::access::table;
use crate::seed::{Persona, Seeded};
use crate::support::{Database, Page, Portal};
use axum::http::{Method, header};
use materia::http::access::Access;
use materia::http::routes::{self, Route};
use scraper::{ElementRef, Html, Node};
use services::locale::Languages;
use services::texts::Texts;
use std::collections::BTreeSet;

/// Elements whose text is no language: code, identifiers, programs.
const NO_LANGUAGE: [&str; 5] = ["code", "pre", "script", "style", "kbd"];
/// Attributes that people see or hear.
const SPOKEN: [&str; 6] = ["alt", "aria-label", "aria-description", "data-label", "placeholder", "title"];

/// The text outside the marks of the pseudo-locale. Marked texts may be nested.
fn unmarked(text: &str) -> String {
    let mut depth = 0_u32;
    let mut rest = String::new();
    for letter in text.chars() {
        match letter {
            '⟦' => depth += 1,
            '⟧' => depth = depth.saturating_sub(1),
            _ if depth == 0 => rest.push(letter),
            _ => {}
        }
    }
    rest
}

/// Whether a text is one of the interface that escaped. References, dates in the ISO form and the endings of file
/// names are no language.
fn has_escaped(text: &str) -> bool {
    unmarked(text).split_whitespace().any(|word| {
        let is_reference = word.starts_with("MIR-") || word.starts_with("SR-");
        let is_file = word.trim_end_matches(')').ends_with(".svg");
        !is_reference && !is_file && word.chars().any(|letter| letter.is_ascii_alphabetic())
    })
}

fn collect(element: ElementRef<'_>, found: &mut BTreeSet<String>) {
    let name = element.value().name();
    if NO_LANGUAGE.contains(&name) || element.attr("translate") == Some("no") {
        return;
    }
    for attribute in SPOKEN {
        if let Some(text) = element.attr(attribute).filter(|text| has_escaped(text)) {
            found.insert(format!("{attribute} of {name}: {text}"));
        }
    }
    for child in element.children() {
        match child.value() {
            // The content of `noscript` is parsed as text: its tags are not language.
            Node::Text(text) if name == "noscript" => {
                collect(Html::parse_fragment(text).root_element(), found);
            }
            Node::Text(text) if has_escaped(text) => {
                found.insert(format!("{name}: {}", text.trim()));
            }
            Node::Element(_) => collect(ElementRef::wrap(child).unwrap(), found),
            _ => {}
        }
    }
}

/// Who gets to see a route's page.
fn suitable(access: Access, path: &str) -> Persona {
    use domain::account::Role;
    if path.starts_with("/register") || path.starts_with("/reset-password") {
        return Persona::Anonymous;
    }
    match access {
        Access::Anyone | Access::Readers | Access::SignedIn => Persona::Hcp,
        Access::Roles(roles) => match roles.first().unwrap() {
            Role::Hcp => Persona::Hcp,
            Role::MedicalInformationSpecialist => Persona::Specialist,
            Role::Msl => Persona::Msl,
            Role::Editor => Persona::Editor,
            Role::Reviewer => Persona::Reviewer,
            Role::SafetyOfficer => Persona::SafetyOfficer,
            Role::Analyst => Persona::Analyst,
            Role::Auditor => Persona::Auditor,
            Role::Administrator => Persona::Administrator,
        },
    }
}

/// Further views of pages, with what they show only then.
const VIEWS: [(&str, Persona); 23] = [
    ("/preferences?done=yes", Persona::Declared),
    ("/search?q=μελέτη", Persona::Declared),
    ("/search?q=τίποτα", Persona::Declared),
    ("/search?q=μελέτ", Persona::Declared),
    ("/nowhere", Persona::Declared),
    ("/account?done=profile", Persona::UnverifiedHcp),
    ("/admin/people?standing=disabled", Persona::Administrator),
    ("/admin/vocabulary?kind=country", Persona::Administrator),
    ("/admin/vocabulary/groups?done=yes", Persona::Administrator),
    ("/admin/vocabulary/groups?q=λέξη", Persona::Administrator),
    ("/admin/vocabulary/groups?q=τίποτα", Persona::Administrator),
    ("/admin/vocabulary/groups/mesh/2", Persona::Administrator),
    ("/admin/mails?done=again", Persona::Administrator),
    ("/admin/audit?verify=yes", Persona::Auditor),
    ("/admin/audit?subject=nothing", Persona::Auditor),
    ("/desk?view=closed", Persona::Msl),
    ("/requests", Persona::OtherHcp),
    ("/register/over", Persona::Anonymous),
    ("/saved", Persona::OtherHcp),
    ("/saved?note={record}&done=note", Persona::Hcp),
    ("/saved/searches", Persona::OtherHcp),
    ("/saved/searches?change={search}&done=changed", Persona::Hcp),
    ("/saved/history", Persona::OtherHcp),
];

/// Looks at one answer; whether it was a page.
fn look(address: &str, page: &Page, escaped: &mut BTreeSet<String>) -> bool {
    let kind = page.headers.get(header::CONTENT_TYPE).map_or("", |kind| kind.to_str().unwrap());
    if !kind.starts_with("text/html") {
        return false;
    }
    let mut found = BTreeSet::new();
    collect(Html::parse_document(&page.body).root_element(), &mut found);
    escaped.extend(found.into_iter().map(|text| format!("{address}: {text}")));
    true
}

#[tokio::test]
async fn no_text_of_a_page_escapes_the_locale_file() {
    let portal =
        Portal::open_in(Database::Sqlite, Languages::only(Texts::pseudo().unwrap()), |_| {}).await.unwrap();
    let seeded = Seeded::fill(portal).await;
    let mut escaped = BTreeSet::new();
    let mut pages = 0;
    let is_page = |route: &Route| route.method == Method::GET && !route.path.starts_with("/api/");
    for route in routes::table().into_iter().filter(is_page) {
        let address = seeded.address(route.path);
        let persona = suitable(route.access, route.path);
        let page = seeded.browser(persona).await.get(&address).await;
        assert!(
            page.status.is_success() || page.status.is_redirection(),
            "{address} as {persona:?}: {}",
            page.status
        );
        pages += usize::from(look(&address, &page, &mut escaped));
        let page = seeded.browser(Persona::Anonymous).await.get(&address).await;
        pages += usize::from(look(&address, &page, &mut escaped));
    }
    for (address, persona) in VIEWS {
        let page = seeded.browser(persona).await.get(&encoded(&seeded.filled(address))).await;
        assert!(look(address, &page, &mut escaped), "{address}");
    }
    for row in table::rows().into_iter().filter(|row| row.method == Method::POST) {
        for persona in Persona::ALL {
            let page = seeded.send(&row, persona).await;
            look(&format!("POST {}", row.path), &page, &mut escaped);
        }
    }
    let list: Vec<_> = escaped.into_iter().collect();
    assert!(list.is_empty(), "texts that do not come from the locale file:\n{}", list.join("\n"));
    assert!(pages > 60, "only {pages} pages were looked at");
}

/// An address with its letters beyond ASCII as they travel.
fn encoded(address: &str) -> String {
    match address.split_once("?q=") {
        Some((path, words)) => format!("{path}?q={}", domain::address::query_value(words)),
        None => address.to_owned(),
    }
}

#[test]
fn what_is_marked_is_told_from_what_escaped() {
    assert!(has_escaped("⟦Sëärch⟧ now"));
    assert!(!has_escaped("⟦Sëärch ⟦än⟧ inside⟧ 12 · Μελέτη MIR-2026-7GK3QF"));
}
