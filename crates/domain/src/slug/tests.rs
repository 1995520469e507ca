use super::Slug;
use crate::account::{AccountStatus, Role};
use crate::article::{ArticleKind, LabellingStatus, Step, VersionState};
use crate::facet::Facet;
use crate::pico::{Certainty, PicoPart};
use crate::record::{NoticeKind, PublicationKind, StudyType};
use crate::request::{Channel, MessageKind, Queue, RequestState, SafetyAnswer, Urgency};
use crate::safety::ReportKind;
use crate::saved::Frequency;
use crate::thesaurus::{Kind, Source};
use crate::vocabulary::TermKind;
use std::fmt::Debug;

fn spells<T: Slug + Debug + PartialEq>(slugs: &[&str]) {
    let spelt: Vec<&str> = T::all().map(T::slug).collect();
    assert_eq!(spelt, slugs);
    for variant in T::all() {
        assert_eq!(T::from_slug(variant.slug()), Some(variant));
    }
    for other in ["", "unknown", &slugs[0].to_uppercase()] {
        assert_eq!(T::from_slug(other), None, "{other}");
    }
}

#[test]
fn every_slug_is_spelt_as_it_is_stored_and_linked_to() {
    spells::<ArticleKind>(&[
        "evidence-summary",
        "standard-response",
        "faq",
        "guideline-digest",
        "real-world-evidence",
        "safety-update",
        "education-module",
        "patient-resource",
    ]);
    spells::<LabellingStatus>(&["within", "outside"]);
    spells::<VersionState>(&[
        "draft",
        "in-review",
        "approved",
        "published",
        "superseded",
        "withdrawn",
        "expired",
    ]);
    spells::<Step>(&["submit", "approve", "send-back", "take-back", "publish", "withdraw"]);
    spells::<NoticeKind>(&["retracted", "erratum", "concern", "retraction-notice", "erratum-notice"]);
    spells::<Role>(&[
        "hcp",
        "medical-information-specialist",
        "msl",
        "editor",
        "reviewer",
        "safety-officer",
        "analyst",
        "auditor",
        "administrator",
    ]);
    spells::<AccountStatus>(&["unverified", "verified", "disabled", "active"]);
    spells::<PicoPart>(&["population", "intervention", "comparator", "outcome"]);
    spells::<Certainty>(&["high", "moderate", "low", "very-low"]);
    spells::<StudyType>(&[
        "systematic-review",
        "randomised-trial",
        "clinical-trial",
        "observational",
        "case-report",
        "guideline",
        "review",
        "other",
    ]);
    spells::<PublicationKind>(&[
        "journal-article",
        "preprint",
        "book",
        "chapter",
        "conference-paper",
        "thesis",
        "report",
        "dataset",
        "web-page",
        "trial-registration",
    ]);
    spells::<ReportKind>(&["adverse-event", "special-situation", "product-complaint"]);
    spells::<Facet>(&["kind", "area", "product", "topic", "level", "certainty", "study"]);
    spells::<Source>(&["portal", "start", "mesh"]);
    spells::<Kind>(&["preferred", "synonym", "spelling", "abbreviation", "brand"]);
    spells::<Frequency>(&["off", "weekly", "monthly", "practice-changing"]);
    spells::<Urgency>(&["urgent", "routine", "no-hurry"]);
    spells::<Channel>(&["email", "telephone", "visit"]);
    spells::<RequestState>(&["received", "in-progress", "answered", "closed"]);
    spells::<SafetyAnswer>(&["none", "reported"]);
    spells::<MessageKind>(&["follow-up", "reply", "note"]);
    spells::<Queue>(&["mine", "unclaimed", "open", "overdue", "answered", "closed"]);
    spells::<TermKind>(&["product", "area", "topic", "specialty", "profession", "country"]);
}
