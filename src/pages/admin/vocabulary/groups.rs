//! Groups of words by which searches are understood: looking one up, the portal's own, switching one off.

use super::tabs;
use crate::app::{self, Head};
use crate::components::form::{Form, Input, error_summary, input, textarea};
use crate::components::stored_meanwhile::stored_meanwhile;
use crate::error::Outcome;
use crate::pages::admin::crumbs;
use crate::texts::{t, t_for, t_with};
use crate::visit::{self, Visit, fields::Fields};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use domain::slug::Slug;
use domain::thesaurus::{Group, GroupId, Kind, Source};
use leptos::prelude::*;
use services::edition;
use services::failure::{Failure, Problems};
use services::thesaurus::{self, GroupForm, MOST_FOUND};

const LIST: &str = "/admin/vocabulary/groups";

/// The fields of a group that hold words, one a line.
const WORD_FIELDS: [Input; 6] = [
    Input::text("same", "groups-same").hint("groups-same-hint"),
    Input::text("short", "groups-short").hint("groups-short-hint"),
    Input::text("brands", "groups-brands").hint("groups-brands-hint"),
    Input::text("broader", "groups-broader").hint("groups-broader-hint"),
    Input::text("context", "groups-context").hint("groups-context-hint"),
    Input::text("usual", "groups-usual").hint("groups-usual-hint"),
];

/// The groups with a word, or the portal's own.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but an administrator.
pub(crate) async fn show(visit: Visit) -> Outcome<Response> {
    let words = visit.parameter("q").unwrap_or_default();
    let groups = thesaurus::search(&visit.context, &visit.asker, &words).await?;
    let is_done = visit.parameter("done").is_some();
    let thesaurus = visit.context.thesaurus();
    let counts = Source::all().map(|source| (source, thesaurus.of_source(source).count()));
    let head = Head::titled(visit.locale.get("groups-title")).wide();
    Ok(app::page(&visit, head, move || {
        view! {
            <div class="stack">
                {crumbs()}
                <h1 class="page-title">{t("admin-vocabulary")}</h1>
                {tabs(None)}
                <p class="lede">{t("groups-lede")}</p>
                {is_done.then(|| view! { <p class="notice notice-success" role="status">{t("groups-done")}</p> })}
                <p class="meta">{counts.map(count).collect_view()}</p>
                {search_form(&words)}
                {table(groups, &words)}
            </div>
        }
    }))
}

fn count((source, count): (Source, usize)) -> impl IntoView {
    view! { <span>{t_for(&format!("groups-of-{}", source.slug()))}" "{count.to_string()}" · "</span> }
}

fn search_form(words: &str) -> impl IntoView + use<> {
    view! {
        <form class="toolbar" role="search" method="get" action=LIST>
            <label class="visually-hidden" for="groups-q">{t("groups-search")}</label>
            <input id="groups-q" name="q" type="search" value=words.to_owned() placeholder=t("groups-search")/>
            <button class="button" type="submit">{t("groups-search-send")}</button>
            <a class="button button-primary push" href="/admin/vocabulary/groups/new">{t("groups-add")}</a>
        </form>
    }
}

fn table(groups: Vec<Group>, words: &str) -> impl IntoView + use<> {
    let title = if words.trim().is_empty() { "groups-own" } else { "groups-found" };
    if groups.is_empty() {
        let none = if words.trim().is_empty() { "groups-own-none" } else { "groups-found-none" };
        return view! { <h2>{t(title)}</h2> <p class="empty-state">{t(none)}</p> }.into_any();
    }
    let is_cut = groups.len() == MOST_FOUND;
    view! {
        <h2>{t(title)}</h2>
        <table class="table" role="table">
            <caption class="visually-hidden">{t(title)}</caption>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{t("field-name")}</th>
                    <th role="columnheader" scope="col">{t("groups-words")}</th>
                    <th role="columnheader" scope="col">{t("groups-source")}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{groups.into_iter().map(row).collect_view()}</tbody>
        </table>
        {is_cut.then(|| view! { <p class="meta">{t_with("groups-cut", &[("count", MOST_FOUND.into())])}</p> })}
    }
    .into_any()
}

