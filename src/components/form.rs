//! Forms: fields that keep what was typed and say what is wrong beside it.

use super::text_area::TextArea;
use crate::texts::{t, t_with};
use crate::visit::fields::Fields;
use leptos::prelude::*;
use services::failure::Problems;

/// A form as it is shown: its fields, and what is wrong with them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form {
    pub(crate) fields: Fields,
    pub(crate) problems: Problems,
}

impl Form {
    /// A form with these fields and no problems.
    pub(crate) fn of(fields: Fields) -> Self {
        Self { fields, problems: Problems::new() }
    }

    /// The value of a field.
    pub(crate) fn value(&self, name: &str) -> String {
        self.fields.first(name).unwrap_or_default().to_owned()
    }
}

/// Links to each field with a problem, at the top of the form, where a screen reader begins.
pub(crate) fn error_summary(form: &Form) -> AnyView {
    let problems: Vec<(&'static str, &'static str)> = form.problems.iter().collect();
    (!problems.is_empty())
        .then(|| {
            let count = problems.len();
            view! {
                <div class="error-summary" role="alert" tabindex="-1">
                    <h2>{t_with("form-problems", &[("count", count.into())])}</h2>
                    <ul>
                        {problems
                            .into_iter()
                            .map(|(field, key)| {
                                if field.is_empty() {
                                    view! { <li>{t(key)}</li> }.into_any()
                                } else {
                                    view! { <li><a href=format!("#{field}")>{t(key)}</a></li> }.into_any()
                                }
                            })
                            .collect_view()}
                    </ul>
                </div>
            }
        })
        .into_any()
}

/// How a one-line field behaves.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input {
    /// Name and id.
    pub(crate) name: &'static str,
    /// Locale key of the label.
    pub(crate) label: &'static str,
    /// Locale key of the hint; empty for none.
    pub(crate) hint: &'static str,
    /// HTML input type.
    pub(crate) kind: &'static str,
    /// Token for the browser's autofill; empty for none.
    pub(crate) autocomplete: &'static str,
    pub(crate) is_required: bool,
}

impl Input {
    /// An optional line of text.
    pub(crate) const fn text(name: &'static str, label: &'static str) -> Self {
        Self { name, label, hint: "", kind: "text", autocomplete: "off", is_required: false }
    }

    /// The same field, required.
    pub(crate) const fn required(self) -> Self {
        Self { is_required: true, ..self }
    }

    /// The same field with a hint.
    pub(crate) const fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }

    /// The same field of another type, filled in by the browser where it knows the value.
    pub(crate) const fn kind(self, kind: &'static str, autocomplete: &'static str) -> Self {
        Self { kind, autocomplete, ..self }
    }
}

fn described_by(form: &Form, name: &str, hint: &str) -> Option<String> {
    let mut ids = Vec::new();
    if !hint.is_empty() {
        ids.push(format!("{name}-hint"));
    }
    if form.problems.of(name).is_some() {
        ids.push(format!("{name}-error"));
    }
    (!ids.is_empty()).then(|| ids.join(" "))
}

fn around<V: IntoView>(
    form: &Form,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    is_required: bool,
    control: V,
) -> AnyView {
    let problem = form.problems.of(name);
    view! {
        <div class="field">
            <label for=name>
                {t(label)} {(!is_required).then(|| view! { " "<span class="optional">{t("form-optional")}</span> })}
            </label>
            {(!hint.is_empty()).then(|| view! { <p class="hint" id=format!("{name}-hint")>{t(hint)}</p> })}
            {problem.map(|key| view! { <p class="field-error" id=format!("{name}-error")>{t(key)}</p> })}
            {control}
        </div>
    }
    .into_any()
}

/// A one-line field. A password is never sent back.
pub(crate) fn input(form: &Form, input: Input) -> AnyView {
    let Input { name, label, hint, kind, autocomplete, is_required } = input;
    let value = if kind == "password" { String::new() } else { form.value(name) };
    let control = view! {
        <input
            id=name
            name=name
            type=kind
            value=value
            autocomplete=autocomplete
            required=is_required
            aria-invalid=form.problems.of(name).map(|_| "true")
            aria-describedby=described_by(form, name, hint)
        />
    };
    around(form, name, label, hint, is_required, control)
}

