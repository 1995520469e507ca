//! The parameters of the API. Each list is declared once: the handler's struct, its parser and its description are
//! generated from the same fields.
//!
//! Unknown parameters are errors and never ignored: a misspelt filter would otherwise widen a search silently.

mod values;

pub(crate) use values::{Cursor, Format, Grade, Kind, Level, Limit, Order, ParameterValue, Study, Year};

use crate::error::AppError;
use crate::visit::fields::Fields;
use crate::visit::state::AppState;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::pico::Pico;
use domain::search_query::{SearchQuery, Sort, without_controls};
use domain::slug::Slug;
use services::export::Separator;
use services::failure::Problems;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::{ArrayBuilder, RefOr, Required, Schema};

/// Most values of one parameter.
const VALUES_MAX: usize = 50;

/// Parameters from the query part of an address, all of them known and valid.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: Parameters> FromRequestParts<AppState> for Query<T> {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, _: &AppState) -> Result<Self, AppError> {
        T::of(&Fields::parse(parts.uri.query().unwrap_or_default())).map(Self)
    }
}

/// A list of parameters.
pub(crate) trait Parameters: Sized {
    /// Takes them out of the pairs.
    fn read(given: &mut QueryPairs<'_>) -> Self;

    /// Reads them.
    ///
    /// # Errors
    /// [`AppError::BadParameters`] with every problem.
    fn of(fields: &Fields) -> Result<Self, AppError> {
        let mut given = QueryPairs { pairs: fields.pairs().collect(), problems: Problems::new() };
        let read = Self::read(&mut given);
        given.problems.require(given.pairs.is_empty(), "", "parameter-unknown");
        if given.problems.is_empty() { Ok(read) } else { Err(AppError::BadParameters(given.problems)) }
    }
}

/// Two lists that one address takes.
impl<A: Parameters, B: Parameters> Parameters for (A, B) {
    fn read(given: &mut QueryPairs<'_>) -> Self {
        (A::read(given), B::read(given))
    }
}

/// Pairs that have not been taken yet, and problems with those that have.
pub(crate) struct QueryPairs<'a> {
    pairs: Vec<(&'a str, &'a str)>,
    problems: Problems,
}

impl QueryPairs<'_> {
    /// The valid values of a parameter.
    fn take<V: ParameterValue>(&mut self, name: &'static str) -> Vec<V> {
        let values: Vec<&str> =
            self.pairs.iter().filter(|(given, _)| *given == name).map(|(_, value)| *value).collect();
        self.pairs.retain(|(given, _)| *given != name);
        let read: Vec<V> = values.iter().filter_map(|value| V::read(value)).collect();
        self.problems.require(read.len() == values.len(), name, V::PROBLEM);
        read
    }
}

/// A parameter in a list: an optional value, or any number of values.
pub(crate) trait Field: Sized {
    /// Takes it out of the pairs.
    fn take(given: &mut QueryPairs<'_>, name: &'static str) -> Self;
    /// The schema in the API's description.
    fn schema() -> RefOr<Schema>;
}

impl<V: ParameterValue> Field for Option<V> {
    fn take(given: &mut QueryPairs<'_>, name: &'static str) -> Self {
        let mut values = given.take(name);
        given.problems.require(values.len() <= 1, name, "parameter-once");
        values.pop()
    }

    fn schema() -> RefOr<Schema> {
        V::schema()
    }
}

impl<V: ParameterValue> Field for Vec<V> {
    fn take(given: &mut QueryPairs<'_>, name: &'static str) -> Self {
        let values = given.take(name);
        given.problems.require(values.len() <= VALUES_MAX, name, "parameter-many");
        values
    }

    fn schema() -> RefOr<Schema> {
        ArrayBuilder::new().items(V::schema()).max_items(Some(VALUES_MAX)).into()
    }
}

/// The name of a parameter: that of its field, unless it is written otherwise.
macro_rules! name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident $written:literal) => {
        $written
    };
}

