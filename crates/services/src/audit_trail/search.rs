//! What somebody looks for in the trail, by the names that people know: numbers of requests and reports, names and
//! email addresses, titles. Letters are folded here, so that both databases find the same.

use super::words::KINDS;
use crate::context::Context;
use crate::failure::Outcome;
use crate::locale::Locale;
use domain::slug::Slug;
use domain::time::CalendarDay;
use storage::audit::subjects;
use storage::audit::{AuditFilter, Named};

/// Most people and subjects that are looked for at once.
const MOST: usize = 2_000;

/// What is looked for. What is empty is no condition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditSearch {
    /// A number of a request or report, a name, an email address or a title; or part of one.
    pub words: String,
    /// Name or email address of whoever did it; or part of one.
    pub person: String,
    /// The kind of subject.
    pub kind: String,
    /// One subject, `kind:id`; or a kind, by an older address.
    pub subject: String,
    /// The first and the last day, where the reader is.
    pub from: Option<CalendarDay>,
    pub to: Option<CalendarDay>,
}

pub(super) struct Resolved {
    pub(super) filter: AuditFilter,
    pub(super) is_cut: bool,
}

/// A person as a search finds them.
struct Person {
    id: String,
    names: [String; 2],
}

/// Turns names into what the trail holds.
pub(super) async fn resolve(context: &Context, locale: &Locale, search: &AuditSearch) -> Outcome<Resolved> {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let people = match (given(&search.words), given(&search.person)) {
        (None, None) => Vec::new(),
        _ => people(context, locale).await?,
    };
    let found_people = |words: &str| {
        let sought = folded(words);
        let fits =
            |person: &&Person| !sought.is_empty() && person.names.iter().any(|name| name.contains(&sought));
        people.iter().filter(fits).map(|person| person.id.clone()).collect::<Vec<_>>()
    };
    let mut actors = given(&search.person).map(|person| found_people(&person));
    let mut about = None;
    if let Some(words) = given(&search.words) {
        let actors = found_people(&words);
        let mut subjects: Vec<String> = actors.iter().map(|id| format!("account:{id}")).collect();
        subjects.extend(named(context, &words).await?);
        about = Some(Named { actors, subjects });
    }
    let mut is_cut = false;
    let lists =
        actors.iter_mut().chain(about.iter_mut().flat_map(|about| [&mut about.actors, &mut about.subjects]));
    for list in lists {
        is_cut |= list.len() > MOST;
        list.truncate(MOST);
    }
    let filter = AuditFilter {
        subject: given(&search.subject).or_else(|| given(&search.kind)),
        actors,
        about,
        from: search.from.map(|day| day.begins_in(locale.zone())),
        until: search.to.map(|day| day.next().begins_in(locale.zone())),
    };
    Ok(Resolved { filter, is_cut })
}

/// Everybody who acts here, the portal itself and visitors included.
async fn people(context: &Context, locale: &Locale) -> Outcome<Vec<Person>> {
    let accounts = storage::accounts::list(&context.store, None, false).await?;
    let person = |id: &str, name: &str, email: &str| Person {
        id: id.to_owned(),
        names: [folded(name), folded(email)],
    };
    let mut people: Vec<Person> =
        accounts.iter().map(|account| person(account.id.as_str(), &account.name, &account.email)).collect();
    for (id, key) in [("portal", "audit-by-portal"), ("anonymous", "audit-by-anybody")] {
        people.push(person(id, locale.get(key), ""));
    }
    Ok(people)
}

/// The subjects of this name, people aside.
async fn named(context: &Context, words: &str) -> Outcome<Vec<String>> {
    // An id as it is in the trail, of whatever kind.
    let mut found: Vec<String> = KINDS.iter().map(|kind| format!("{kind}:{words}")).collect();
    let reference = words.to_uppercase();
    let is_reference = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '-';
    if reference.len() >= 3 && reference.chars().all(is_reference) {
        found.extend(subjects::of_reference(&context.store, &reference).await?);
    }
    let sought = folded(words);
    if sought.is_empty() {
        return Ok(found);
    }
    for (subject, title) in subjects::titles(&context.store).await? {
        if folded(&title).contains(&sought) && !found.contains(&subject) {
            found.push(subject);
        }
    }
    let vocabulary = context.vocabulary();
    for kind in domain::vocabulary::TermKind::all() {
        let terms = vocabulary.list(kind).filter(|term| folded(&term.name).contains(&sought));
        found.extend(terms.map(|term| format!("vocabulary:{}/{}", kind.slug(), term.slug)));
    }
    Ok(found)
}

/// The letters and digits of a text in the form in which it is searched.
fn folded(text: &str) -> String {
    domain::folding::folded(text).chars().filter(|c| domain::folding::is_word_part(*c)).collect()
}
