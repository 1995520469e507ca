//! Similar items, ranked by text and by citations together.
//!
//! Scores of texts and of citations measure different things and cannot be added; ranks can. Reciprocal rank fusion
//! (Cormack, Clarke and Büttcher 2009) adds, for each list that contains an item, the reciprocal of its rank plus a
//! constant. So an item in two lists comes before one that is first in a single list.

use super::id::ItemId;
use super::library::Hit;
use std::collections::HashMap;

/// The parameters of similarity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Similarity {
    /// Items that count of each list.
    pub listed: usize,
    /// Added to each rank: the larger, the less the first ranks stand out.
    pub constant: f64,
    /// Weights of the lists: by text, by the same works cited, by being cited together.
    pub text: f64,
    pub coupled: f64,
    pub cocited: f64,
    /// A text that scores below this share of the best one's score is not similar, merely next.
    pub least_text: f32,
    /// Least strength of shared references: one in lists of ten is just above, one in lists of forty is chance.
    pub least_coupled: f64,
    /// Least strength of co-citation: below it is once in a list of fifty.
    pub least_cocited: f64,
}

/// The constant is that of the authors. Citations weigh as much as texts: citing the same work is a judgment, and
/// everybody sees from the titles that words are the same.
pub const SIMILARITY: Similarity = Similarity {
    listed: 20,
    constant: 60.0,
    text: 1.0,
    coupled: 1.0,
    cocited: 1.0,
    least_text: 0.3,
    least_coupled: 0.08,
    least_cocited: 0.02,
};

/// Why an item is similar to another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Reason {
    pub by_text: bool,
    /// Works that both cite.
    pub shared: usize,
    /// Items that cite both.
    pub together: usize,
}

/// An item that is similar to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Similar {
    pub hit: Hit,
    pub reason: Reason,
}

/// An item that is similar by citations.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedCitations {
    pub item: ItemId,
    /// Works or citing items in common.
    pub count: usize,
    /// How strongly it indicates similarity, from 0 to 1.
    pub strength: f64,
}

/// The ranked lists that are fused, the most similar first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SimilarityLists {
    pub text: Vec<ItemId>,
    pub coupled: Vec<SharedCitations>,
    pub cocited: Vec<SharedCitations>,
}

impl Similarity {
    /// The items found by text that are similar enough, best first.
    pub fn by_text(&self, mut found: Vec<Hit>) -> Vec<Hit> {
        let least = found.first().map_or(0.0, |best| best.score * self.least_text);
        found.retain(|hit| hit.score >= least);
        found
    }

    /// All similar items with the reasons, the most similar first.
    pub fn order(&self, signs: &SimilarityLists) -> Vec<(ItemId, Reason)> {
        let mut found: HashMap<&ItemId, (f64, Reason)> = HashMap::new();
        let mut add = |place: usize, weight: f64, item, tell: &dyn Fn(&mut Reason)| {
            let (score, reason) = found.entry(item).or_default();
            *score += weight / (self.constant + place as f64);
            tell(reason);
        };
        for (place, item) in (1..=self.listed).zip(&signs.text) {
            add(place, self.text, item, &|reason| reason.by_text = true);
        }
        let telling = |signs: &'_ [SharedCitations], least: f64| {
            signs.iter().take_while(move |sign| sign.strength >= least).cloned().collect::<Vec<_>>()
        };
        let (coupled, cocited) =
            (telling(&signs.coupled, self.least_coupled), telling(&signs.cocited, self.least_cocited));
        for (place, sign) in (1..=self.listed).zip(&coupled) {
            add(place, self.coupled, &sign.item, &|reason| reason.shared = sign.count);
        }
        for (place, sign) in (1..=self.listed).zip(&cocited) {
            add(place, self.cocited, &sign.item, &|reason| reason.together = sign.count);
        }
        let mut order: Vec<_> = found.into_iter().collect();
        order.sort_by(|(a, (one, _)), (b, (other, _))| other.total_cmp(one).then_with(|| a.cmp(b)));
        order.into_iter().map(|(item, (_, reason))| (item.clone(), reason)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(item: &str, count: usize, strength: f64) -> SharedCitations {
        SharedCitations { item: item.into(), count, strength }
    }

    fn names(order: &[(ItemId, Reason)]) -> Vec<&str> {
        order.iter().map(|(item, _)| item.as_str()).collect()
    }

    #[test]
    fn what_two_signs_speak_for_comes_before_what_one_does() {
        let signs = SimilarityLists {
            text: vec!["a".into(), "b".into()],
            coupled: vec![sign("c", 9, 0.9), sign("b", 2, 0.2)],
            cocited: vec![sign("d", 3, 0.5)],
        };
        let order = SIMILARITY.order(&signs);
        assert_eq!(names(&order), ["b", "a", "c", "d"]);
        assert_eq!(order[0].1, Reason { by_text: true, shared: 2, together: 0 });
        assert_eq!(order[3].1, Reason { by_text: false, shared: 0, together: 3 });
    }

    #[test]
    fn what_says_too_little_is_no_sign() {
        let signs = SimilarityLists {
            text: Vec::new(),
            coupled: vec![sign("a", 1, 1.0 / 40.0)],
            cocited: vec![sign("b", 1, 1.0 / 80.0)],
        };
        assert!(SIMILARITY.order(&signs).is_empty());
    }

    #[test]
    fn a_list_counts_as_far_as_it_is_looked_at() {
        let text = (0..30).map(|number| ItemId::from(format!("{number:02}"))).collect();
        let order = SIMILARITY.order(&SimilarityLists { text, ..SimilarityLists::default() });
        assert_eq!((order.len(), names(&order)[0]), (SIMILARITY.listed, "00"));
    }
}
