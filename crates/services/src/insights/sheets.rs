//! The tables of insight. A page and its file show the very same cells.

use super::figures::{Gap, Insights, RANKS};
use super::requests::{Subject, Timing};
use crate::locale::Locale;
use crate::texts::Arg;
use domain::slug::Slug;
use domain::vocabulary::{TermKind, Vocabulary};
use formats::csv;
use storage::insights::{Group, Unlisted};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// Which table.
///
/// The slug appears in addresses and locale keys (`sheet-…`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
pub enum SheetName {
    Gaps,
    Words,
    Days,
    Ranks,
    Items,
    Ratings,
    Professions,
    Countries,
    Areas,
    Products,
    States,
    Helped,
}

impl SheetName {
    /// Locale keys of the columns; the first names the row, the others hold numbers, but for [`Column::Text`].
    fn columns(self) -> &'static [Column] {
        use Column::{Number, Text};
        match self {
            Self::Gaps => &[Text("gap"), Text("source"), Number("times"), Number("people")],
            Self::Words => &[Text("words"), Number("searches"), Number("people"), Number("without-result")],
            Self::Days => &[Text("day"), Number("searches"), Number("without-result")],
            Self::Ranks => &[Text("rank"), Number("opened")],
            Self::Items => &[
                Text("item"),
                Text("kind"),
                Number("readings"),
                Number("people"),
                Number("median-seconds"),
                Number("median-depth"),
            ],
            Self::Ratings => &[Text("item"), Number("helpful"), Number("not-helpful")],
            Self::Professions => &[Text("profession"), Number("people"), Number("events")],
            Self::Countries => &[Text("country"), Number("people"), Number("events")],
            Self::Areas => &AREA_COLUMNS,
            Self::Products => &PRODUCT_COLUMNS,
            Self::States => &[Text("state"), Number("requests")],
            Self::Helped => &[Text("helped"), Number("requests")],
        }
    }
}

const AREA_COLUMNS: [Column; 9] = timing_columns("area");
const PRODUCT_COLUMNS: [Column; 9] = timing_columns("product");

const fn timing_columns(of: &'static str) -> [Column; 9] {
    use Column::{Number, Text};
    [
        Text(of),
        Number("requests"),
        Number("answered"),
        Number("in-time"),
        Number("late"),
        Number("open"),
        Number("closed-unanswered"),
        Number("median-days"),
        Number("most-days"),
    ]
}

/// A column, by the locale key of its heading (`column-…`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    Text(&'static str),
    Number(&'static str),
}

impl Column {
    /// The locale key of its heading.
    pub fn key(self) -> String {
        let (Self::Text(name) | Self::Number(name)) = self;
        format!("column-{name}")
    }
}

/// One cell, as it is shown and written.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Text(String),
    /// A text that leads somewhere.
    Link {
        text: String,
        address: String,
    },
    Count(i64),
    /// With one decimal.
    Decimal(f64),
    Empty,
}

impl Cell {
    fn decimal(value: Option<f64>) -> Self {
        value.map_or(Self::Empty, Self::Decimal)
    }

    /// The cell in a file.
    pub fn plain(&self) -> String {
        match self {
            Self::Text(text) | Self::Link { text, .. } => text.clone(),
            Self::Count(count) => count.to_string(),
            Self::Decimal(value) => format!("{value:.1}"),
            Self::Empty => String::new(),
        }
    }
}

/// Lines of a table, each with a cell for every column.
pub(crate) type Rows = Vec<Vec<Cell>>;

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    pub name: SheetName,
    pub columns: &'static [Column],
    pub rows: Rows,
    /// Lines below the others: what is not listed, or all together.
    pub sums: Rows,
}

impl Sheet {
    /// The table as a file, with a line of headings.
    pub fn to_csv(&self, locale: &Locale, separator: csv::Separator) -> String {
        let headings: Vec<String> =
            self.columns.iter().map(|column| locale.get(&column.key()).to_owned()).collect();
        let mut file = csv::Table::new(separator);
        file.line(headings.iter().map(String::as_str));
        for row in self.rows.iter().chain(&self.sums) {
            let cells: Vec<String> = row.iter().map(Cell::plain).collect();
            file.line(cells.iter().map(String::as_str));
        }
        file.into_text()
    }
}