fn row(group: Group) -> impl IntoView {
    let words: Vec<&str> = group.words.iter().map(|word| word.text.as_str()).collect();
    let words = words.join(", ");
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <a href=address(group.key()) translate="no">{group.name.clone()}</a>
            </th>
            <td role="cell" data-label=t("groups-words") translate="no">{words}</td>
            <td role="cell" data-label=t("groups-source")><div>{standing(&group)}</div></td>
        </tr>
    }
}

/// Where a group comes from, and whether it is switched off.
fn standing(group: &Group) -> impl IntoView + use<> {
    view! {
        {t_for(&format!("groups-from-{}", group.source.slug()))}
        {group.is_off.then(|| view! { " "<span class="badge badge-state">{t("groups-off")}</span> })}
    }
}

fn address(id: GroupId<'_>) -> String {
    format!("{LIST}/{}/{}", id.source.slug(), id.id)
}

fn group_form(fields: &Fields) -> GroupForm {
    let text = |name| fields.text(name).to_owned();
    GroupForm {
        name: text("name"),
        same: text("same"),
        short: text("short"),
        brands: text("brands"),
        broader: text("broader"),
        context: text("context"),
        usual: text("usual"),
    }
}

/// The form for a new group.
pub(crate) async fn new(visit: Visit) -> Outcome<Response> {
    Ok(new_page(&visit, Form::default(), StatusCode::OK))
}

