//! No text of the interface escapes the locale file, and the locale file has no text that nobody uses.

mod keys;

use crate::seed::{Persona, Seeded};
use crate::support::{Database, Portal};
use axum::http::{Method, StatusCode, header};
use materia::http::access::Who;
use materia::http::routes;
use materia::texts::Texts;
use scraper::{ElementRef, Html, Node};
use std::collections::BTreeSet;

/// Elements whose text is no language: code, identifiers, programs.
const NO_LANGUAGE: [&str; 5] = ["code", "pre", "script", "style", "kbd"];
/// Attributes that people see or hear.
const SPOKEN: [&str; 6] = ["alt", "aria-label", "aria-description", "data-label", "placeholder", "title"];

/// What stands outside the marks of the pseudo-locale. A marked text may hold another.
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

/// Whether a text is one of the interface that escaped. References and dates in the ISO form are no language.
fn has_escaped(text: &str) -> bool {
    unmarked(text).split_whitespace().any(|word| {
        let is_reference = word.starts_with("MIR-") || word.starts_with("SR-");
        !is_reference && word.chars().any(|letter| letter.is_ascii_alphabetic())
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
            Node::Text(text) if has_escaped(text) => {
                found.insert(format!("{name}: {}", text.trim()));
            }
            Node::Element(_) => collect(ElementRef::wrap(child).unwrap(), found),
            _ => {}
        }
    }
}

/// Who gets to see a route's page.
fn suitable(who: Who, path: &str) -> Persona {
    use materia::domain::account::Role;
    if path.starts_with("/register") || path.starts_with("/reset-password") {
        return Persona::Anonymous;
    }
    match who {
        Who::Anyone | Who::Readers | Who::SignedIn => Persona::Hcp,
        Who::Roles(roles) => match roles.first().unwrap() {
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

#[tokio::test]
async fn no_text_of_a_page_escapes_the_locale_file() {
    let portal = Portal::open_in(Database::Sqlite, Texts::pseudo().unwrap(), |_| {}).await.unwrap();
    let seeded = Seeded::fill(portal).await;
    let mut escaped = BTreeSet::new();
    let mut pages = 0;
    for route in routes::table().into_iter().filter(|route| route.method == Method::GET) {
        let address = seeded.address(route.path);
        for persona in [suitable(route.who, route.path), Persona::Anonymous] {
            let page = seeded.browser(persona).await.get(&address).await;
            let kind = page.headers.get(header::CONTENT_TYPE).map_or("", |kind| kind.to_str().unwrap());
            if !kind.starts_with("text/html") {
                continue;
            }
            if persona != Persona::Anonymous && route.path != "/register" {
                assert_eq!(page.status, StatusCode::OK, "{address} as {persona:?}");
            }
            pages += 1;
            let html = Html::parse_document(&page.body);
            let mut found = BTreeSet::new();
            collect(html.root_element(), &mut found);
            escaped.extend(found.into_iter().map(|text| format!("{address}: {text}")));
        }
    }
    let list: Vec<_> = escaped.into_iter().collect();
    assert!(list.is_empty(), "texts that do not come from the locale file:\n{}", list.join("\n"));
    assert!(pages > 60, "only {pages} pages were looked at");
}

#[test]
fn what_is_marked_is_told_from_what_escaped() {
    assert!(has_escaped("⟦Sëärch⟧ now"));
    assert!(!has_escaped("⟦Sëärch ⟦än⟧ inside⟧ 12 · Μελέτη MIR-2026-7GK3QF"));
}
