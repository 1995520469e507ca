//! Rows of the trail in words: people by their names, subjects by what they are called, states as everywhere else.

use crate::context::Context;
use crate::failure::Outcome;
use crate::locale::Locale;
use domain::account::{ADMINISTRATORS, DESK, EDITORS, Role, SAFETY_OFFICERS};
use domain::asker::Asker;
use domain::request::{RequestState, SafetyAnswer, Urgency};
use domain::slug::Slug;
use domain::time::Moment;
use domain::vocabulary::{TermKind, Vocabulary};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::sync::Arc;
use storage::audit::Row;
use storage::audit::subjects::{self, SubjectName};

/// The kinds of subjects, in the order in which a search offers them.
pub const KINDS: [&str; 7] = ["article", "request", "report", "account", "records", "routing", "vocabulary"];

/// Fields of accounts, requests and terms in the trail, with the locale keys of their names.
const FIELDS: [(&str, &str); 18] = [
    ("name", "field-name"),
    ("roles", "people-roles"),
    ("profession", "field-profession"),
    ("specialty", "field-specialty"),
    ("country", "field-country"),
    ("institution", "field-institution"),
    ("npi", "field-npi"),
    ("verified", "standing-verified"),
    ("disabled", "standing-disabled"),
    ("language", "preferences-language"),
    ("zone", "preferences-zone"),
    ("consent", "account-consent"),
    ("product", "field-product"),
    ("area", "field-area"),
    ("urgency", "desk-urgency"),
    ("due", "desk-due"),
    ("kind", "audit-kind"),
    ("synonyms", "vocabulary-synonyms"),
];

/// Digits of a hash that are shown.
const HASH_SHOWN: usize = 12;

/// A row as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub number: i64,
    pub at: Moment,
    /// The name of whoever did it.
    pub actor: String,
    /// What was done.
    pub action: String,
    pub subject: Subject,
    pub old: String,
    pub new: String,
    pub reason: String,
    pub hash: String,
}

/// What a row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// `kind:id`.
    pub id: String,
    /// The name of its kind.
    pub kind: String,
    pub name: String,
    /// Its page, where this reader may open it.
    pub address: Option<String>,
}

/// The words for what the trail holds as ids and codes.
pub(super) struct Words<'a> {
    locale: &'a Locale,
    asker: &'a Asker,
    vocabulary: Arc<Vocabulary>,
    /// People by id.
    names: HashMap<String, String>,
    subjects: HashMap<String, SubjectName>,
}

