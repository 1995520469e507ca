//! Charts, drawn on the server as SVG. Colours come from classes, so that they fit light, dark and print. What a
//! chart shows is also in a table beside it.

use crate::texts::{t, t_short_day, t_with};
use domain::period::Period;
use leptos::prelude::*;

/// A number as people read it, such as `1,221`.
pub(crate) fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let separator = t("number-separator");
    let mut text = String::from(if number < 0 { "−" } else { "" });
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

/// The text above a chart.
#[derive(Debug, Clone)]
pub(crate) struct Caption {
    /// Unique on its page; names the drawing for screen readers.
    pub(crate) id: &'static str,
    pub(crate) title: String,
    pub(crate) note: String,
}

impl Caption {
    fn view(&self) -> impl IntoView + use<> {
        let (title, note) = (self.title.clone(), self.note.clone());
        view! { <figcaption id=self.id>{title}" "<small>{note}</small></figcaption> }
    }
}

/// Longest label of a bar, in characters: more would run out of the drawing.
const LONGEST_LABEL: usize = 46;
/// Units of the drawing from one bar to the next.
const STEP: usize = 44;
/// Length of the longest bar; the rest of the width is for its number.
const LONGEST_BAR: i64 = 300;

/// Horizontal bars with a label above and the number behind each. `table` is what says the same in words.
pub(crate) fn bars(caption: &Caption, rows: &[(String, i64)], table: AnyView) -> AnyView {
    let most = rows.iter().map(|(_, value)| *value).max().unwrap_or_default().max(1);
    let drawn = rows.iter().enumerate().map(|(place, (label, value))| bar(place, label, *value, most));
    let drawn = drawn.collect_view();
    let height = (rows.len() * STEP).max(1);
    let description = rows.first().map(|(label, value)| {
        let args = [
            ("count", rows.len().into()),
            ("label", label.as_str().into()),
            ("value", grouped(*value).into()),
        ];
        t_with("chart-bars-description", &args)
    });
    view! {
        <figure class="chart">
            {caption.view()}
            <svg viewBox=format!("0 0 360 {height}") role="img" aria-labelledby=caption.id>
                <desc>{description}</desc>
                {drawn}
            </svg>
            {table}
        </figure>
    }
    .into_any()
}

fn bar(place: usize, label: &str, value: i64, most: i64) -> impl IntoView + use<> {
    let top = place * STEP;
    let length = (value.max(0) * LONGEST_BAR / most).max(i64::from(value > 0));
    let name = label.to_owned();
    view! {
        <text class="chart-label" x="0" y=(top + 14).to_string()>{shortened(label)}<title>{name}</title></text>
        <rect class="bar" x="0" y=(top + 20).to_string() width=length.to_string() height="12" rx="2"></rect>
        <text class="chart-value" x=(length + 8).to_string() y=(top + 31).to_string()>{grouped(value)}</text>
    }
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= LONGEST_LABEL {
        return label.to_owned();
    }
    let start: String = label.chars().take(LONGEST_LABEL - 1).collect();
    format!("{}…", start.trim_end())
}

/// Left, right, top and bottom of what lines are drawn in.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 712.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 200.0;
/// Stretches between two grid lines.
const STRETCHES: i64 = 4;

