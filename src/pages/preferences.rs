//! Language and time zone, for whoever reads: kept with the account, or by the browser of a visitor.

use crate::app::{self, Head};
use crate::components::form::{Form, Input, error_summary, grouped_select};
use crate::error::{Outcome, on_form};
use crate::texts::{t, t_for, t_time, t_with};
use crate::visit::{self, Visit, fields::Fields, preferences};
use axum::http::StatusCode;
use axum::response::Response;
use domain::locale::{Preferences, Zone};
use domain::time::Moment;
use leptos::prelude::*;
use services::failure::Problems;
use services::own_account;

/// Where the form is.
const HERE: &str = "/preferences";

/// The form, with what holds now.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let fields = Fields::of([("language", visit.locale.language()), ("zone", visit.locale.zone().name())]);
    let is_done = visit.parameter("done").is_some();
    Ok(page(&visit, Form::of(fields), is_done, StatusCode::OK))
}

/// Takes the choice.
///
/// # Errors
/// What is wrong is the form again.
pub(crate) async fn submit(visit: Visit, fields: Fields) -> Outcome<Response> {
    let chosen = match read(&visit, &fields) {
        Ok(chosen) => chosen,
        Err(problems) => {
            return Ok(page(&visit, Form { fields, problems }, false, StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let response = visit::redirect("/preferences?done=yes");
    let Some(account) = &visit.asker.account else {
        return Ok(visit::with_cookie(response, &preferences::remembered(&visit.context, &chosen)));
    };
    match own_account::change_preferences(&visit.context, account, chosen).await {
        Ok(()) => Ok(response),
        Err(failure) => {
            let (problems, status) = on_form(failure)?;
            Ok(page(&visit, Form { fields, problems }, false, status))
        }
    }
}

/// What the form holds. Where there is one language, none is chosen, and an earlier choice stays.
fn read(visit: &Visit, fields: &Fields) -> Result<Preferences, Problems> {
    let languages = visit.context.languages;
    let mut problems = Problems::new();
    let zone = Zone::named(fields.text("zone"));
    problems.require(zone.is_some(), "zone", "preferences-zone-unknown");
    let language = if languages.are_several() {
        let language = languages.named(fields.text("language")).cloned();
        problems.require(language.is_some(), "language", "preferences-language-unknown");
        language
    } else {
        match &visit.asker.account {
            Some(account) => account.preferences.language.clone(),
            None => visit.chosen_preferences().language,
        }
    };
    if problems.is_empty() { Ok(Preferences { language, zone }) } else { Err(problems) }
}

fn page(visit: &Visit, form: Form, is_done: bool, status: StatusCode) -> Response {
    let head = Head::titled(visit.locale.get("preferences-title")).with_status(status);
    let languages = visit.context.languages;
    let names: Vec<(String, String)> = if languages.are_several() {
        languages.names().map(|(tag, name)| (tag.as_str().to_owned(), name.to_owned())).collect()
    } else {
        Vec::new()
    };
    let is_kept_by_account = visit.asker.account.is_some();
    app::page(visit, head, move || {
        let now = t_with("preferences-now", &[("time", t_time(Moment::now()).into())]);
        let kept = if is_kept_by_account { "preferences-of-account" } else { "preferences-of-browser" };
        let language = Input::text("language", "preferences-language").required();
        let zone = Input::text("zone", "preferences-zone").hint("preferences-zone-hint").required();
        view! {
            <h1 class="page-title">{t("preferences-title")}</h1>
            {is_done.then(|| view! { <p class="notice notice-success" role="status">{t("preferences-done")}" "{now.clone()}</p> })}
            <p class="lede">{t("preferences-lede")}" "{t(kept)}</p>
            <form class="form" method="post" action=HERE>
                {error_summary(&form)}
                {(!names.is_empty()).then(|| grouped_select(&form, language, names, Vec::new()))}
                {grouped_select(&form, zone, vec![("UTC".to_owned(), t("preferences-utc").to_owned())], zones())}
                <div class="form-actions">
                    <button class="button button-primary" type="submit">{t("save")}</button>
                </div>
            </form>
        }
    })
}

/// The zones by the name of their part of the world; each is named by its place.
fn zones() -> Vec<(String, Vec<(String, String)>)> {
    let place = |name: String| {
        let place = name.split_once('/').map_or(name.as_str(), |(_, place)| place).replace('_', " ");
        (name, place.replace('/', ", "))
    };
    Zone::offered()
        .into_iter()
        .map(|(area, names)| {
            let label = t_for(&format!("zone-area-{}", area.to_ascii_lowercase()));
            (label, names.into_iter().map(place).collect())
        })
        .collect()
}
