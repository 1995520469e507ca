//! Routing: which owner a request gets. First match wins, and a fallback always exists.

use super::id::{AccountId, RuleId};
use serde::{Deserialize, Serialize};

/// The facts that rules test: slugs of the vocabulary and an ISO country; empty where not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    pub product: String,
    pub area: String,
    pub specialty: String,
    pub country: String,
}

/// A rule: every condition that is not empty must hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub id: RuleId,
    pub name: String,
    pub product: String,
    pub area: String,
    pub specialty: String,
    pub country: String,
    pub owner: AccountId,
    /// Rules are tried in this order.
    pub position: i64,
}

impl Rule {
    /// Whether the rule matches a request.
    pub fn matches(&self, facts: &Facts) -> bool {
        let holds = |wanted: &str, given: &str| wanted.is_empty() || wanted == given;
        holds(&self.product, &facts.product)
            && holds(&self.area, &facts.area)
            && holds(&self.specialty, &facts.specialty)
            && holds(&self.country, &facts.country)
    }

    /// Whether the rule matches every request.
    pub fn is_fallback(&self) -> bool {
        self.product.is_empty()
            && self.area.is_empty()
            && self.specialty.is_empty()
            && self.country.is_empty()
    }
}

/// The matching rules by position: the first decides, the next ones if its owner has left.
pub fn matching<'a>(rules: &'a [Rule], facts: &Facts) -> Vec<&'a Rule> {
    let mut holding: Vec<&Rule> = rules.iter().filter(|rule| rule.matches(facts)).collect();
    holding.sort_by_key(|rule| rule.position);
    holding
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(position: i64, product: &str, country: &str) -> Rule {
        Rule {
            id: RuleId::new(),
            name: String::new(),
            product: product.into(),
            area: String::new(),
            specialty: String::new(),
            country: country.into(),
            owner: AccountId::from(position.to_string()),
            position,
        }
    }

    #[test]
    fn the_first_rule_that_matches_wins() {
        let rules = [rule(3, "", ""), rule(1, "apixaban", "GB"), rule(2, "apixaban", "")];
        let owner = |product: &str, country: &str| {
            let facts = Facts { product: product.into(), country: country.into(), ..Facts::default() };
            matching(&rules, &facts).first().map(|rule| rule.position)
        };
        assert_eq!(owner("apixaban", "GB"), Some(1));
        assert_eq!(owner("apixaban", "DE"), Some(2));
        assert_eq!(owner("", "DE"), Some(3));
    }

    #[test]
    fn without_a_fallback_nobody_may_match() {
        assert!(matching(&[rule(1, "apixaban", "")], &Facts::default()).is_empty());
    }
}
