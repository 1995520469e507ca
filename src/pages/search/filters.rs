//! The filters of a search: each value a link to the search with it, or without it where it is chosen.

use super::address;
use crate::components::badges;
use crate::domain::article::EvidenceLevel;
use crate::domain::library::{FacetCount, Facets, ItemKind, SearchQuery, Sort};
use crate::domain::record::StudyType;
use crate::domain::vocabulary::{TermKind, Vocabulary};
use crate::texts::{t, t_for, t_with};
use leptos::prelude::*;

/// So many values of a facet stand open; the others follow in a fold.
const OPEN: usize = 8;

/// One of the lists by which a search is narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Facet {
    Kind,
    Area,
    Product,
    Topic,
    Level,
    Study,
    Year,
}

impl Facet {
    /// Locale key of its name.
    fn key(self) -> &'static str {
        match self {
            Self::Kind => "search-facet-kind",
            Self::Area => "search-facet-area",
            Self::Product => "search-facet-product",
            Self::Topic => "search-facet-topic",
            Self::Level => "search-facet-level",
            Self::Study => "search-facet-study",
            Self::Year => "search-facet-year",
        }
    }

    /// Whether its values lie open before one is chosen.
    fn is_open(self) -> bool {
        matches!(self, Self::Kind | Self::Area | Self::Level)
    }

    /// Where a search keeps what was chosen of it; years are a range instead.
    fn chosen(self, query: &mut SearchQuery) -> Option<&mut Vec<String>> {
        match self {
            Self::Kind => Some(&mut query.kinds),
            Self::Area => Some(&mut query.areas),
            Self::Product => Some(&mut query.products),
            Self::Topic => Some(&mut query.topics),
            Self::Level => Some(&mut query.levels),
            Self::Study => Some(&mut query.studies),
            Self::Year => None,
        }
    }

    /// The search with a value added, or taken out where it was chosen.
    fn toggled(self, query: &SearchQuery, value: &str) -> SearchQuery {
        let mut query = SearchQuery { page: 1, ..query.clone() };
        if let Some(values) = self.chosen(&mut query) {
            match values.iter().position(|chosen| chosen == value) {
                Some(place) => _ = values.remove(place),
                None => values.push(value.to_owned()),
            }
        } else {
            let year = value.parse().ok();
            let is_this_alone = query.from_year == year && query.to_year == year;
            let year = year.filter(|_| !is_this_alone);
            (query.from_year, query.to_year) = (year, year);
        }
        query
    }

    /// A value's name; the value itself where it names nothing.
    fn name(self, value: &str, vocabulary: &Vocabulary) -> String {
        let known = |is_known: bool, prefix: &str| {
            if is_known { t_for(&format!("{prefix}-{value}")) } else { value.to_owned() }
        };
        match self {
            Self::Kind => known(ItemKind::from_slug(value).is_some(), "kind"),
            Self::Level => known(level(value).is_some(), "level"),
            Self::Study => known(StudyType::from_slug(value).is_some(), "study"),
            Self::Area => vocabulary.name(TermKind::Area, value).to_owned(),
            Self::Product => vocabulary.name(TermKind::Product, value).to_owned(),
            Self::Topic => vocabulary.name(TermKind::Topic, value).to_owned(),
            Self::Year => value.to_owned(),
        }
    }
}

fn level(value: &str) -> Option<EvidenceLevel> {
    value.parse::<u8>().ok().and_then(|number| EvidenceLevel::try_from(number).ok())
}

/// The facets beside the results; behind one button on a phone.
pub(super) fn facets(query: &SearchQuery, facets: &Facets, vocabulary: &Vocabulary) -> impl IntoView + use<> {
    let mut levels = facets.levels.clone();
    levels.sort_by(|a, b| a.value.cmp(&b.value));
    let lists = [
        (Facet::Kind, &facets.kinds),
        (Facet::Area, &facets.areas),
        (Facet::Product, &facets.products),
        (Facet::Level, &levels),
        (Facet::Study, &facets.studies),
        (Facet::Year, &facets.years),
    ];
    let lists = lists
        .into_iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(facet, values)| list(facet, query, values, vocabulary))
        .collect_view();
    let summary = match chips_of(query).len() {
        0 => t("search-filter").to_owned(),
        count => t_with("search-filter-chosen", &[("count", count.into())]),
    };
    view! {
        <aside class="facets" aria-label=t("search-filters")>
            <details class="facets-fold"><summary>{summary}</summary>{lists}</details>
        </aside>
    }
}