/// Adds a group of the portal's own.
///
/// # Errors
/// [`Failure::NotFound`] for anybody but an administrator. What is wrong is the form again.
pub(crate) async fn add(visit: Visit, fields: Fields) -> Outcome<Response> {
    match thesaurus::add(&visit.context, &visit.asker, &group_form(&fields)).await {
        Ok(_) => Ok(visit::redirect("/admin/vocabulary/groups?done=yes")),
        Err(Failure::Invalid(problems)) => {
            Ok(new_page(&visit, Form { fields, problems }, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(other) => Err(other.into()),
    }
}

fn new_page(visit: &Visit, form: Form, status: StatusCode) -> Response {
    let head = Head::titled(visit.locale.get("groups-add")).with_status(status);
    app::page(visit, head, move || {
        view! {
            <div class="stack">
                {back()}
                <h1 class="page-title">{t("groups-add")}</h1>
                {edit_form("/admin/vocabulary/groups/new".to_owned(), "", &form)}
            </div>
        }
    })
}

fn back() -> impl IntoView {
    view! { <nav class="crumbs" aria-label=t("crumbs")><a href=LIST>{t("groups-title")}</a></nav> }
}

fn edit_form(action: String, version: &str, form: &Form) -> impl IntoView + use<> {
    view! {
        <form class="form" method="post" action=action>
            {error_summary(form)}
            <input type="hidden" name="version" value=version.to_owned()/>
            {input(form, Input::text("name", "field-name").required())}
            {WORD_FIELDS.map(|field| textarea(form, field, 3)).into_iter().collect_view()}
            <div class="form-actions">
                <button class="button button-primary" name="step" value="save">{t("save")}</button>
                <a class="button button-quiet" href=LIST>{t("cancel")}</a>
            </div>
        </form>
    }
}

/// The group that an address names.
async fn named(visit: &Visit, (source, id): &(String, String)) -> Outcome<Group> {
    let source = Source::from_slug(source).ok_or(Failure::NotFound)?;
    Ok(thesaurus::find(&visit.context, &visit.asker, GroupId { source, id }).await?)
}

/// A group: to change where it is the portal's own, to read and switch off where it is not.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such group.
pub(crate) async fn one(visit: Visit, Path(path): Path<(String, String)>) -> Outcome<Response> {
    let group = named(&visit, &path).await?;
    let fields = fields_of(&group);
    group_page(&visit, group, Form::of(fields), StatusCode::OK)
}

fn fields_of(group: &Group) -> Fields {
    let GroupForm { name, same, short, brands, broader, context, usual } = GroupForm::of(group);
    Fields::of([
        ("name", name.as_str()),
        ("same", &same),
        ("short", &short),
        ("brands", &brands),
        ("broader", &broader),
        ("context", &context),
        ("usual", &usual),
    ])
}

/// Changes a group, or switches it off or on, as the button says.
///
/// # Errors
/// [`Failure::NotFound`] when there is no such group, and where one that is not the portal's own was to be changed.
/// What is wrong is the form again, beside what is stored where somebody else changed the group in the meantime.
pub(crate) async fn change(
    visit: Visit,
    Path(path): Path<(String, String)>,
    fields: Fields,
) -> Outcome<Response> {
    let group = named(&visit, &path).await?;
    let (state, asker, id) = (&visit.context, &visit.asker, group.key());
    let done = match fields.text("step") {
        "off" => thesaurus::switch(state, asker, id, true).await,
        "on" => thesaurus::switch(state, asker, id, false).await,
        _ => thesaurus::change(state, asker, id, fields.text("version"), &group_form(&fields)).await,
    };
    match done {
        Ok(()) => Ok(visit::redirect("/admin/vocabulary/groups?done=yes")),
        Err(Failure::Invalid(problems)) => {
            group_page(&visit, group, Form { fields, problems }, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Err(Failure::Conflict) => {
            let stored = named(&visit, &path).await?;
            group_page(&visit, stored, Form { fields, problems: Problems::new() }, StatusCode::CONFLICT)
        }
        Err(other) => Err(other.into()),
    }
}

fn group_page(visit: &Visit, group: Group, form: Form, status: StatusCode) -> Outcome<Response> {
    let version = edition::of(&group)?;
    let head = Head::titled(group.name.clone()).with_status(status);
    Ok(app::page(visit, head, move || {
        let is_own = group.source == Source::Portal;
        let action = address(group.key());
        view! {
            <div class="stack">
                {back()}
                <h1 class="page-title" translate="no">{group.name.clone()}</h1>
                <p class="meta">{standing(&group)}</p>
                {(status == StatusCode::CONFLICT).then(|| stored_group(&group))}
                {if is_own { edit_form(action.clone(), &version, &form).into_any() } else { reading(&group).into_any() }}
                {switch(action, group.is_off)}
            </div>
        }
    }))
}

fn stored_group(group: &Group) -> impl IntoView + use<> {
    let stored = fields_of(group);
    let name = ("name", "field-name");
    let words = WORD_FIELDS.map(|field| (field.name, field.label));
    let fields = [name].into_iter().chain(words);
    stored_meanwhile(
        fields.map(|(name, label)| (t(label).to_owned(), stored.text(name).to_owned())).collect(),
    )
}

/// What a group of the program or of MeSH says.
fn reading(group: &Group) -> impl IntoView + use<> {
    let words = |kind: Kind| group.of_kind(kind).map(str::to_owned).collect::<Vec<_>>();
    let lists = [
        ("groups-same", words(Kind::Synonym)),
        ("groups-short", words(Kind::Abbreviation)),
        ("groups-brands", words(Kind::Brand)),
        ("groups-broader", group.broader.clone()),
        ("groups-context", group.context.clone()),
        ("groups-usual", group.usual.clone()),
        ("groups-trees", group.trees.clone()),
    ];
    let list = |(label, words): (&'static str, Vec<String>)| {
        (!words.is_empty()).then(|| view! { <dt>{t(label)}</dt> <dd translate="no">{words.join(", ")}</dd> })
    };
    view! {
        <p class="notice notice-info">{t("groups-not-edited")}</p>
        <dl>{lists.map(list).into_iter().collect_view()}</dl>
    }
}

fn switch(action: String, is_off: bool) -> impl IntoView {
    let (step, label, hint) = if is_off {
        ("on", "groups-switch-on", "groups-switch-on-hint")
    } else {
        ("off", "groups-switch-off", "groups-switch-off-hint")
    };
    view! {
        <form class="stack" method="post" action=action>
            <p class="hint">{t(hint)}</p>
            <div class="form-actions">
                <button class="button" name="step" value=step>{t(label)}</button>
            </div>
        </form>
    }
}
