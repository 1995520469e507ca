//! A portal with one of everything, so that every route has something to show. All content is in Greek, so that a
//! Latin letter on a page is a text of the interface.

use crate::access::table::Row;
use crate::support::{Browser, PASSWORD, Page, Portal};
use axum::http::Method;
use domain::account::{Account, Role};
use domain::article::{ArticleKind, FrontMatter, Reference, Step};
use domain::asker::{Asker, Gate};
use domain::engagement::Event;
use domain::id::{ItemId, VersionId, VisitorId};
use domain::pico::{Certainty, Pico};
use domain::record::{AbstractSection, MeshHeading, Notice, NoticeKind, RecordData};
use domain::search_query::SearchQuery;
use domain::slug::Slug;
use domain::thesaurus::{Group, GroupId, Kind, Source, Word};
use domain::time::Moment;
use domain::vocabulary::{Term, TermKind};
use services::accounts::NewAccount;
use services::publishing::{self, Draft, Import, StepRequest};
use services::{engagement, library};
use storage::{articles, audit::Actor};

/// Who visits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persona {
    Anonymous,
    /// A visitor who declared that they are an HCP in Great Britain.
    Declared,
    UnverifiedHcp,
    /// The HCP whose request, report and token the portal holds.
    Hcp,
    OtherHcp,
    Specialist,
    Msl,
    Editor,
    Reviewer,
    SafetyOfficer,
    Analyst,
    Administrator,
    Auditor,
}

impl Persona {
    pub const ALL: [Self; 13] = [
        Self::Anonymous,
        Self::Declared,
        Self::UnverifiedHcp,
        Self::Hcp,
        Self::OtherHcp,
        Self::Specialist,
        Self::Msl,
        Self::Editor,
        Self::Reviewer,
        Self::SafetyOfficer,
        Self::Analyst,
        Self::Administrator,
        Self::Auditor,
    ];

    fn role(self) -> Option<Role> {
        match self {
            Self::Anonymous | Self::Declared => None,
            Self::UnverifiedHcp | Self::Hcp | Self::OtherHcp => Some(Role::Hcp),
            Self::Specialist => Some(Role::MedicalInformationSpecialist),
            Self::Msl => Some(Role::Msl),
            Self::Editor => Some(Role::Editor),
            Self::Reviewer => Some(Role::Reviewer),
            Self::SafetyOfficer => Some(Role::SafetyOfficer),
            Self::Analyst => Some(Role::Analyst),
            Self::Administrator => Some(Role::Administrator),
            Self::Auditor => Some(Role::Auditor),
        }
    }
}

/// A picture that an article shows.
const PICTURE: &[u8] = br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><circle r="1"/></svg>"#;
const PICTURE_NAME: &str = "1.svg";
/// The last part of the article's address.
const ARTICLE: &str = "1";
/// The secret in the HCP's last digest.
const UNSUBSCRIBE: &str = "1";

/// The portal and the ids and secrets in its addresses.
pub struct Seeded {
    pub portal: Portal,
    people: Vec<(Persona, Account)>,
    article: String,
    record: String,
    draft: VersionId,
    in_review: VersionId,
    /// SHA-256 of the picture of the version in review.
    picture: String,
    request: String,
    report: String,
    rule: String,
    token: String,
    register: String,
    password: String,
    search: String,
}

