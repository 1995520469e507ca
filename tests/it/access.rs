//! Who gets what from which route: the whole table of routes, walked by every kind of person.

use crate::both;
use crate::seed::{Persona, Seeded};
use crate::support::Page;
use axum::http::{Method, StatusCode};
use materia::http::routes;
use std::collections::BTreeSet;
use std::fmt::Write as _;

pub mod table;

/// What a route answers, in one letter.
fn letter(page: &Page) -> char {
    let location = page.location().unwrap_or_default();
    match page.status {
        StatusCode::OK if page.has("main form[action='/declare']") => 'W',
        StatusCode::OK => 'P',
        StatusCode::NO_CONTENT => 'E',
        StatusCode::SEE_OTHER if location.starts_with("/sign-in?next=") => 'S',
        StatusCode::SEE_OTHER => 'R',
        StatusCode::UNAUTHORIZED => 'U',
        StatusCode::NOT_FOUND => 'N',
        StatusCode::CONFLICT => 'C',
        StatusCode::UNPROCESSABLE_ENTITY => 'F',
        StatusCode::BAD_REQUEST => 'B',
        _ => '?',
    }
}

#[test]
fn every_route_has_its_row_and_every_row_its_route() {
    let name = |method: &Method, path: &str| format!("{method} {path}");
    let routes: BTreeSet<_> = routes::table().iter().map(|route| name(&route.method, route.path)).collect();
    let rows: BTreeSet<_> = table::rows().iter().map(|row| name(&row.method, row.path)).collect();
    let missing: Vec<_> = routes.difference(&rows).collect();
    let superfluous: Vec<_> = rows.difference(&routes).collect();
    assert!(
        missing.is_empty() && superfluous.is_empty(),
        "without a row in tests/it/access/table.rs: {missing:#?}\nwithout a route: {superfluous:#?}"
    );
}

both! {
    async fn every_route_answers_every_persona_as_the_table_says(portal: Portal) {
        let seeded = Seeded::fill(portal).await;
        let mut wrong = String::new();
        for row in table::rows() {
            let mut given = String::new();
            for persona in Persona::ALL {
                let page = seeded.send(&row, persona).await;
                assert!(!page.status.is_server_error(), "{} {} as {persona:?}: {}", row.method, row.path, page.body);
                given.push(letter(&page));
            }
            if given != row.expected.replace(' ', "") {
                _ = writeln!(wrong, "{} {}\n  expected {}\n  got      {}", row.method, row.path, row.expected, spaced(&given));
            }
        }
        assert!(wrong.is_empty(), "\n{wrong}");
    }
}

/// The letters in the groups of the table.
fn spaced(letters: &str) -> String {
    let mut text = String::new();
    for (place, letter) in letters.chars().enumerate() {
        if [2, 5, 7, 9].contains(&place) {
            text.push(' ');
        }
        text.push(letter);
    }
    text
}
