//! Words that look or sound alike and mean something else: what a spelling may never be corrected to.
//!
//! A correction that is wrong about medicine is worse than none. So no correction leads to an opposite, to a word on
//! the list of pairs that are known to be taken for one another, or from one medicine to another.

use std::collections::{BTreeMap, BTreeSet};

/// Beginnings of words of which each turns the others round.
const BEGINNINGS: [&[&str]; 18] = [
    &["hyper", "hypo"],
    &["pre", "post"],
    &["ante", "anti", "post", "retro"],
    &["supra", "infra", "sub", "super"],
    &["mono", "poly", "oligo", "multi", "bi"],
    &["uni", "bi", "tri"],
    &["brady", "tachy"],
    &["intra", "inter", "extra", "infra"],
    &["in", "out"],
    &["endo", "exo", "ecto", "epi"],
    &["macro", "micro", "normo"],
    &["homo", "hetero"],
    &["ipsi", "contra"],
    &["eu", "dys"],
    &["up", "down"],
    &["over", "under"],
    &["neuro", "nephro", "necro"],
    &["myelo", "myo", "myco"],
];
/// Endings of words of which each makes another condition, procedure or cell.
const ENDINGS: [&[&str]; 9] = [
    &["itis", "osis", "oma", "opathy", "algia", "omegaly"],
    &["penia", "philia", "cytosis", "cythaemia", "cythemia"],
    &["aemia", "emia", "uria"],
    &["ectomy", "otomy", "ostomy", "oscopy", "oplasty", "opexy", "centesis"],
    &["phagia", "phasia", "plasia", "phonia", "plegia", "paresis"],
    &["blast", "cyte", "clast"],
    &["acidosis", "alkalosis"],
    &["ate", "ite", "ide"],
    &["genic", "lytic", "static"],
];
/// Parts of words of which each turns the others round.
const PARTS: [&[&str]; 10] = [
    &["antagonist", "agonist"],
    &["hfref", "hfpef", "hfmref"],
    &["systol", "diastol"],
    &["increas", "decreas"],
    &["hypertens", "hypotens"],
    &["abduct", "adduct"],
    &["afferent", "efferent"],
    &["inhibit", "exhibit"],
    &["constrict", "dilat"],
    &["anterior", "posterior"],
];
/// What denies a word when it is put before it.
const DENIALS: [&str; 13] =
    ["a", "an", "in", "im", "un", "non", "anti", "de", "dis", "ir", "il", "mal", "contra"];

/// Endings of international nonproprietary names, with some of the commonest that are no official stem.
const MEDICINE_ENDINGS: &str = "pril prilat sartan olol alol statin gliflozin gliptin glutide natide patide mab mib nib \
    ciclib parib xaban gatran grel grelor parin azole cillin mycin micin oxacin cycline vir vudine dipine zosin tidine \
    setron triptan gepant zepam zolam barbital oxetine pramine triptyline azine apine peridone piprazole caine curium \
    curonium profen coxib oxicam sone solone olone onide terol tropium lukast dronate dronic thiazide semide lactone \
    renone fibrate glitazone glinide formin platin rubicin taxel trexate trexed citabine poside tecan mustine imod \
    limus cept kinra relin relix steride lutamide tadine vaptan entan dafil ciguat bradine racetam gabalin sulfan \
    quine tamide darone zolid penem bactam floxacin nazole ridone faxine opram traline zodone zide ine";
/// Beginnings of such names.
const MEDICINE_BEGINNINGS: [&str; 4] = ["cef", "sulfa", "predni", "vin"];
/// Shorter words have no stem of a name.
const SHORTEST_MEDICINE: usize = 6;
/// Shorter names of medicines are corrected where a vowel is wrong or a letter is missing or too many, but not where
/// a consonant is another.
const LONG_MEDICINE: usize = 8;
/// A name of at least so many letters may have two errors.
const VERY_LONG_MEDICINE: usize = 9;

/// Pairs of words that are known to be taken for one another.
#[derive(Debug, Clone, Default)]
pub struct Confusables(BTreeMap<String, BTreeSet<String>>);