impl Seeded {
    /// Fills a portal.
    pub async fn fill(portal: Portal) -> Self {
        greek_vocabulary(&portal).await;
        let mut people = Vec::new();
        for (number, persona) in Persona::ALL.into_iter().enumerate() {
            if let Some(role) = persona.role() {
                people.push((persona, person(&portal, number, role, persona).await));
            }
        }
        let of = |persona: Persona| {
            people.iter().find(|(known, _)| *known == persona).map(|(_, account)| account).unwrap()
        };
        let record = record(&portal).await;
        let article = published(&portal, of(Persona::Editor), of(Persona::Reviewer)).await;
        let cited =
            articles::by_slug(&portal.context.store, &article).await.unwrap().unwrap().as_str().to_owned();
        let (draft, in_review) = drafts(&portal, of(Persona::Editor)).await;
        let picture = articles::pictures(&portal.context.store, &in_review).await.unwrap().remove(0).digest;
        let rule = rule(&portal, of(Persona::Administrator), of(Persona::Specialist)).await;
        let request = request(&portal, of(Persona::Hcp), of(Persona::Specialist), [&cited, &record]).await;
        let report = report(&portal).await;
        let token = token(&portal, of(Persona::Hcp)).await;
        signals(&portal, &record).await;
        let register = registration(&portal).await;
        let password = forgotten(&portal, of(Persona::OtherHcp)).await;
        let search = saved(&portal, of(Persona::Hcp), &record).await;
        made_searches(&portal, of(Persona::OtherHcp)).await;
        Self {
            people,
            article,
            record,
            draft,
            in_review,
            picture,
            request,
            report,
            rule,
            token,
            register,
            password,
            search,
            portal,
        }
    }

    /// The account of a persona; none for visitors who are not signed in.
    pub fn account(&self, persona: Persona) -> Option<&Account> {
        self.people.iter().find(|(known, _)| *known == persona).map(|(_, account)| account)
    }

    /// A new browser of a persona.
    pub async fn browser(&self, persona: Persona) -> Browser<'_> {
        match (persona, self.account(persona)) {
            (Persona::Declared, _) => self.portal.declared().await,
            (_, Some(account)) => self.portal.signed_in(account).await,
            (_, None) => self.portal.browser(),
        }
    }

    /// Requests a row of the table as a persona.
    pub async fn send(&self, row: &Row, persona: Persona) -> Page {
        let address = self.address(row.path);
        let mut browser = self.browser(persona).await;
        if row.method == Method::GET {
            return browser.get(&format!("{address}{}", self.filled(row.sent))).await;
        }
        if row.sent.starts_with('{') {
            let body = row.sent.replace("draft-id", self.draft.as_str());
            let body = body.replace("request-reference", &self.request);
            return browser.post_body(&address, "application/json", body).await;
        }
        let sent = self.filled(&row.sent.replace("{persona}", &format!("{persona:?}")));
        let pairs: Vec<(String, String)> = form_urlencoded::parse(sent.as_bytes()).into_owned().collect();
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.post(&address, &pairs).await
    }

    /// Replaces `{record}` and `{search}` in a text with real ids.
    pub fn filled(&self, text: &str) -> String {
        text.replace("{record}", &self.record).replace("{search}", &self.search)
    }

    /// Replaces a route's parameters with real ids.
    pub fn address(&self, route: &str) -> String {
        let person = || self.account(Persona::Hcp).unwrap().id.as_str();
        let values: &[(&str, &str)] = match route.split('/').nth(1).unwrap_or_default() {
            "browse" => &[("facet", "area"), ("slug", "heart-failure")],
            "library" => &[("slug", &self.article), ("*name", PICTURE_NAME)],
            "records" | "api" => &[("id", &self.record)],
            "editor" => &[("id", self.draft.as_str()), ("*name", PICTURE_NAME)],
            "review" => &[("id", self.in_review.as_str()), ("sha256", &self.picture)],
            "requests" | "desk" => &[("reference", &self.request), ("number", "1"), ("*name", PICTURE_NAME)],
            "report-safety" | "safety" => &[("reference", &self.report)],
            "register" => &[("secret", &self.register)],
            "reset-password" => &[("secret", &self.password)],
            "account" => &[("token", &self.token)],
            "saved" => &[("id", &self.search)],
            "unsubscribe" => &[("secret", UNSUBSCRIBE)],
            "admin" if route.contains("/people/") => &[("id", person())],
            "admin" if route.contains("/mails/") => &[("id", "1")],
            "admin" if route.contains("/groups/") => &[("source", "portal"), ("id", "1")],
            "admin" if route.contains("/routing/") => &[("id", &self.rule)],
            "admin" => &[("kind", "product"), ("slug", "1")],
            _ => &[],
        };
        let filled = values
            .iter()
            .fold(route.to_owned(), |path, (name, value)| path.replace(&format!("{{{name}}}"), value));
        assert!(!filled.contains('{'), "say in `Seeded::address` what stands for the parameters of {route}");
        filled
    }
}

