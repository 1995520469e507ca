//! Which forms are kept over a sign-in, and what a browser holds of them.
//!
//! The table is short on purpose: a form is kept where its page shows it again, and of it only the fields that the page
//! reads. A password or any other secret is in none of them. Whatever else is sent without a session is not even read.

use super::cookies::{self, KEPT_FORM};
use super::fields::Fields;
use cookie::Cookie;
use domain::id::AccountId;
use services::context::Context;
use services::publishing::form;

/// Which fields of a form are kept.
enum Kept {
    These(&'static [&'static str]),
    /// Those of an article's draft.
    Draft,
}

/// The pages that show a kept form again, by their routes.
const PAGES: [(&str, Kept); 9] = [
    (
        "/ask",
        Kept::These(&[
            "question",
            "more",
            "product",
            "area",
            "urgency",
            "channel",
            "contact",
            "with-context",
            "token",
        ]),
    ),
    ("/requests/{reference}", Kept::These(&["follow-up"])),
    (
        "/desk/{reference}",
        Kept::These(&["version", "lock", "body", "cite", "words", "note", "to", "reason", "verify-reason"]),
    ),
    ("/editor/new", Kept::These(&["title", "kind"])),
    ("/editor/{id}", Kept::Draft),
    ("/review/{id}", Kept::These(&["approval_reference", "reason"])),
    ("/saved", Kept::These(&["add", "remove", "item", "note", "next"])),
    ("/saved/searches", Kept::These(&["query", "name", "frequency", "since", "next"])),
    ("/saved/searches/{id}", Kept::These(&["step", "name", "frequency"])),
];

/// The routes of these pages.
#[cfg(test)]
pub(crate) fn routes() -> impl Iterator<Item = &'static str> {
    PAGES.iter().map(|(route, _)| *route)
}

/// Whether the page of this route shows its form again after a sign-in.
pub(crate) fn is_page(route: &str) -> bool {
    kept(route).is_some()
}

fn kept(route: &str) -> Option<&'static Kept> {
    PAGES.iter().find(|(known, _)| *known == route).map(|(_, kept)| kept)
}

/// The fields that are kept of a form for the page of this route; none where that page shows no form again.
pub(super) fn named(route: &str, fields: &Fields) -> Option<Vec<(String, String)>> {
    let kept = kept(route)?;
    let is_kept = |name: &str| match kept {
        Kept::These(names) => names.contains(&name),
        Kept::Draft => form::is_field(name),
    };
    let named = fields.pairs().filter(|(name, _)| is_kept(name));
    Some(named.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
}

/// What a browser keeps of forms: its cookie, as `ACCOUNT|SECRET|SECRET…`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Keeping {
    /// Who is signed in here, or was until their session ran out; nobody once they have signed out.
    pub(crate) person: Option<AccountId>,
    /// The secrets of the kept forms, oldest first.
    pub(crate) secrets: Vec<String>,
}

/// For how many days a browser knows who was signed in: a month longer than a session lasts.
const DAYS: u32 = 60;
/// For how many days it keeps a form whose sender it does not know. The form itself lasts for an hour.
const DAYS_OF_STRANGERS: u32 = 1;

impl Keeping {
    /// What a cookie says; nothing for one of an earlier version, which was the name of a form alone.
    pub(super) fn read(value: &str) -> Self {
        let Some((person, secrets)) = value.split_once('|') else { return Self::default() };
        let person = (!person.is_empty()).then(|| AccountId::from(person.to_owned()));
        let secrets = secrets.split('|').filter(|secret| !secret.is_empty());
        Self { person, secrets: secrets.map(str::to_owned).collect() }
    }

    fn write(&self) -> String {
        let person = self.person.as_ref().map_or("", AccountId::as_str);
        format!("{person}|{}", self.secrets.join("|"))
    }

    pub(super) fn cookie(&self, context: &Context) -> Cookie<'static> {
        if *self == Self::default() {
            return cookies::removed(context, KEPT_FORM);
        }
        let days = if self.person.is_some() { DAYS } else { DAYS_OF_STRANGERS };
        cookies::signed_for(context, KEPT_FORM, &self.write(), days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_named_fields_are_kept_and_no_secret_is_among_them() {
        let sent = Fields::of([("question", "a"), ("password", "b"), ("stranger", "c"), ("question", "d")]);
        let kept = named("/ask", &sent).unwrap();
        assert_eq!(kept, [("question".to_owned(), "a".to_owned()), ("question".to_owned(), "d".to_owned())]);
        for route in routes() {
            for secret in ["password", "present", "email", "secret", "npi"] {
                let kept = named(route, &Fields::of([(secret, "x")]));
                assert_eq!(kept, Some(Vec::new()), "{secret} at {route}");
            }
        }
    }

    #[test]
    fn what_a_browser_keeps_reads_back_as_it_was_written() {
        for (person, secrets) in [(None, vec!["a"]), (Some("p"), vec![]), (Some("p"), vec!["a", "b"])] {
            let keeping = Keeping {
                person: person.map(|id| AccountId::from(id.to_owned())),
                secrets: secrets.into_iter().map(str::to_owned).collect(),
            };
            assert_eq!(Keeping::read(&keeping.write()), keeping);
        }
        assert_eq!(Keeping::read("0193"), Keeping::default(), "of an earlier version");
    }
}