impl Confusables {
    /// Groups of words of which each is taken for the others.
    pub fn new(groups: impl IntoIterator<Item = Vec<String>>) -> Self {
        let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for group in groups {
            let words: Vec<String> = group.iter().map(|word| word.to_lowercase()).collect();
            for word in &words {
                let others = words.iter().filter(|other| *other != word).cloned();
                all.entry(word.clone()).or_default().extend(others);
            }
        }
        Self(all)
    }

    /// Whether a word is on the list, so that it is a word and no misspelling.
    pub fn knows(&self, word: &str) -> bool {
        self.0.contains_key(&word.to_lowercase())
    }

    /// Whether two words are known to be taken for one another, or mean the opposite by their form.
    pub fn are_apart(&self, one: &str, other: &str) -> bool {
        let (one, other) = (one.to_lowercase(), other.to_lowercase());
        self.0.get(&one).is_some_and(|others| others.contains(&other)) || are_opposite(&one, &other)
    }

    /// Whether what was typed may be a misspelling of a word from which it is this many letters away. `is_name`: the
    /// word is the name of a medicine, whatever its form.
    pub fn may_mean(&self, typed: &str, meant: &str, distance: usize, is_name: bool) -> bool {
        let (typed, meant) = (typed.to_lowercase(), meant.to_lowercase());
        if self.are_apart(&typed, &meant) {
            return false;
        }
        let (is_typed_medicine, is_meant_medicine) =
            (is_like_a_medicine(&typed), is_name || is_like_a_medicine(&meant));
        match (is_typed_medicine, is_meant_medicine) {
            // `Hypervolaemia` and `hyperkalaemia`, `ineffective` and `infective`: two letters make another condition.
            (false, false) => distance < 2 || !is_like_a_condition(&typed),
            // The name of a medicine that is not here is no misspelling of another word.
            (true, false) => typed.ends_with("ine"),
            (_, true) => is_same_medicine(&typed, &meant, distance),
        }
    }
}

/// Whether a lower-case word has the form of the name of a medicine.
pub(super) fn is_like_a_medicine(word: &str) -> bool {
    word.chars().count() >= SHORTEST_MEDICINE
        && (MEDICINE_ENDINGS.split_whitespace().any(|ending| word.ends_with(ending))
            || MEDICINE_BEGINNINGS.iter().any(|beginning| word.starts_with(beginning)))
}

/// Whether a lower-case word has the ending of a condition, a procedure or a property that many others share.
fn is_like_a_condition(word: &str) -> bool {
    const ENDINGS: [&str; 18] = [
        "emia", "emic", "uria", "uric", "itis", "osis", "otic", "oma", "pathy", "penia", "penic", "algia",
        "ectomy", "plasty", "scopy", "tomy", "ective", "genic",
    ];
    ENDINGS.iter().any(|ending| word.ends_with(ending))
}

/// Whether a name is a misspelling of another beyond doubt.
fn is_same_medicine(typed: &str, meant: &str, distance: usize) -> bool {
    let length = typed.chars().count();
    let has_one_before = typed.strip_suffix(meant).is_some_and(|rest| rest.chars().count() == 1);
    if has_one_before {
        return true;
    }
    if typed.chars().next() != meant.chars().next() || length + 1 < SHORTEST_MEDICINE {
        return false;
    }
    let (lost, won) = changed_consonants(typed, meant);
    match distance {
        1 => lost + won <= 1 || length >= LONG_MEDICINE,
        _ => length >= VERY_LONG_MEDICINE && lost + won <= 1 && typed.chars().nth(1) == meant.chars().nth(1),
    }
}

/// How many consonants one word has that the other lacks, and the other way round.
fn changed_consonants(one: &str, other: &str) -> (usize, usize) {
    let consonants = |word: &str| {
        let mut letters: Vec<char> =
            word.chars().filter(|letter| letter.is_alphabetic() && !"aeiouy".contains(*letter)).collect();
        letters.dedup();
        letters
    };
    let (mut rest, mut lost) = (consonants(other), 0);
    for letter in consonants(one) {
        match rest.iter().position(|known| *known == letter) {
            Some(place) => {
                rest.swap_remove(place);
            }
            None => lost += 1,
        }
    }
    (lost, rest.len())
}