/// One group of the portal's own, and one of MeSH that is switched off.
fn greek_groups() -> [Group; 2] {
    let word = |text: &str, kind| Word { text: text.into(), kind };
    [(Source::Portal, "1"), (Source::Mesh, "2")].map(|(source, id)| Group {
        source,
        id: id.into(),
        name: format!("Λέξη {id}"),
        words: vec![word("λέξεις", Kind::Synonym), word("ΛΞ", Kind::Abbreviation), word("Λ", Kind::Brand)],
        broader: vec!["Λέξη 1".into()],
        context: vec!["λόγος".into()],
        usual: vec!["ΛΞ".into()],
        trees: vec!["1.2".into()],
        is_off: false,
    })
}

/// Gives every term a Greek name, and adds a product, a topic and a group of words.
async fn greek_vocabulary(portal: &Portal) {
    let vocabulary = portal.context.vocabulary();
    let known = TermKind::all().flat_map(|kind| vocabulary.list(kind).cloned().collect::<Vec<_>>());
    let added = [TermKind::Product, TermKind::Topic].map(|kind| Term {
        kind,
        slug: "1".into(),
        name: String::new(),
        synonyms: Vec::new(),
        area: String::new(),
    });
    let mut tx = portal.context.store.begin().await.unwrap();
    for (number, term) in known.chain(added).enumerate() {
        let term = Term { name: format!("Λέξη {number}"), synonyms: vec![format!("λ{number}")], ..term };
        storage::vocabulary::put(&mut tx, &term).await.unwrap();
    }
    storage::thesaurus::put(&mut tx, &greek_groups()).await.unwrap();
    let mesh = GroupId { source: Source::Mesh, id: "2" };
    storage::thesaurus::switch(&mut tx, mesh, Some(Moment::now())).await.unwrap();
    storage::thesaurus::touch(&mut tx);
    tx.commit().await.unwrap();
    portal.context.renew_vocabulary().await.unwrap();
    portal.context.renew_thesaurus().await.unwrap();
}

async fn person(portal: &Portal, number: usize, role: Role, persona: Persona) -> Account {
    let new = NewAccount {
        email: format!("α{number}@β.γ"),
        name: format!("Άνθρωπος {number}"),
        roles: vec![role],
        specialty: "cardiology".into(),
        institution: "Κλινική".into(),
        is_verified: persona != Persona::UnverifiedHcp,
        ..Portal::somebody()
    };
    portal.person_like(new).await
}

async fn record(portal: &Portal) -> String {
    let data = RecordData {
        pmid: Some("1".into()),
        doi: Some("10.1000/1".into()),
        title: "Μελέτη".into(),
        abstract_sections: vec![AbstractSection {
            label: "Σκοπός".into(),
            text: "Κείμενο της μελέτης.".into(),
        }],
        authors: vec!["Άλφα Α".into()],
        journal: "Περιοδικό".into(),
        year: Some(2026),
        date: "2026".into(),
        mesh: vec![MeshHeading {
            heading: "Καρδιά".into(),
            ui: String::new(),
            major: true,
            qualifiers: Vec::new(),
        }],
        notices: vec![Notice {
            kind: NoticeKind::Erratum, source: "Περιοδικό 2".into(), pmid: None
        }],
        ..RecordData::default()
    };
    let mut tx = portal.context.store.begin().await.unwrap();
    let done = storage::records::import::upsert(&mut tx, vec![data], false, Moment::now()).await.unwrap();
    tx.commit().await.unwrap();
    assert!(library::changed(&portal.context, done.last_change.unwrap()).await, "the index follows");
    storage::records::by_identifier(&portal.context.store, "1").await.unwrap().unwrap().id.as_str().to_owned()
}