impl Insights {
    /// One of the tables.
    pub fn sheet(&self, name: SheetName, locale: &Locale, vocabulary: &Vocabulary) -> Sheet {
        let names = Names { locale, vocabulary };
        let (rows, sums) = match name {
            SheetName::Gaps => (self.gaps.iter().map(|gap| names.gap(gap)).collect(), Vec::new()),
            SheetName::Words => (self.word_rows(), self.word_sums(&names)),
            SheetName::Days => (self.day_rows(), Vec::new()),
            SheetName::Ranks => (self.rank_rows(&names), Vec::new()),
            SheetName::Items => (self.item_rows(&names), self.item_sums(&names)),
            SheetName::Ratings => (self.rating_rows(), Vec::new()),
            SheetName::Professions => names.groups(TermKind::Profession, &self.reading.professions),
            SheetName::Countries => names.groups(TermKind::Country, &self.reading.countries),
            SheetName::Areas => names.timings(&self.requests.areas, &self.requests.all),
            SheetName::Products => names.timings(&self.requests.products, &self.requests.all),
            SheetName::States => (self.state_rows(&names), Vec::new()),
            SheetName::Helped => (self.helped_rows(&names), Vec::new()),
        };
        Sheet { name, columns: name.columns(), rows, sums }
    }

    fn word_rows(&self) -> Rows {
        let words = self.searches.words.iter();
        words
            .map(|row| {
                let counts = [row.searches, row.people, row.without_result].map(Cell::Count);
                [Cell::Text(row.words.clone())].into_iter().chain(counts).collect()
            })
            .collect()
    }

    fn word_sums(&self, names: &Names<'_>) -> Rows {
        let sums =
            [("insights-further-words", self.searches.further), ("insights-few-people", self.searches.few)];
        sums.into_iter().filter_map(|(key, sum)| names.unlisted(key, sum)).collect()
    }

    fn day_rows(&self) -> Rows {
        let row = |day: &storage::insights::SearchDay| {
            vec![Cell::Text(day.day.day()), Cell::Count(day.searches), Cell::Count(day.without_result)]
        };
        self.searches.days.iter().map(row).collect()
    }

    fn rank_rows(&self, names: &Names<'_>) -> Rows {
        let row = |((first, last), opened): ((i64, i64), i64)| {
            let class = match last {
                i64::MAX => names.locale.with("insights-rank-from", &[("first", first.into())]),
                _ if first == last => first.to_string(),
                _ => format!("{first}–{last}"),
            };
            vec![Cell::Text(class), Cell::Count(opened)]
        };
        RANKS.into_iter().zip(self.searches.ranks).map(row).collect()
    }

    fn item_rows(&self, names: &Names<'_>) -> Rows {
        let reading = &self.reading;
        reading
            .items
            .iter()
            .zip(&reading.addresses)
            .map(|(item, address)| {
                let kind = if item.kind.is_empty() { "record" } else { &item.kind };
                let text = item.title.clone();
                vec![
                    match address.clone() {
                        Some(address) => Cell::Link { text, address },
                        None => Cell::Text(text),
                    },
                    Cell::Text(names.locale.get(&format!("kind-{kind}")).to_owned()),
                    Cell::Count(item.readings),
                    Cell::Count(item.people),
                    Cell::Count(item.median_seconds.round() as i64),
                    Cell::Count(item.median_depth.round() as i64),
                ]
            })
            .collect()
    }

    fn item_sums(&self, names: &Names<'_>) -> Rows {
        let listed: i64 = self.reading.items.iter().map(|item| item.readings).sum();
        let further = self.reading.all.readings - listed;
        if further == 0 {
            return Vec::new();
        }
        let text = Cell::Text(names.locale.get("insights-further-items").to_owned());
        let empty = Cell::Empty;
        vec![vec![text, empty.clone(), Cell::Count(further), empty.clone(), empty.clone(), empty]]
    }

