//! The fields in which people say who they are: the same on registering, in the own account and for administrators.

use super::form::{Form, Input, input, select, term_choices};
use crate::texts::t;
use crate::visit::fields::Fields;
use domain::account::Profile;
use domain::vocabulary::TermKind;
use leptos::prelude::*;

/// The profile that a form holds.
pub(crate) fn read(fields: &Fields) -> Profile {
    let text = |name| fields.text(name).to_owned();
    Profile {
        name: text("name"),
        profession: text("profession"),
        specialty: text("specialty"),
        country: text("country"),
        institution: text("institution"),
        npi: Some(text("npi")).filter(|npi| !npi.is_empty()),
    }
}

/// The fields that show a profile.
pub(crate) fn fields_of(profile: &Profile) -> Fields {
    Fields::of([
        ("name", profile.name.as_str()),
        ("profession", &profile.profession),
        ("specialty", &profile.specialty),
        ("country", &profile.country),
        ("institution", &profile.institution),
        ("npi", profile.npi.as_deref().unwrap_or_default()),
    ])
}

/// The fields after the name. Of an HCP, country and profession are needed.
pub(crate) fn profile_fields(form: &Form, is_hcp: bool) -> impl IntoView + use<> {
    let country = Input::text("country", "field-country").kind("text", "country");
    let profession = Input::text("profession", "field-profession");
    let needed = |input: Input| if is_hcp { input.required() } else { input };
    view! {
        <div class="field-row">
            {select(form, needed(country), term_choices(TermKind::Country))}
            {select(form, needed(profession), term_choices(TermKind::Profession))}
        </div>
        <div class="field-row">
            {select(form, Input::text("specialty", "field-specialty"), term_choices(TermKind::Specialty))}
            {input(form, Input::text("institution", "field-institution").kind("text", "organization"))}
        </div>
        {npi(form)}
    }
}

/// Folded away for everybody but those whom it concerns.
fn npi(form: &Form) -> impl IntoView + use<> {
    let is_open = form.value("country") == "US" || form.problems.of("npi").is_some();
    view! {
        <details class="more" open=is_open>
            <summary>{t("profile-npi-more")}</summary>
            {input(form, Input::text("npi", "field-npi").hint("profile-npi-hint"))}
        </details>
    }
}