fn front(slug: &str) -> FrontMatter {
    FrontMatter {
        summary: "Περίληψη.".into(),
        products: vec!["1".into()],
        areas: vec!["heart-failure".into()],
        topics: vec!["1".into()],
        evidence_level: 1.try_into().ok(),
        certainty: Some(Certainty::Moderate),
        pico: Pico {
            population: "Ενήλικες".into(),
            intervention: "Φάρμακο".into(),
            comparator: "Άλλο φάρμακο".into(),
            outcome: "Έκβαση".into(),
        },
        authors: vec!["Συγγραφέας".into()],
        approval_reference: "1".into(),
        approved: Some("2026-01-01".into()),
        review_due: Some("2036-01-01".into()),
        references: vec![Reference {
            doi: None, pmid: Some("1".into()), citation: "Παραπομπή.".into()
        }],
        ..FrontMatter::new(slug, ArticleKind::EvidenceSummary, "Άρθρο")
    }
}

const BODY: &str = "## Τίτλος\n\nΚείμενο [1].\n\n![Εικόνα](1.svg)\n";

async fn published(portal: &Portal, editor: &Account, reviewer: &Account) -> String {
    let import = Import {
        front: front(ARTICLE),
        body: BODY.into(),
        media: vec![(PICTURE_NAME.into(), PICTURE.to_vec())],
        is_demo: false,
    };
    publishing::import(&portal.context, Actor::Portal, &editor.id, Some(&reviewer.id), import).await.unwrap();
    let number = storage::change_numbers::last_change(&portal.context.store).await.unwrap();
    assert!(library::changed(&portal.context, number).await, "the index follows");
    ARTICLE.into()
}

/// A draft with a picture, and a version in review.
async fn drafts(portal: &Portal, editor: &Account) -> (VersionId, VersionId) {
    let mut made = Vec::new();
    for slug in ["2", "3"] {
        let id = publishing::create(&portal.context, editor, ArticleKind::Faq, "Άρθρο").await.unwrap();
        let lock = lock(portal, &id).await;
        let draft = Draft { front: front(slug), body: BODY.into() };
        publishing::save(&portal.context, editor, &id, lock, draft).await.unwrap();
        let lock = self::lock(portal, &id).await;
        publishing::put_picture(&portal.context, editor, &id, lock, PICTURE_NAME, PICTURE).await.unwrap();
        made.push(id);
    }
    let (in_review, draft) = (made.pop().unwrap(), made.pop().unwrap());
    let taking = StepRequest {
        step: Step::Submit,
        lock: lock(portal, &in_review).await,
        comment: "Σχόλιο".into(),
        approval_reference: String::new(),
    };
    publishing::take(&portal.context, editor, &in_review, taking).await.unwrap();
    (draft, in_review)
}

async fn lock(portal: &Portal, id: &VersionId) -> i64 {
    articles::version(&portal.context.store, id).await.unwrap().unwrap().lock
}

async fn rule(portal: &Portal, administrator: &Account, owner: &Account) -> String {
    let mut browser = portal.signed_in(administrator).await;
    for (name, country) in [("Κανόνας 1", ""), ("Κανόνας 2", "DE")] {
        browser
            .post("/admin/routing/new", &[("name", name), ("country", country), ("owner", owner.id.as_str())])
            .await;
    }
    let rules = storage::routing::rules(&portal.context.store).await.unwrap();
    rules[0].id.as_str().to_owned()
}

/// An answered request with a note and a follow-up.
async fn request(portal: &Portal, hcp: &Account, owner: &Account, [article, record]: [&str; 2]) -> String {
    let mut asker = portal.signed_in(hcp).await;
    let sent = asker.post("/ask", &[("question", "Ερώτηση;"), ("product", "1"), ("more", "Και άλλη;")]).await;
    let address = sent.location().unwrap_or_else(|| panic!("not sent: {}", sent.body));
    let reference = address.split('?').next().unwrap().trim_start_matches("/requests/").to_owned();
    let mut desk = portal.signed_in(owner).await;
    let here = format!("/desk/{reference}");
    for fields in [
        &[("step", "claim")][..],
        &[("step", "note"), ("note", "Σημείωση")],
        &[("step", "safety-none")],
        &[("step", "send"), ("body", "Απάντηση [1]."), ("cite", article), ("cite", record)],
    ] {
        let page = desk.get(&here).await;
        let of = |name: &str| page.attributes(&format!("input[name={name}]"), "value").pop().unwrap();
        let (version, lock) = (of("version"), of("lock"));
        let mut all = vec![("version", version.as_str()), ("lock", lock.as_str())];
        all.extend(fields);
        let done = desk.post(&here, &all).await;
        assert!(done.location().is_some(), "{fields:?}: {}", done.body);
    }
    asker.post(&format!("/requests/{reference}"), &[("step", "follow-up"), ("follow-up", "Και μετά;")]).await;
    reference
}