    fn rating_rows(&self) -> Rows {
        let row = |item: &storage::insights::RatedItem| {
            vec![Cell::Text(item.title.clone()), Cell::Count(item.helpful), Cell::Count(item.not_helpful)]
        };
        self.reading.ratings.iter().map(row).collect()
    }

    fn state_rows(&self, names: &Names<'_>) -> Rows {
        let states = self.requests.states.iter();
        states
            .map(|(state, count)| {
                let name = names.locale.get(&format!("request-state-{}", state.slug())).to_owned();
                vec![Cell::Text(name), Cell::Count(*count)]
            })
            .collect()
    }

    fn helped_rows(&self, names: &Names<'_>) -> Rows {
        let keys = ["insights-helped-yes", "insights-helped-no", "insights-helped-unsaid"];
        keys.into_iter()
            .zip(self.requests.helped)
            .map(|(key, count)| vec![Cell::Text(names.locale.get(key).to_owned()), Cell::Count(count)])
            .collect()
    }
}

/// What things are called.
struct Names<'a> {
    locale: &'a Locale,
    vocabulary: &'a Vocabulary,
}

impl Names<'_> {
    fn term(&self, kind: TermKind, slug: &str) -> String {
        if slug.is_empty() {
            self.locale.get("insights-not-stated").to_owned()
        } else {
            self.vocabulary.name(kind, slug).to_owned()
        }
    }

    fn subject(&self, subject: &Subject) -> String {
        match subject {
            Subject::Area(slug) => self.term(TermKind::Area, slug),
            Subject::Product(slug) => self.term(TermKind::Product, slug),
        }
    }

    fn gap(&self, gap: &Gap) -> Vec<Cell> {
        let (name, source, people) = match gap {
            Gap::Search { words, people, .. } => {
                (words.clone(), "insights-source-search", Cell::Count(*people))
            }
            Gap::Requests { subject, .. } => (self.subject(subject), "insights-source-requests", Cell::Empty),
        };
        let source = self.locale.get(source).to_owned();
        vec![Cell::Text(name), Cell::Text(source), Cell::Count(gap.times()), people]
    }

    /// The line for words that are not listed, where there are any.
    fn unlisted(&self, key: &str, sum: Unlisted) -> Option<Vec<Cell>> {
        (sum.words > 0).then(|| {
            let text = self.locale.with(key, &[("words", Arg::from(sum.words))]);
            let people = Cell::Empty;
            vec![Cell::Text(text), Cell::Count(sum.searches), people, Cell::Count(sum.without_result)]
        })
    }

    fn groups(&self, kind: TermKind, (groups, others): &(Vec<Group>, i64)) -> (Rows, Rows) {
        let row = |group: &Group| {
            let name = self.term(kind, &group.value);
            vec![Cell::Text(name), Cell::Count(group.people), Cell::Count(group.events)]
        };
        let small = || {
            let text = self.locale.get("insights-small-groups").to_owned();
            vec![Cell::Text(text), Cell::Empty, Cell::Count(*others)]
        };
        (groups.iter().map(row).collect(), (*others > 0).then(small).into_iter().collect())
    }

    fn timings(&self, subjects: &[(Subject, Timing)], all: &Timing) -> (Rows, Rows) {
        let row = |(subject, timing): &(Subject, Timing)| timing_row(self.subject(subject), timing);
        let all = || timing_row(self.locale.get("insights-all").to_owned(), all);
        (subjects.iter().map(row).collect(), (!subjects.is_empty()).then(all).into_iter().collect())
    }
}

fn timing_row(name: String, timing: &Timing) -> Vec<Cell> {
    let Timing { received, answered, in_time, late, open, closed_unanswered, .. } = *timing;
    let counts = [received, answered, in_time, late, open, closed_unanswered].map(Cell::Count);
    let days = [timing.median_days, timing.most_days].map(Cell::decimal);
    [Cell::Text(name)].into_iter().chain(counts).chain(days).collect()
}
