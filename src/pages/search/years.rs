//! The years of a search: a histogram whose bars narrow to their years, two fields, and handles to drag, which
//! appear with the island that moves them.

use super::hidden_fields;
use crate::components::markup::Markup;
use crate::islands::years::YearHandles;
use crate::texts::{t, t_with};
use domain::facet::FacetCount;
use domain::search_query::SearchQuery;
use leptos::prelude::*;

/// Most bars side by side; if there are more years, they share bars.
const MOST_BARS: i64 = 40;
/// Numbers of years that a bar may cover.
const SPANS: [i64; 7] = [1, 2, 5, 10, 20, 50, 100];
/// Units of the drawing that all bars take together.
const WIDTH: f64 = 224.0;
/// Units at both ends, for half a handle.
const MARGIN: f64 = 14.0;
/// Height of the highest bar, and the line at the foot of all.
const HIGHEST: f64 = 54.0;
const GROUND: f64 = 58.0;

/// A bar of the histogram: first and last year, and how many hits they have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bar {
    from: i32,
    to: i32,
    count: u64,
}

impl Bar {
    fn name(self) -> String {
        name_of(self.from, self.to)
    }
}

fn name_of(from: i32, to: i32) -> String {
    if from == to { from.to_string() } else { format!("{from}–{to}") }
}

/// The years that a search is narrowed to, by name.
pub(super) fn name(query: &SearchQuery) -> Option<String> {
    match (query.from_year, query.to_year) {
        (None, None) => None,
        (Some(from), Some(to)) => Some(name_of(from, to)),
        (Some(from), None) => Some(t_with("search-years-from", &[("year", from.to_string().into())])),
        (None, Some(to)) => Some(t_with("search-years-to", &[("year", to.to_string().into())])),
    }
}

/// The facet of years; nothing where there is nothing to narrow.
pub(super) fn years(query: &SearchQuery, counts: &[FacetCount]) -> AnyView {
    let bars = bars(counts);
    if bars.is_empty() && name(query).is_none() {
        return ().into_any();
    }
    let others = SearchQuery { from_year: None, to_year: None, ..query.clone() };
    let ends = (bars.first().map(|bar| bar.from), bars.last().map(|bar| bar.to));
    view! {
        <details class="facet" open=true>
            <summary>{t("search-facet-year")}</summary>
            <form id="years" class="form stack stack-s" method="get" action="/search">
                {hidden_fields::typed(query)}
                {hidden_fields::chosen(&others)}
                {(bars.len() > 1).then(|| histogram(query, &bars))}
                <div class="field-row">
                    {field("year-from", "from", "search-year-first", query.from_year, ends.0)}
                    {field("year-to", "to", "search-year-last", query.to_year, ends.1)}
                </div>
                <button class="button" type="submit">{t("search-years-send")}</button>
            </form>
        </details>
    }
    .into_any()
}

fn field(
    id: &'static str,
    name: &'static str,
    label: &'static str,
    year: Option<i32>,
    end: Option<i32>,
) -> impl IntoView {
    let text = |year: Option<i32>| year.map(|year| year.to_string());
    view! {
        <div class="field">
            <label for=id>{t(label)}</label>
            <input id=id name=name type="number" inputmode="numeric" value=text(year) placeholder=text(end)/>
        </div>
    }
}

/// The bars from the first year to the last, those without a hit too; nothing where no year is known.
fn bars(counts: &[FacetCount]) -> Vec<Bar> {
    let known = counts.iter().filter_map(|entry| Some((entry.value.parse::<i32>().ok()?, entry.count)));
    let known: Vec<(i64, u64)> = known.map(|(year, count)| (i64::from(year), count)).collect();
    let years = known.iter().map(|(year, _)| *year);
    let (Some(first), Some(last)) = (years.clone().min(), years.max()) else { return Vec::new() };
    let start = |span: i64| first.div_euclid(span) * span;
    let number = |span: i64| (last - start(span)) / span + 1;
    let widest = (last - first) / MOST_BARS + 1;
    let span = SPANS.into_iter().find(|span| number(*span) <= MOST_BARS).unwrap_or(widest);
    let bar = |place: i64| {
        let from = start(span) + place * span;
        let to = from + span - 1;
        let inside = known.iter().filter(|(year, _)| (from..=to).contains(year));
        Some(Bar {
            from: i32::try_from(from).ok()?,
            to: i32::try_from(to).unwrap_or(i32::MAX),
            count: inside.map(|(_, count)| count).sum(),
        })
    };
    (0..number(span)).filter_map(bar).collect()
}

fn histogram(query: &SearchQuery, bars: &[Bar]) -> AnyView {
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or_default().max(1);
    let step = WIDTH / bars.len() as f64;
    let mut drawn = Markup::default();
    for (place, bar) in bars.iter().enumerate().filter(|(_, bar)| bar.count > 0) {
        draw(&mut drawn, query, *bar, place as f64 * step, step, most);
    }
    let (first, last) = (bars.first().map(|bar| bar.from), bars.last().map(|bar| bar.to));
    let text = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    let view_box = format!("{} 0 {} 84", -MARGIN, WIDTH + 2.0 * MARGIN);
    view! {
        <div id="histogram" class="histogram">
            <svg viewBox=view_box role="group" aria-label=t("search-years-drawing")>
                <g inner_html=drawn.finish()></g>
                <path class="axis" d=format!("M0 {GROUND}H{WIDTH}")></path>
                <text class="chart-label" x="0" y="82">{text(first)}</text>
                <text class="chart-label" x=WIDTH.to_string() y="82" text-anchor="end">{text(last)}</text>
                {handles(&text(first), &text(last))}
            </svg>
        </div>
        <YearHandles/>
    }
    .into_any()
}