/// A field of several lines.
pub(crate) fn textarea(form: &Form, input: Input, rows: u8) -> AnyView {
    let Input { name, label, hint, is_required, .. } = input;
    let control = TextArea {
        id: name.to_owned(),
        name,
        rows: Some(rows),
        is_required,
        is_invalid: form.problems.of(name).is_some(),
        described_by: described_by(form, name, hint),
        ..TextArea::default()
    }
    .holding(&form.value(name));
    around(form, name, label, hint, is_required, control)
}

/// A choice of one from a list of values and names. An empty first choice means "not given".
pub(crate) fn select(form: &Form, input: Input, choices: Vec<(String, String)>) -> AnyView {
    let Input { name, label, hint, is_required, autocomplete, .. } = input;
    let chosen = form.value(name);
    let options = choices
        .into_iter()
        .map(|(value, text)| {
            let is_chosen = value == chosen;
            view! { <option value=value selected=is_chosen>{text}</option> }
        })
        .collect_view();
    let control = view! {
        <select
            id=name
            name=name
            required=is_required
            autocomplete=autocomplete
            aria-invalid=form.problems.of(name).map(|_| "true")
            aria-describedby=described_by(form, name, hint)
        >
            <option value="">{t("form-choose")}</option>
            {options}
        </select>
    };
    around(form, name, label, hint, is_required, control)
}

/// A choice of one that is always made: `first` and then `groups`, each with its name. Values come with their names,
/// which are proper names and stay as they are in every language. A value that is not among them stays chosen.
pub(crate) fn grouped_select(
    form: &Form,
    input: Input,
    first: Vec<(String, String)>,
    groups: Vec<(String, Vec<(String, String)>)>,
) -> AnyView {
    let Input { name, label, hint, is_required, autocomplete, .. } = input;
    let chosen = form.value(name);
    let is_offered =
        first.iter().chain(groups.iter().flat_map(|(_, names)| names)).any(|(value, _)| *value == chosen);
    let unknown = (!is_offered && !chosen.is_empty()).then(|| (chosen.clone(), chosen.clone()));
    let option = |(value, text): (String, String)| {
        let is_chosen = value == chosen;
        view! { <option value=value selected=is_chosen translate="no">{text}</option> }
    };
    let first = unknown.into_iter().chain(first).map(option).collect_view();
    let groups = groups
        .into_iter()
        .map(|(label, names)| {
            view! { <optgroup label=label>{names.into_iter().map(option).collect_view()}</optgroup> }
        })
        .collect_view();
    let control = view! {
        <select
            id=name
            name=name
            required=is_required
            autocomplete=autocomplete
            aria-invalid=form.problems.of(name).map(|_| "true")
            aria-describedby=described_by(form, name, hint)
        >
            {first}
            {groups}
        </select>
    };
    around(form, name, label, hint, is_required, control)
}

/// A box to tick.
pub(crate) fn checkbox(form: &Form, name: &'static str, label: &'static str) -> AnyView {
    let is_ticked = form.fields.is_ticked(name);
    let problem = form.problems.of(name);
    view! {
        <div class="field choice">
            {problem.map(|key| view! { <p class="field-error" id=format!("{name}-error")>{t(key)}</p> })}
            <label for=name>
                <input id=name name=name type="checkbox" value="yes" checked=is_ticked/>
                " "
                {t(label)}
            </label>
        </div>
    }
    .into_any()
}

/// The terms of a vocabulary list, as choices of [`select`].
pub(crate) fn term_choices(kind: domain::vocabulary::TermKind) -> Vec<(String, String)> {
    let vocabulary = crate::page_context::page_context().vocabulary;
    vocabulary.list(kind).map(|term| (term.slug.clone(), term.name.clone())).collect()
}