impl<'a> Words<'a> {
    /// The words for rows of these subjects.
    pub(super) async fn of(
        context: &Context,
        locale: &'a Locale,
        asker: &'a Asker,
        of: &[String],
    ) -> Outcome<Words<'a>> {
        let mut of = of.to_vec();
        of.sort_unstable();
        of.dedup();
        let known = subjects::names(&context.store, &of).await?;
        Ok(Self {
            locale,
            asker,
            vocabulary: context.vocabulary(),
            names: storage::accounts::names(&context.store).await?,
            subjects: known.into_iter().map(|known| (known.subject.clone(), known)).collect(),
        })
    }

    pub(super) fn entry(&self, row: Row) -> Entry {
        let kind = row.subject.split(':').next().unwrap_or_default();
        Entry {
            number: row.number,
            at: row.at,
            actor: self.person(&row.actor),
            action: self.locale.get(&format!("action-{}", row.action.replace('.', "-"))).to_owned(),
            old: self.content(kind, &row.old),
            new: self.content(kind, &row.new),
            subject: self.subject(&row.subject),
            reason: row.reason,
            hash: row.hash,
        }
    }

    fn person(&self, id: &str) -> String {
        match id {
            "portal" => self.locale.get("audit-by-portal").to_owned(),
            "anonymous" => self.locale.get("audit-by-anybody").to_owned(),
            id => self.names.get(id).cloned().unwrap_or_else(|| id.to_owned()),
        }
    }

    pub(super) fn subject(&self, subject: &str) -> Subject {
        let (kind, id) = subject.split_once(':').unwrap_or((subject, ""));
        let known = self.subjects.get(subject);
        let name = match (kind, known) {
            ("account", _) => self.person(id),
            ("vocabulary", _) => self.term(id),
            (_, Some(known)) => known.name.clone(),
            _ => id.to_owned(),
        };
        let kind_name = match KINDS.contains(&kind) {
            true => self.locale.get(&format!("audit-kind-{kind}")).to_owned(),
            false => kind.to_owned(),
        };
        Subject { id: subject.to_owned(), kind: kind_name, name, address: self.address(kind, id, known) }
    }

    /// A term by its kind and slug; whatever else is filed with the vocabulary by its id.
    fn term(&self, id: &str) -> String {
        let term = id.split_once('/').and_then(|(kind, slug)| Some((TermKind::from_slug(kind)?, slug)));
        term.map_or_else(|| id.to_owned(), |(kind, slug)| self.vocabulary.name(kind, slug).to_owned())
    }

    fn address(&self, kind: &str, id: &str, known: Option<&SubjectName>) -> Option<String> {
        let may = |roles: &[Role]| self.asker.has_any(roles);
        match (kind, known) {
            ("account", _) if may(ADMINISTRATORS) && self.names.contains_key(id) => {
                Some(format!("/admin/people/{id}"))
            }
            ("request", Some(known)) if may(DESK) => Some(format!("/desk/{}", known.place)),
            ("report", Some(known)) if may(SAFETY_OFFICERS) => Some(format!("/safety/{}", known.place)),
            ("records", Some(known)) => Some(format!("/records/{}", known.place)),
            ("routing", Some(known)) if may(ADMINISTRATORS) => {
                Some(format!("/admin/routing/{}", known.place))
            }
            ("article", Some(known)) if known.is_published => Some(format!("/library/{}", known.place)),
            ("article", Some(known)) if may(EDITORS) => Some(format!("/editor/{}", known.place)),
            _ => None,
        }
    }

    /// What was before or is now.
    fn content(&self, kind: &str, text: &str) -> String {
        match serde_json::from_str::<Map<String, Value>>(text) {
            Ok(fields) if kind == "article" => self.version(&fields),
            Ok(fields) => self.fields(&fields),
            Err(_) if text.is_empty() => String::new(),
            Err(_) => self.plain(kind, text),
        }
    }

    /// `Version 2: In review (SHA-256 0123456789ab…)`.
    fn version(&self, fields: &Map<String, Value>) -> String {
        let number = fields.get("number").and_then(Value::as_i64).unwrap_or_default();
        let state = fields.get("state").and_then(Value::as_str).unwrap_or_default();
        let version = self.locale.with("version-number", &[("number", number.into())]);
        let state = self.locale.get(&format!("state-{state}")).to_owned();
        let hash = fields.get("sha256").and_then(Value::as_str).and_then(|hash| hash.get(..HASH_SHOWN));
        match hash {
            Some(hash) => {
                let args = [("version", version.into()), ("state", state.into()), ("hash", hash.into())];
                self.locale.with("audit-version", &args)
            }
            None => format!("{version}: {state}"),
        }
    }

    fn fields(&self, fields: &Map<String, Value>) -> String {
        let shown = fields.iter().map(|(name, value)| {
            let value = match value {
                Value::String(text) => self.value(name, text),
                Value::Array(list) => {
                    let words = list.iter().filter_map(Value::as_str).map(|word| self.value(name, word));
                    words.collect::<Vec<_>>().join(", ")
                }
                other => other.to_string(),
            };
            let known = FIELDS.iter().find(|(known, _)| known == name);
            format!("{}: {value}", known.map_or(name.as_str(), |(_, key)| self.locale.get(key)))
        });
        shown.collect::<Vec<_>>().join("; ")
    }

    fn value(&self, field: &str, text: &str) -> String {
        let term = |kind| self.vocabulary.name(kind, text).to_owned();
        match (field, text) {
            ("roles", _) => self.roles(text).unwrap_or_else(|| text.to_owned()),
            ("profession", _) => term(TermKind::Profession),
            ("specialty", _) => term(TermKind::Specialty),
            ("country", _) => term(TermKind::Country),
            ("product", _) => term(TermKind::Product),
            ("area", _) => term(TermKind::Area),
            ("urgency", _) if Urgency::from_slug(text).is_some() => {
                self.locale.get(&format!("urgency-{text}")).to_owned()
            }
            ("due", _) => match Moment::from_rfc3339_seconds(text) {
                Some(due) => self.locale.time(due),
                None => text.to_owned(),
            },
            ("verified" | "disabled" | "consent", "yes") => self.locale.get("rating-yes").to_owned(),
            ("verified" | "disabled" | "consent", "no") => self.locale.get("rating-no").to_owned(),
            _ => self.people_named(text),
        }
    }

    fn roles(&self, text: &str) -> Option<String> {
        let roles: Option<Vec<Role>> = text.split(' ').map(Role::from_slug).collect();
        let name = |role: &Role| self.locale.get(&format!("role-{}", role.slug())).to_owned();
        roles.map(|roles| roles.iter().map(name).collect::<Vec<_>>().join(", "))
    }

    fn plain(&self, kind: &str, text: &str) -> String {
        let key = match kind {
            "account" => return self.roles(text).unwrap_or_else(|| self.people_named(text)),
            "request" => {
                RequestState::from_slug(text).map(|state| format!("request-state-{}", state.slug())).or_else(
                    || SafetyAnswer::from_slug(text).map(|answer| format!("safety-answer-{}", answer.slug())),
                )
            }
            _ => None,
        };
        key.map_or_else(|| self.people_named(text), |key| self.locale.get(&key).to_owned())
    }

    /// A text with the names of people in place of their ids.
    fn people_named(&self, text: &str) -> String {
        let is_id = |part: &str| part.len() == 32 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        let mut named = String::new();
        for part in text.split_inclusive(|c: char| !c.is_ascii_hexdigit()) {
            let id = part.trim_end_matches(|c: char| !c.is_ascii_hexdigit());
            match self.names.get(id).filter(|_| is_id(id)) {
                Some(name) => {
                    named.push_str(name);
                    named.push_str(&part[id.len()..]);
                }
                None => named.push_str(part),
            }
        }
        named
    }
}