/// The slider with two thumbs of the ARIA Authoring Practices. The island puts the thumbs into their places and shows
/// them.
fn handles(first: &str, last: &str) -> AnyView {
    let handle = |id: &'static str, label: &'static str| {
        view! {
            <g id=id class="year-handle" role="slider" tabindex="0" aria-label=t(label) aria-describedby="year-hint">
                <circle class="bar-space" r="14"></circle>
                <circle class="year-knob" r="8"></circle>
            </g>
        }
    };
    view! {
        <g
            id="year-handles"
            visibility="hidden"
            data-first=first.to_owned()
            data-last=last.to_owned()
            data-width=WIDTH.to_string()
            data-margin=MARGIN.to_string()
            data-ground=GROUND.to_string()
        >
            <desc id="year-hint">{t("search-years-hint")}</desc>
            <path class="year-range" d=format!("M0 {GROUND}H{WIDTH}")></path>
            {handle("year-handle-first", "search-year-first")}
            {handle("year-handle-last", "search-year-last")}
        </g>
    }
    .into_any()
}

/// A tenth of a unit is less than anybody sees.
fn rounded(length: f64) -> f64 {
    (length * 10.0).round() / 10.0
}

/// One bar, as a link to its years or, where they are what is chosen, to all. The whole height leads there, so that
/// a low bar is hit as well. Keyboards are spared a stop at every bar: the fields do the same.
fn draw(markup: &mut Markup, query: &SearchQuery, bar: Bar, left: f64, step: f64, most: u64) {
    let is_chosen = query.from_year == Some(bar.from) && query.to_year == Some(bar.to);
    let (from, to) = if is_chosen { (None, None) } else { (Some(bar.from), Some(bar.to)) };
    let there = SearchQuery { from_year: from, to_year: to, page: 1, ..query.clone() }.address();
    let is_inside = query.from_year.is_none_or(|year| year <= bar.to)
        && query.to_year.is_none_or(|year| year >= bar.from);
    let height = (bar.count as f64 / most as f64 * HIGHEST).max(2.0);
    let gap = if step > 4.0 { 1.0 } else { 0.25 };
    let name = t_with("search-years-bar", &[("years", bar.name().into()), ("count", bar.count.into())]);
    let block = |left: f64, width: f64, height: f64| {
        let [left, width, height] = [left, width, height].map(rounded);
        format!("M{left} {GROUND}v-{height}h{width}V{GROUND}")
    };
    markup.fixed("<a href=\"").text(&there).fixed("\" tabindex=-1");
    markup.fixed(if is_chosen { " aria-current=true>" } else { ">" });
    markup.fixed("<title>").text(&name).fixed("</title>");
    markup.fixed("<path class=bar-space d=\"").text(&block(left, step, GROUND)).fixed("\"/>");
    markup.fixed("<path class=").fixed(if is_inside { "bar" } else { "bar-soft" });
    markup.fixed(" d=\"").text(&block(left + gap, step - 2.0 * gap, height)).fixed("\"/></a>");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(years: &[(&str, u64)]) -> Vec<FacetCount> {
        let count = |(value, count): &(&str, u64)| FacetCount {
            value: (*value).to_owned(),
            count: *count,
            is_chosen: false,
        };
        years.iter().map(count).collect()
    }

    #[test]
    fn each_year_has_a_bar_from_the_first_to_the_last() {
        let bars = bars(&counts(&[("2021", 3), ("2018", 1), ("soon", 9)]));
        let shown: Vec<_> = bars.iter().map(|bar| (bar.name(), bar.count)).collect();
        let expected = [("2018", 1), ("2019", 0), ("2020", 0), ("2021", 3)];
        assert_eq!(shown, expected.map(|(name, count)| (name.to_owned(), count)));
    }

    #[test]
    fn years_share_bars_where_they_are_many_and_none_is_lost() {
        let all = [("1899", 1), ("1900", 2), ("1990", 3), ("2026", 4)];
        let bars = bars(&counts(&all));
        assert!(bars.len() <= 40, "{}", bars.len());
        assert_eq!(bars[0], Bar { from: 1895, to: 1899, count: 1 });
        assert_eq!(bars.iter().map(|bar| bar.count).sum::<u64>(), 10);
        assert!(bars.windows(2).all(|pair| pair[0].to + 1 == pair[1].from));
    }

    #[test]
    fn any_numbers_make_a_drawing() {
        assert!(bars(&[]).is_empty());
        let widest = bars(&counts(&[("-2147483648", 1), ("2147483647", 1)]));
        assert!(widest.len() <= 41 && !widest.is_empty(), "{}", widest.len());
    }
}
