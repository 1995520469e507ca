//! Beginning an article.

use super::names::kind_name;
use crate::app::{self, Head};
use crate::components::form::{Form, Input, error_summary, input, select};
use crate::error::Outcome;
use crate::texts::t;
use crate::visit::{self, Visit, fields::Fields};
use axum::http::StatusCode;
use axum::response::Response;
use domain::article::ArticleKind;
use domain::slug::Slug;
use leptos::prelude::*;
use services::failure::{Failure, Problems};
use services::publishing;

/// The form for a new article.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let kept = visit.kept_form().await?.unwrap_or_default();
    Ok(form_page(&visit, Form::of(kept), StatusCode::OK))
}

/// Makes the article and opens its draft.
///
/// # Errors
/// None for a missing title or kind: the form is shown again.
pub(crate) async fn submit(visit: Visit, fields: Fields) -> Outcome<Response> {
    match begin(&visit, &fields).await {
        Ok(address) => visit.forget_kept_form(visit::redirect(&address)).await,
        Err(Failure::Invalid(problems)) => {
            Ok(form_page(&visit, Form { fields, problems }, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}

async fn begin(visit: &Visit, fields: &Fields) -> Result<String, Failure> {
    let kind = ArticleKind::from_slug(fields.text("kind"));
    let mut problems = Problems::new();
    problems.require(!fields.text("title").is_empty(), "title", "editor-title-missing");
    problems.require(kind.is_some(), "kind", "editor-kind-missing");
    let kind = problems.or(kind)?.ok_or(Failure::NotFound)?;
    let id = publishing::create(&visit.context, visit.account()?, kind, fields.text("title")).await?;
    Ok(format!("/editor/{id}"))
}

fn form_page(visit: &Visit, form: Form, status: StatusCode) -> Response {
    let head = Head::titled(visit.locale.get("editor-new")).with_status(status);
    app::page(visit, head, move || {
        let kinds = ArticleKind::all().map(|kind| (kind.slug().to_owned(), kind_name(kind))).collect();
        view! {
            <nav class="crumbs" aria-label=t("crumbs")>
                <ol><li><a href="/editor">{t("editor-title")}</a></li><li><span>{t("editor-new")}</span></li></ol>
            </nav>
            <h1 class="page-title">{t("editor-new")}</h1>
            <form class="form" method="post" action="/editor/new">
                {error_summary(&form)}
                {input(&form, Input::text("title", "editor-title-field").required().hint("editor-title-hint"))}
                {select(&form, Input::text("kind", "editor-kind").required().hint("editor-kind-hint"), kinds)}
                <div class="form-actions">
                    <button class="button button-primary" type="submit">{t("editor-begin")}</button>
                    <a class="button button-quiet" href="/editor">{t("editor-back")}</a>
                </div>
            </form>
        }
    })
}