/// Whether two lower-case words mean the opposite by what they are made of.
fn are_opposite(one: &str, other: &str) -> bool {
    differ(&BEGINNINGS, |part| one.starts_with(part), |part| other.starts_with(part))
        || differ(&ENDINGS, |part| one.ends_with(part), |part| other.ends_with(part))
        || differ(&PARTS, |part| one.contains(part), |part| other.contains(part))
        || (!is_like_a_medicine(one) && (denies(one, other) || denies(other, one)))
}

/// Whether two words have different parts of one set; the longest counts, since `agonist` is in `antagonist`.
fn differ(sets: &[&[&str]], in_one: impl Fn(&str) -> bool, in_other: impl Fn(&str) -> bool) -> bool {
    sets.iter().any(|set| {
        let longest = |has: &dyn Fn(&str) -> bool| {
            set.iter().copied().filter(|part| has(part)).max_by_key(|it| it.len())
        };
        longest(&in_one).zip(longest(&in_other)).is_some_and(|(one, other)| one != other)
    })
}

/// Whether one word is the other with a denial before it.
fn denies(one: &str, other: &str) -> bool {
    let rest = one.strip_suffix(other).map(|denial| denial.trim_end_matches('-'));
    rest.is_some_and(|denial| DENIALS.contains(&denial))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> Confusables {
        let pair = |one: &str, other: &str| vec![one.to_owned(), other.to_owned()];
        Confusables::new([pair("hydralazine", "hydroxyzine"), pair("prednisone", "prednisolone")])
    }

    #[test]
    fn no_correction_leads_to_an_opposite() {
        for (one, other) in [
            ("hypertension", "hypotension"),
            ("hyperkalaemia", "hypokalaemia"),
            ("prenatal", "postnatal"),
            ("bradycardia", "tachycardia"),
            ("agonist", "antagonist"),
            ("agonists", "antagonists"),
            ("inpatient", "outpatient"),
            ("monotherapy", "polytherapy"),
            ("supraclavicular", "infraclavicular"),
            ("intravascular", "extravascular"),
            ("abduction", "adduction"),
            ("afferent", "efferent"),
            ("symptomatic", "asymptomatic"),
            ("steroidal", "nonsteroidal"),
            ("arthritis", "arthrosis"),
            ("thrombocytosis", "thrombocytopenia"),
            ("hfref", "hfpef"),
            ("systolic", "diastolic"),
            ("nitrate", "nitrite"),
            ("gastrectomy", "gastrotomy"),
        ] {
            assert!(list().are_apart(one, other) && list().are_apart(other, one), "{one} {other}");
        }
    }

    #[test]
    fn a_misspelling_of_a_word_is_still_one() {
        for (typed, meant, distance) in [
            ("empaglifozin", "empagliflozin", 1),
            ("dapagliflozn", "dapagliflozin", 1),
            ("semaglutid", "semaglutide", 1),
            ("apixiban", "apixaban", 1),
            ("rivaroxiban", "rivaroxaban", 1),
            ("atorvastin", "atorvastatin", 2),
            ("metropolol", "metoprolol", 2),
            ("diabetis", "diabetes", 1),
            ("hart", "heart", 1),
            ("hypertenson", "hypertension", 1),
            ("fibrilation", "fibrillation", 1),
            ("neuropaty", "neuropathy", 1),
            ("medicins", "medicines", 1),
        ] {
            assert!(list().may_mean(typed, meant, distance, false), "{typed} {meant}");
        }
    }

    #[test]
    fn one_medicine_is_no_misspelling_of_another() {
        for (typed, meant, distance) in [
            ("afatinib", "axitinib", 2),
            ("canagliflozin", "dapagliflozin", 2),
            ("ipragliflozin", "empagliflozin", 2),
            ("lovastatin", "pravastatin", 2),
            ("hydralazine", "hydroxyzine", 2),
            ("prednisone", "prednisolone", 2),
            ("nilotinib", "dasatinib", 2),
            ("cefixime", "cefepime", 2),
            ("losartan", "valsartan", 2),
            ("betaxolol", "bisoprolol", 2),
        ] {
            assert!(!list().may_mean(typed, meant, distance, false), "{typed} {meant}");
        }
        assert!(list().knows("Hydroxyzine"));
    }
}
