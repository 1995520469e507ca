//! The facets by which the library is narrowed and browsed.

use super::library::{FacetCount, Facets, SearchQuery};

/// A list of values by which a search is narrowed. Years are a range instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Facet {
    Kind,
    Area,
    Product,
    Topic,
    Level,
    Certainty,
    Study,
}

impl Facet {
    /// Every facet, in the order in which they are offered.
    pub const ALL: [Self; 7] =
        [Self::Kind, Self::Area, Self::Product, Self::Topic, Self::Level, Self::Certainty, Self::Study];

    /// Those whose values have a page of their own.
    pub const BROWSED: [Self; 5] = [Self::Area, Self::Product, Self::Topic, Self::Kind, Self::Level];

    /// The name in addresses, the index and locale keys (`facet-…`).
    pub fn slug(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Area => "area",
            Self::Product => "product",
            Self::Topic => "topic",
            Self::Level => "level",
            Self::Certainty => "certainty",
            Self::Study => "study",
        }
    }

    /// The facet of this name.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.slug() == slug)
    }

    /// Everything of one value, newest first.
    pub fn only(self, value: &str) -> SearchQuery {
        let mut query = SearchQuery::of("");
        query.chosen_mut(self).push(value.to_owned());
        query
    }
}

impl SearchQuery {
    /// What is chosen of a facet.
    pub fn chosen(&self, facet: Facet) -> &[String] {
        match facet {
            Facet::Kind => &self.kinds,
            Facet::Area => &self.areas,
            Facet::Product => &self.products,
            Facet::Topic => &self.topics,
            Facet::Level => &self.levels,
            Facet::Certainty => &self.certainties,
            Facet::Study => &self.studies,
        }
    }

    /// What is chosen of a facet, to be changed.
    pub fn chosen_mut(&mut self, facet: Facet) -> &mut Vec<String> {
        match facet {
            Facet::Kind => &mut self.kinds,
            Facet::Area => &mut self.areas,
            Facet::Product => &mut self.products,
            Facet::Topic => &mut self.topics,
            Facet::Level => &mut self.levels,
            Facet::Certainty => &mut self.certainties,
            Facet::Study => &mut self.studies,
        }
    }
}

impl Facets {
    /// The counts of a facet's values.
    pub fn of(&self, facet: Facet) -> &[FacetCount] {
        match facet {
            Facet::Kind => &self.kinds,
            Facet::Area => &self.areas,
            Facet::Product => &self.products,
            Facet::Topic => &self.topics,
            Facet::Level => &self.levels,
            Facet::Certainty => &self.certainties,
            Facet::Study => &self.studies,
        }
    }

    /// The counts of a facet's values, to be changed.
    pub fn of_mut(&mut self, facet: Facet) -> &mut Vec<FacetCount> {
        match facet {
            Facet::Kind => &mut self.kinds,
            Facet::Area => &mut self.areas,
            Facet::Product => &mut self.products,
            Facet::Topic => &mut self.topics,
            Facet::Level => &mut self.levels,
            Facet::Certainty => &mut self.certainties,
            Facet::Study => &mut self.studies,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_chosen_is_a_value_of_its_facet_alone() {
        for facet in Facet::ALL {
            assert_eq!(Facet::from_slug(facet.slug()), Some(facet));
            let query = facet.only("x");
            for other in Facet::ALL {
                assert_eq!(query.chosen(other).len(), usize::from(other == facet));
            }
            assert_eq!(query.to_address(), format!("{}=x", facet.slug()));
        }
    }
}
