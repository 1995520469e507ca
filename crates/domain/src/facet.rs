//! The facets by which the library is narrowed and browsed.

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

/// A list of values by which a search is narrowed. Years are a range instead.
///
/// Variants are in the order in which they are offered.
/// The slug appears in addresses, the index and locale keys (`facet-…`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "kebab-case")]
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
    /// Those whose values have a page of their own.
    pub const BROWSED: [Self; 5] = [Self::Area, Self::Product, Self::Topic, Self::Kind, Self::Level];
}

/// One value of a facet with its true number of hits under all other facets' filters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount {
    pub value: String,
    pub count: u64,
    pub is_chosen: bool,
}

/// The counts beside a list of results, each list most frequent first (years: newest first).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    pub kinds: Vec<FacetCount>,
    pub areas: Vec<FacetCount>,
    pub products: Vec<FacetCount>,
    pub topics: Vec<FacetCount>,
    pub levels: Vec<FacetCount>,
    pub certainties: Vec<FacetCount>,
    pub studies: Vec<FacetCount>,
    pub years: Vec<FacetCount>,
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

    /// The counts of a facet's values, mutably.
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
