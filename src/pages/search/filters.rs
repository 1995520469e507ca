//! The filters of a search: each value a link to the search with it, or without it where it is chosen; years and the
//! parts of a clinical question are typed.

use super::{hidden_fields, years};
use crate::components::markup::Markup;
use crate::components::{badges, facets as names, pico};
use crate::texts::{t, t_with};
use domain::facet::{Facet, FacetCount, Facets};
use domain::pico::{Certainty, LONGEST_PART, Pico, PicoPart};
use domain::record::StudyType;
use domain::search_query::SearchQuery;
use domain::slug::Slug;
use domain::vocabulary::Vocabulary;
use leptos::prelude::*;

/// Values of a facet that are visible; the rest is folded.
const OPEN: usize = 8;

/// Locale key of a facet's name.
fn key(facet: Facet) -> &'static str {
    match facet {
        Facet::Kind => "search-facet-kind",
        Facet::Area => "search-facet-area",
        Facet::Product => "search-facet-product",
        Facet::Topic => "search-facet-topic",
        Facet::Level => "search-facet-level",
        Facet::Certainty => "search-facet-certainty",
        Facet::Study => "search-facet-study",
    }
}

/// Whether a facet's values lie open before one is chosen.
fn is_open(facet: Facet) -> bool {
    matches!(facet, Facet::Kind | Facet::Area | Facet::Level)
}

/// The search with a value added, or taken out where it was chosen.
fn toggled(facet: Facet, query: &SearchQuery, value: &str) -> SearchQuery {
    let mut query = SearchQuery { page: 1, ..query.clone() };
    let values = query.chosen_mut(facet);
    match values.iter().position(|chosen| chosen == value) {
        Some(place) => _ = values.remove(place),
        None => values.push(value.to_owned()),
    }
    query
}

/// The facets beside the results; behind one button on a phone.
pub(super) fn facets(query: &SearchQuery, facets: &Facets, vocabulary: &Vocabulary) -> impl IntoView + use<> {
    let lists = Facet::all()
        .map(|facet| (facet, names::in_order(facet, facets.of(facet))))
        .filter(|(_, values)| !values.is_empty())
        .map(|(facet, values)| list(facet, query, &values, vocabulary))
        .collect_view();
    let summary = match chips_of(query, vocabulary).len() {
        0 => t("search-filter").to_owned(),
        count => t_with("search-filter-chosen", &[("count", count.into())]),
    };
    view! {
        <aside class="facets" aria-label=t("search-filters")>
            <details class="facets-fold">
                <summary>{summary}</summary>
                {lists}
                {years::years(query, &facets.years)}
                {question(query)}
            </details>
        </aside>
    }
}

fn list(facet: Facet, query: &SearchQuery, values: &[FacetCount], vocabulary: &Vocabulary) -> AnyView {
    let is_open = is_open(facet) || values.iter().any(|value| value.is_chosen);
    // What is chosen never hides in the fold.
    let (shown, folded): (Vec<_>, Vec<_>) =
        values.iter().enumerate().partition(|(place, value)| *place < OPEN || value.is_chosen);
    let rows = |values: Vec<(usize, &FacetCount)>| {
        let mut rows = Markup::default();
        values.into_iter().for_each(|(_, value)| row(&mut rows, facet, query, value, vocabulary));
        rows.finish()
    };
    let more = (!folded.is_empty()).then(|| {
        let summary = t_with("search-facet-more", &[("count", folded.len().into())]);
        view! { <details><summary>{summary}</summary><ul inner_html=rows(folded)></ul></details> }
    });
    view! {
        <details class="facet" open=is_open>
            <summary>{t(key(facet))}</summary>
            <ul inner_html=rows(shown)></ul>
            {more}
        </details>
    }
    .into_any()
}