fn list(facet: Facet, query: &SearchQuery, values: &[FacetCount], vocabulary: &Vocabulary) -> AnyView {
    let is_open = facet.is_open() || values.iter().any(|value| value.is_chosen);
    // What is chosen never hides in the fold.
    let (shown, folded): (Vec<_>, Vec<_>) =
        values.iter().enumerate().partition(|(place, value)| *place < OPEN || value.is_chosen);
    let rows = |values: Vec<(usize, &FacetCount)>| {
        values.into_iter().map(|(_, value)| row(facet, query, value, vocabulary)).collect_view()
    };
    let more = (!folded.is_empty()).then(|| {
        let summary = t_with("search-facet-more", &[("count", folded.len().into())]);
        view! { <details><summary>{summary}</summary><ul>{rows(folded)}</ul></details> }
    });
    view! {
        <details class="facet" open=is_open>
            <summary>{t(facet.key())}</summary>
            <ul>{rows(shown)}</ul>
            {more}
        </details>
    }
    .into_any()
}

fn row(
    facet: Facet,
    query: &SearchQuery,
    value: &FacetCount,
    vocabulary: &Vocabulary,
) -> impl IntoView + use<> {
    let there = address(&facet.toggled(query, &value.value));
    let name = match level(&value.value).filter(|_| facet == Facet::Level) {
        Some(level) => badges::evidence_level(level).into_any(),
        None => view! { <span>{facet.name(&value.value, vocabulary)}</span> }.into_any(),
    };
    view! {
        <li>
            <a class="facet-row" href=there aria-current=value.is_chosen.then_some("true")>
                {name}" "<span class="facet-count">{value.count.to_string()}</span>
            </a>
        </li>
    }
}

/// What is chosen, with the search without it. Years are one choice.
fn chips_of(query: &SearchQuery) -> Vec<(Facet, String)> {
    let lists = [
        (Facet::Kind, &query.kinds),
        (Facet::Area, &query.areas),
        (Facet::Product, &query.products),
        (Facet::Topic, &query.topics),
        (Facet::Level, &query.levels),
        (Facet::Study, &query.studies),
    ];
    let chosen = |(facet, values): (Facet, &Vec<String>)| {
        values.iter().map(move |value| (facet, value.clone())).collect::<Vec<_>>()
    };
    let mut chips: Vec<(Facet, String)> = lists.into_iter().flat_map(chosen).collect();
    let years = match (query.from_year, query.to_year) {
        (None, None) => None,
        (Some(from), Some(to)) if from == to => Some(from.to_string()),
        (Some(from), Some(to)) => Some(format!("{from}–{to}")),
        (Some(from), None) => Some(t_with("search-years-from", &[("year", from.to_string().into())])),
        (None, Some(to)) => Some(t_with("search-years-to", &[("year", to.to_string().into())])),
    };
    chips.extend(years.map(|years| (Facet::Year, years)));
    chips
}

/// The filters chosen, each a link that takes it out.
pub(super) fn chips(query: &SearchQuery, vocabulary: &Vocabulary) -> impl IntoView + use<> {
    let chips = chips_of(query);
    let without = |facet: Facet, value: &str| match facet {
        Facet::Year => SearchQuery { from_year: None, to_year: None, page: 1, ..query.clone() },
        other => other.toggled(query, value),
    };
    let all = SearchQuery { sort: query.sort, ..SearchQuery::of(&query.text) };
    (!chips.is_empty()).then(|| {
        let items = chips
            .into_iter()
            .map(|(facet, value)| {
                let there = address(&without(facet, &value));
                let name = facet.name(&value, vocabulary);
                view! {
                    <li>
                        <a class="chip" href=there>
                            <span><span class="visually-hidden">{t("search-chip-remove")}" "</span>{name}</span>
                        </a>
                    </li>
                }
            })
            .collect_view();
        view! {
            <ul class="chips" aria-label=t("search-chips")>
                {items}
                <li><a class="button button-quiet" href=address(&all)>{t("search-clear")}</a></li>
            </ul>
        }
    })
}

/// What is chosen, as hidden fields of the search form.
pub(super) fn kept(query: &SearchQuery) -> impl IntoView + use<> {
    let values = |name: &'static str, values: &[String]| {
        values.iter().map(|value| (name, value.clone())).collect::<Vec<_>>()
    };
    let year = |name: &'static str, year: Option<i32>| {
        year.map(|year| (name, year.to_string())).into_iter().collect::<Vec<_>>()
    };
    let sort = if query.sort == Sort::Newest { vec![("sort", "newest".to_owned())] } else { Vec::new() };
    [
        values("kind", &query.kinds),
        values("area", &query.areas),
        values("product", &query.products),
        values("topic", &query.topics),
        values("level", &query.levels),
        values("study", &query.studies),
        year("from", query.from_year),
        year("to", query.to_year),
        sort,
    ]
    .into_iter()
    .flatten()
    .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
    .collect_view()
}