/// Two lines over the days of a period, the second a part of the first. `names` are those of the lines.
pub(crate) fn days(
    caption: &Caption,
    period: Period,
    values: &[(i64, i64)],
    names: [String; 2],
    table: AnyView,
) -> AnyView {
    let step = grid_step(values.iter().map(|(all, _)| *all).max().unwrap_or_default());
    let at = |place: usize, value: i64| {
        let last = values.len().saturating_sub(1).max(1) as f64;
        let x = LEFT + (RIGHT - LEFT) * place as f64 / last;
        (x, height_of(value, step))
    };
    let all: Vec<_> = values.iter().enumerate().map(|(place, (all, _))| at(place, *all)).collect();
    let part: Vec<_> = values.iter().enumerate().map(|(place, (_, part))| at(place, *part)).collect();
    let area = format!("M{LEFT} {BOTTOM}L{}L{} {BOTTOM}Z", path(&all), all.last().map_or(LEFT, |(x, _)| *x));
    // A single day makes no line.
    let dot = all.first().filter(|_| all.len() == 1).map(|(x, y)| {
        view! { <circle class="dot" cx=x.to_string() cy=y.to_string() r="4"></circle> }
    });
    let [first, second] = names;
    view! {
        <figure class="chart chart-wide">
            {caption.view()}
            <div class="scroll" tabindex="0" role="region" aria-labelledby=caption.id>
                <svg viewBox="0 0 720 230" role="img" aria-labelledby=caption.id>
                    <desc>{t("chart-days-description")}</desc>
                    {grid(step)}
                    <path class="area" d=area></path>
                    <path class="line" d=format!("M{}", path(&all))></path>
                    <path class="line-soft" d=format!("M{}", path(&part))></path>
                    {dot}
                    <path class="axis" d=format!("M{LEFT} {BOTTOM}H{RIGHT}")></path>
                    {day_labels(period)}
                </svg>
            </div>
            <ul class="chart-key">
                <li>{key_line("line")}{first}</li>
                <li>{key_line("line-soft")}{second}</li>
            </ul>
            {table}
        </figure>
    }
    .into_any()
}

fn key_line(class: &'static str) -> impl IntoView {
    view! { <svg viewBox="0 0 24 8" aria-hidden="true"><path class=class d="M0 4H24"></path></svg> }
}

/// The distance of grid lines: the smallest of 1, 2, 5, 10, 20 … that lets the highest value fit.
fn grid_step(highest: i64) -> i64 {
    let steps = (0..18).flat_map(|power| [1, 2, 5].map(|digit| digit * 10_i64.pow(power)));
    steps.into_iter().find(|step| step * STRETCHES >= highest).unwrap_or(i64::MAX / STRETCHES)
}

fn height_of(value: i64, step: i64) -> f64 {
    BOTTOM - (BOTTOM - TOP) * value as f64 / (step * STRETCHES) as f64
}

fn path(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect::<Vec<_>>().join("L")
}

fn grid(step: i64) -> impl IntoView {
    let line = |stretch: i64| {
        let y = height_of(stretch * step, step);
        view! {
            <path class="grid-line" d=format!("M{LEFT} {y:.1}H{RIGHT}")></path>
            <text class="chart-label" x=(LEFT - 8.0).to_string() y=format!("{:.1}", y + 4.0) text-anchor="end">
                {grouped(stretch * step)}
            </text>
        }
    };
    (0..=STRETCHES).map(line).collect_view()
}

/// A label for about every sixth of the period; the last stays clear of the drawing's edge.
fn day_labels(period: Period) -> impl IntoView {
    let count = usize::try_from(period.length()).unwrap_or(1);
    let last = count.saturating_sub(1).max(1) as f64;
    let label = |(place, day): (usize, domain::time::Moment)| {
        let share = place as f64 / last;
        let x = LEFT + (RIGHT - LEFT) * share;
        let anchor = if share > 0.94 { "end" } else { "start" };
        view! {
            <text class="chart-label" x=format!("{x:.1}") y="221" text-anchor=anchor>{t_short_day(day.utc_day())}</text>
        }
    };
    period.days().enumerate().step_by(count.div_ceil(6).max(1)).map(label).collect_view()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grid_lines_stand_at_round_numbers_and_leave_room_for_the_highest() {
        assert_eq!([0, 4, 5, 41, 80, 81].map(grid_step), [1, 1, 2, 20, 20, 50]);
        assert!((height_of(0, 20) - BOTTOM).abs() < 1e-9);
        assert!((height_of(80, 20) - TOP).abs() < 1e-9);
    }

    #[test]
    fn a_long_label_ends_in_an_ellipsis() {
        assert_eq!(shortened("short"), "short");
        assert_eq!(shortened(&"a".repeat(60)).chars().count(), LONGEST_LABEL);
    }
}