fn row(markup: &mut Markup, facet: Facet, query: &SearchQuery, value: &FacetCount, vocabulary: &Vocabulary) {
    markup.fixed("<li><a class=facet-row href=\"").text(&toggled(facet, query, &value.value).address());
    markup.fixed(if value.is_chosen { "\" aria-current=true>" } else { "\">" });
    match shape(facet, &value.value) {
        Some(shape) => markup.view(shape),
        None => markup.fixed("<span>").text(&names::name(facet, &value.value, vocabulary)).fixed("</span>"),
    };
    markup.fixed(" <span class=facet-count>").text(&value.count.to_string()).fixed("</span></a>");
}

/// The value as hits show it, where it has a shape of its own.
fn shape(facet: Facet, value: &str) -> Option<AnyView> {
    match facet {
        Facet::Level => names::level(value).map(|level| badges::evidence_level(level).into_any()),
        Facet::Certainty => Certainty::from_slug(value).map(|it| badges::certainty(it).into_any()),
        Facet::Study => StudyType::from_slug(value).map(|study| badges::study_type(study).into_any()),
        Facet::Kind | Facet::Area | Facet::Product | Facet::Topic => None,
    }
}

/// Words for each part of a clinical question.
fn question(query: &SearchQuery) -> impl IntoView + use<> {
    let field = |part: PicoPart| {
        let name = part.slug();
        let value = query.pico.part(part).to_owned();
        view! {
            <div class="field">
                <label for=name>{t(pico::label(part))}</label>
                <input id=name name=name type="text" value=value maxlength=LONGEST_PART.to_string() autocomplete="off"/>
            </div>
        }
    };
    let others = SearchQuery { pico: Pico::default(), ..query.clone() };
    view! {
        <details class="facet" open=!query.pico.is_empty()>
            <summary>{t("search-question")}</summary>
            <form class="form stack stack-s" method="get" action="/search">
                <p class="hint">{t("search-question-hint")}</p>
                {hidden_fields::typed(query)}
                {hidden_fields::chosen(&others)}
                {PicoPart::all().map(field).collect_view()}
                <button class="button" type="submit">{t("search-question-send")}</button>
            </form>
        </details>
    }
}

/// Something chosen: what it is called, and the search without it.
struct Chip {
    name: String,
    without: SearchQuery,
}

/// What is chosen. Years are one choice.
fn chips_of(query: &SearchQuery, vocabulary: &Vocabulary) -> Vec<Chip> {
    let chosen = |facet: Facet| {
        query.chosen(facet).iter().map(move |value| Chip {
            name: names::name(facet, value, vocabulary),
            without: toggled(facet, query, value),
        })
    };
    let mut chips: Vec<Chip> = Facet::all().flat_map(chosen).collect();
    chips.extend(years::name(query).map(|name| Chip {
        name,
        without: SearchQuery { from_year: None, to_year: None, page: 1, ..query.clone() },
    }));
    chips.extend(query.pico.stated().map(|(part, words)| {
        let mut without = SearchQuery { page: 1, ..query.clone() };
        without.pico.part_mut(part).clear();
        let args = [("part", t(pico::label(part)).into()), ("words", words.into())];
        Chip { name: t_with("search-question-chip", &args), without }
    }));
    chips
}

/// The filters chosen, each a link that takes it out.
pub(super) fn chips(query: &SearchQuery, vocabulary: &Vocabulary) -> impl IntoView + use<> {
    let chips = chips_of(query, vocabulary);
    let all = query.unfiltered();
    (!chips.is_empty()).then(|| {
        let items = chips
            .into_iter()
            .map(|Chip { name, without }| {
                view! {
                    <li>
                        <a class="chip" href=without.address()>
                            <span><span class="visually-hidden">{t("search-chip-remove")}" "</span>{name}</span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <ul class="chips" aria-label=t("search-chips")>
                {items}
                <li><a class="button button-quiet" href=all.address()>{t("search-clear")}</a></li>
            </ul>
        }
    })
}