async fn report(portal: &Portal) -> String {
    let fields = [("event", "Συμβάν"), ("contact", "α@β.γ"), ("product", "Λέξη")];
    let sent = portal.browser().post("/report-safety", &fields).await;
    let address = sent.location().unwrap_or_else(|| panic!("not sent: {}", sent.body));
    address.split('?').next().unwrap().trim_start_matches("/report-safety/").to_owned()
}

async fn token(portal: &Portal, hcp: &Account) -> String {
    portal.signed_in(hcp).await.post("/account/tokens", &[("token-name", "Κλειδί")]).await;
    storage::tokens::of(&portal.context.store, &hcp.id).await.unwrap().pop().unwrap().id.as_str().to_owned()
}

/// Six people searched, opened, read and rated.
async fn signals(portal: &Portal, record: &str) {
    for _ in 0..6 {
        let visitor = Some(VisitorId::new());
        let asker = Asker { visitor, consent_asked: true, ..Asker::anonymous(Gate::Declared) };
        let item = || ItemId::from(record);
        for event in [
            Event::Searched { words: "μελέτη".into(), results: 1 },
            Event::Searched { words: "τίποτα".into(), results: 0 },
            Event::Opened { item: item(), rank: 1 },
            Event::Read { item: item(), seconds: 60, depth: 90 },
            Event::Rated { item: item(), is_helpful: true },
        ] {
            engagement::note(&portal.context, &asker, event);
        }
    }
    engagement::flush(&portal.context).await;
}

async fn registration(portal: &Portal) -> String {
    let fields = [
        ("name", "Νέος"),
        ("email", "ν@β.γ"),
        ("password", PASSWORD),
        ("country", "GB"),
        ("profession", "physician"),
    ];
    portal.browser().post("/register", &fields).await;
    portal.mailed_link("ν@β.γ", "/register/").await.trim_start_matches("/register/").to_owned()
}

async fn forgotten(portal: &Portal, account: &Account) -> String {
    portal.browser().post("/reset-password", &[("email", &account.email)]).await;
    let link = portal.mailed_link(&account.email, "/reset-password/").await;
    link.trim_start_matches("/reset-password/").to_owned()
}

/// A reading list with one item that exists and one that is gone, a saved search, and a digest.
async fn saved(portal: &Portal, hcp: &Account, record: &str) -> String {
    let mut browser = portal.signed_in(hcp).await;
    browser.post("/saved", &[("add", record)]).await;
    browser.post("/saved", &[("item", record), ("note", "Σημείωση")]).await;
    let search = [("query", "q=μελέτη"), ("name", "Αναζήτηση"), ("frequency", "weekly")];
    browser.post("/saved/searches", &search).await;
    let store = &portal.context.store;
    let mut tx = store.begin().await.unwrap();
    let gone = ItemId::from("0");
    storage::saved::items::add(&mut tx, &hcp.id, &gone, Moment::now(), None).await.unwrap();
    storage::saved::digests::insert(&mut tx, &hcp.id, Moment(0), UNSUBSCRIBE, Moment::now()).await.unwrap();
    tx.commit().await.unwrap();
    storage::saved::searches::list(store, &hcp.id).await.unwrap().pop().unwrap().id.as_str().to_owned()
}

/// The search history of somebody who consents.
async fn made_searches(portal: &Portal, hcp: &Account) {
    portal.signed_in(hcp).await.post("/consent", &[("answer", "yes")]).await;
    let mut tx = portal.context.store.begin().await.unwrap();
    for text in ["μελέτη", "τίποτα"] {
        let query = SearchQuery::of(text);
        storage::saved::history::note(&mut tx, &hcp.id, &query, Moment::now(), 10).await.unwrap();
    }
    tx.commit().await.unwrap();
}