/// Declares lists of parameters of the query part.
macro_rules! parameters {
    ($($(#[doc = $about:literal])+ $name:ident {
        $($(#[doc = $doc:literal])+ $field:ident $($written:literal)?: $type:ty,)*
    })+) => {$(
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) struct $name {
            $($(#[doc = $doc])+ pub(crate) $field: $type,)*
        }

        impl Parameters for $name {
            #[allow(unused_variables, reason = "a list may be empty")]
            fn read(given: &mut QueryPairs<'_>) -> Self {
                Self { $($field: <$type as Field>::take(given, name!($field $($written)?)),)* }
            }
        }

        impl IntoParams for $name {
            fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
                vec![$(
                    ParameterBuilder::new()
                        .name(name!($field $($written)?))
                        .parameter_in(ParameterIn::Query)
                        .required(Required::False)
                        .description(Some(concat!($($doc),+).trim()))
                        .schema(Some(<$type as Field>::schema()))
                        .build(),
                )*]
            }
        }
    )+};
}

parameters! {
    /// The search.
    SearchParameters {
        /// Words, "phrases", a query in the syntax of PubMed or Ovid, or a list of identifiers such as PMIDs and DOIs. Several lines are a strategy, whose lines name each other by their numbers. Without words everything is found, newest first.
        q: Option<String>,
        /// The line of a strategy whose hits are given, by its number; its last, or the one that it names as its result, where none is given.
        line: Option<String>,
        /// Lines of a strategy that are left out, by their numbers.
        line_off "line-off": Vec<String>,
        /// Kinds of items.
        kind: Vec<Kind>,
        /// Therapeutic areas, by the values that facets carry.
        area: Vec<String>,
        /// Products, by the values that facets carry.
        product: Vec<String>,
        /// Topics.
        topic: Vec<String>,
        /// Evidence levels (Oxford CEBM 2011).
        level: Vec<Level>,
        /// Grades of certainty (GRADE).
        certainty: Vec<Grade>,
        /// Types of study.
        study: Vec<Study>,
        /// Words of the population of an article's question.
        population: Option<String>,
        /// Words of its intervention.
        intervention: Option<String>,
        /// Words of its comparator.
        comparator: Option<String>,
        /// Words of its outcome.
        outcome: Option<String>,
        /// First year of publication.
        from: Option<Year>,
        /// Last year of publication.
        to: Option<Year>,
        /// The order of hits: by relevance unless given.
        sort: Option<Order>,
    }

    /// The page of the result.
    PartParameters {
        /// How many hits are given at once.
        limit: Option<Limit>,
        /// Where to go on: `next` of the answer before, with the same search. That of another search is refused; one that nobody was given is not found. Without a cursor a search begins at its best hit.
        cursor: Option<Cursor>,
    }

    /// The file, besides its content.
    FileParameters {
        /// The format of the file.
        format: Option<Format>,
        /// What stands between the cells of a table (`csv`): a comma unless given. Where a comma stands before decimals, spreadsheets expect a semicolon.
        separator: Option<Separator>,
    }

    /// The items of a file.
    ItemsParameters {
        /// Identifiers of the items of the file, at most 50, in its order. What this asker may not see is left out.
        item: Vec<String>,
    }

    /// The input of suggestions.
    SuggestParameters {
        /// What was typed so far.
        q: Option<String>,
    }

    /// No parameters.
    NoParameters {}
}

impl SearchParameters {
    /// The search that they describe.
    pub(crate) fn query(self) -> SearchQuery {
        SearchQuery {
            line: self.line,
            lines_off: self.line_off,
            kinds: self.kind.into_iter().map(|kind| kind.0.slug().to_owned()).collect(),
            areas: self.area,
            products: self.product,
            topics: self.topic,
            levels: self.level.into_iter().map(|level| u8::from(level.0).to_string()).collect(),
            certainties: self.certainty.into_iter().map(|grade| grade.0.slug().to_owned()).collect(),
            pico: Pico {
                population: self.population.unwrap_or_default(),
                intervention: self.intervention.unwrap_or_default(),
                comparator: self.comparator.unwrap_or_default(),
                outcome: self.outcome.unwrap_or_default(),
            },
            studies: self.study.into_iter().map(|study| study.0.slug().to_owned()).collect(),
            from_year: self.from.map(|year| year.0),
            to_year: self.to.map(|year| year.0),
            sort: self.sort.map_or(Sort::default(), |order| order.0),
            ..SearchQuery::of(&without_controls(&self.q.unwrap_or_default()))
        }
    }
}

/// The parameter of an item's endpoint: its identifier, in the path.
pub(crate) struct ItemParameters;

impl IntoParams for ItemParameters {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let id = ParameterBuilder::new()
            .name("id")
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .description(Some("The item's identifier."))
            .schema(Some(String::schema()));
        vec![id.build()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(query: &str) -> Vec<(&'static str, &'static str)> {
        match <(SearchParameters, PartParameters)>::of(&Fields::parse(query)) {
            Ok(_) => Vec::new(),
            Err(AppError::BadParameters(problems)) => problems.iter().collect(),
            Err(other) => panic!("{query}: {other}"),
        }
    }

    #[test]
    fn what_is_not_understood_is_refused_with_its_name() {
        for (query, problem) in [
            ("limit=0", ("limit", "parameter-limit")),
            ("limit=101", ("limit", "parameter-limit")),
            ("limit=", ("limit", "parameter-limit")),
            ("limit=1&limit=2", ("limit", "parameter-once")),
            ("from=last", ("from", "parameter-year")),
            ("to=10000", ("to", "parameter-year")),
            ("kind=nonsense", ("kind", "parameter-value")),
            ("kind=faq&kind=", ("kind", "parameter-value")),
            ("level=6", ("level", "parameter-value")),
            ("study=faq", ("study", "parameter-value")),
            ("sort=oldest", ("sort", "parameter-value")),
            ("cursor=made-up", ("cursor", "parameter-cursor")),
            ("kinds=faq", ("", "parameter-unknown")),
            (&"area=a&".repeat(51), ("area", "parameter-many")),
        ] {
            assert_eq!(problems(query), [problem], "{query}");
        }
        assert_eq!(problems("limit=x&from=y&z=1").len(), 3, "all that is wrong is told at once");
    }

    #[test]
    fn what_is_understood_makes_the_search_of_the_page_with_the_same_address() {
        let address = "q=heart+%22failure%22%0D%0A2+%1Bor+1&line=2&line-off=1&line-off=3&kind=faq&kind=record&area=lipids&level=2&study=review&from=2019&sort=newest";
        let read = SearchParameters::of(&Fields::parse(address)).unwrap();
        assert_eq!(read.query(), SearchQuery::from_pairs(Fields::parse(address).pairs()));
    }
}
