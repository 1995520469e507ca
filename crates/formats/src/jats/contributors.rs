//! Who wrote an article: people and groups of its contributors.

use crate::names::{Named, group, of_text, person};
use crate::tree::Element;

/// What stands within a group's name and is no part of it: members, addresses, notes.
const BESIDE_NAME: &[&str] = &[
    "addr-line",
    "address",
    "aff",
    "author-comment",
    "bio",
    "contrib",
    "contrib-group",
    "contrib-id",
    "email",
    "ext-link",
    "fax",
    "fn",
    "label",
    "name",
    "phone",
    "role",
    "string-name",
    "sup",
    "uri",
    "xref",
];

/// The authors in their order. Members of a group, who stand within its name or in a list of their own, are none.
pub(super) fn authors(meta: &Element) -> Vec<String> {
    let groups = meta.all("contrib-group").filter(|group| !is_of_others(group.attribute("content-type")));
    let mut names: Vec<String> = Vec::new();
    for group in groups {
        for child in group.children() {
            match child.name.as_str() {
                "contrib" => names.extend(of_contributor(child)),
                "collab" | "on-behalf-of" => add_group(&mut names, child),
                _ => {}
            }
        }
    }
    names
}

/// Whether a list is of people who are not in the byline.
fn is_of_others(content_type: &str) -> bool {
    ["collab", "editor", "review", "translat", "non-byline", "member"]
        .iter()
        .any(|word| content_type.contains(word))
}

fn of_contributor(contributor: &Element) -> Vec<String> {
    let kind = contributor.attribute("contrib-type");
    let is_author = matches!(kind, "author" | "authors" | "" | "primary");
    let is_group = matches!(kind, "collab" | "group" | "collaborator" | "on-behalf-of");
    if !is_author && !is_group {
        return Vec::new();
    }
    let mut names: Vec<String> = of_person(contributor).into_iter().filter(|_| is_author).collect();
    let within = contributor.children().filter(|child| {
        matches!(
            child.name.as_str(),
            "collab" | "collab-alternatives" | "on-behalf-of" | "collab-wrap" | "collab-name"
        )
    });
    for child in within {
        match child.at("collab") {
            Some(first) if child.name == "collab-alternatives" => add_group(&mut names, first),
            _ => add_group(&mut names, child),
        }
    }
    names
}

/// The person, once however many writings of the name are given: the Western one before others.
fn of_person(contributor: &Element) -> Vec<String> {
    let given = contributor.at("name-alternatives").unwrap_or(contributor);
    let writings = || given.children().filter(|child| matches!(child.name.as_str(), "name" | "string-name"));
    let is_western = |name: &&Element| {
        name.attribute("name-style") == "western" || name.attribute("lang").starts_with("en")
    };
    match writings().find(is_western).or_else(|| writings().next()) {
        Some(name) => of_name(name),
        None => Vec::new(),
    }
}

fn of_name(name: &Element) -> Vec<String> {
    let [surname, given, suffix] = ["surname", "given-names", "suffix"].map(|part| name.text_at(part));
    if surname.is_empty() && given.is_empty() {
        return of_text(&name.text(), Named::People);
    }
    Some(person(&surname, &given, &suffix)).filter(|name| !name.is_empty()).into_iter().collect()
}

/// A group is added once, even where it is both an author and the one on whose behalf the others write.
fn add_group(names: &mut Vec<String>, element: &Element) {
    let name = group(&element.text_without(BESIDE_NAME));
    if !name.is_empty() && !names.contains(&name) {
        names.push(name);
    }
}
