//! A form that could not be taken in, on the page that says so: what was typed, and a button that sends it again.

use crate::components::form::{Form, Input, input};
use crate::texts::t;
use crate::visit::fields::Fields;
use leptos::prelude::*;

/// Names of fields that are never sent back, with the labels under which they are asked for again.
const SECRETS: [(&str, &str); 2] = [("present", "account-password-present"), ("password", "field-password")];

/// What was typed, to be read, copied and sent again to the address it was meant for.
pub(crate) fn unsent_form(address: &str, fields: &Fields) -> AnyView {
    let address = address.to_owned();
    let is_secret = |name: &str| SECRETS.iter().any(|(secret, _)| *secret == name);
    let hidden = fields
        .pairs()
        .filter(|(name, _)| !is_secret(name))
        .map(|(name, value)| view! { <input type="hidden" name=name.to_owned() value=value.to_owned()/> })
        .collect_view();
    let secrets = SECRETS
        .into_iter()
        .filter(|(name, _)| fields.first(name).is_some())
        .map(|(name, label)| {
            let is_new = name == "password" && fields.first("present").is_some();
            let autocomplete = if is_new { "new-password" } else { "current-password" };
            input(&Form::default(), Input::text(name, label).required().kind("password", autocomplete))
        })
        .collect_view();
    let typed: Vec<String> = fields
        .pairs()
        .filter(|(name, value)| !is_secret(name) && is_typed(value))
        .map(|(_, value)| value.trim().to_owned())
        .collect();
    view! {
        <form class="form" method="post" action=address id="unsent">
            {hidden}
            {secrets}
            <div class="form-actions">
                <button class="button button-primary" type="submit">{t("error-send-again")}</button>
            </div>
        </form>
        {(!typed.is_empty()).then(|| typed_texts(typed))}
    }
    .into_any()
}

fn typed_texts(typed: Vec<String>) -> impl IntoView {
    let texts = typed
        .into_iter()
        .map(|text| view! { <blockquote class="typed-text" translate="no">{text}</blockquote> })
        .collect_view();
    view! {
        <section class="stack" aria-labelledby="typed-title">
            <h2 id="typed-title">{t("error-typed")}</h2>
            {texts}
        </section>
    }
}

/// Whether a person wrote this, as far as its look tells: more than one word, or an email address. The rest is chosen
/// from lists, or the form's own.
fn is_typed(value: &str) -> bool {
    value.contains('@') || value.split_whitespace().nth(1).is_some()
}
