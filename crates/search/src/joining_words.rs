//! Words that only join the subjects of a question: they neither score nor are highlighted.
//!
//! Most are so by themselves; others only in the company that makes them so (`role of`, `patients with`), since `drug use`
//! and `patient safety` are subjects. `Effect of` stays: without it the judged collections are ranked a little worse. What a concept of the thesaurus is made of joins nothing: `reduced`
//! in `reduced ejection fraction`. German questions have words of their own, some of which are English words or
//! abbreviations (`die`, `des`, `als`): those only count where the question is German beyond doubt.

/// Words that join by themselves.
const ALWAYS: &str = " also any else help helps helped helping reduce reduces there versus vs ";
/// Words that join where one of the second list follows.
const BEFORE: [(&str, &str); 3] = [
    (" role use impact influence value usefulness ", " of on "),
    (" evidence ", " that for of on if whether "),
    (
        " patient patients people persons subjects individuals those adults ",
        " with who on without taking receiving ",
    ),
];
/// German words that are no words of English and make a question German.
const GERMAN: &str = " aber auch bei beim bin darf durch ein eine einem einen einer eines fuer fur gegen gibt hilft ich \
    ist kann koennen konnen mit nach nicht oder ohne patient patienten patientin patientinnen sind soll sollte sollten \
    ueber uber und unter vom von wann warum welche welchen welcher welches werden wie wieviel wird wirkt zum zur \
    zwischen waehrend wahrend ";
/// German words that are also something else.
const GERMAN_IF_GERMAN: &str = " als am an auf aus das dem den der des die es hat haben im in man ob so um vor was wer \
    wo zu geben nehmen ";

/// Whether a word, as typed, is one that joins in German and is no word of English.
pub(crate) fn joins_in_german(typed: &str) -> bool {
    typed != "patient" && !typed.is_empty() && !typed.contains(' ') && GERMAN.contains(&format!(" {typed} "))
}

/// For each lower-case word of a question, in order, whether it only joins. `is_held`: the word at this place belongs
/// to a subject of several words.
pub(crate) fn find_joining(words: &[&str], is_held: impl Fn(usize) -> bool) -> Vec<bool> {
    let is_in = |list: &str, word: &str| list.contains(&format!(" {word} "));
    let is_german = words.iter().any(|word| joins_in_german(word));
    let joins = |place: usize, word: &str| {
        let after = words.get(place + 1).copied().unwrap_or_default();
        let joins_next = || BEFORE.iter().any(|(list, next)| is_in(list, word) && is_in(next, after));
        let joins_here = || is_german && (is_in(GERMAN, word) || is_in(GERMAN_IF_GERMAN, word));
        is_in(ALWAYS, word) || joins_next() || joins_here()
    };
    words.iter().enumerate().map(|(place, word)| !is_held(place) && joins(place, word)).collect()
}

#[cfg(test)]
mod tests {
    use super::find_joining;

    /// The words that are left.
    fn subjects(text: &str) -> Vec<&str> {
        let words: Vec<&str> = text.split(' ').collect();
        let joining = find_joining(&words, |_| false);
        words.into_iter().zip(joining).filter(|(_, joins)| !joins).map(|(word, _)| word).collect()
    }

    #[test]
    fn words_that_only_join_are_no_subject() {
        assert_eq!(subjects("does dapagliflozin help in hfpef"), ["does", "dapagliflozin", "in", "hfpef"]);
        assert_eq!(subjects("value of metformin versus insulin"), ["of", "metformin", "insulin"]);
        assert_eq!(subjects("patients with asthma"), ["with", "asthma"]);
        assert_eq!(subjects("role of statins"), ["of", "statins"]);
    }

    #[test]
    fn the_same_words_are_subjects_elsewhere() {
        assert_eq!(subjects("side effects of statins"), ["side", "effects", "of", "statins"]);
        assert_eq!(subjects("patient safety"), ["patient", "safety"]);
        assert_eq!(subjects("reduced ejection fraction"), ["reduced", "ejection", "fraction"]);
        assert_eq!(subjects("drug use disorder"), ["drug", "use", "disorder"]);
        assert_eq!(subjects("als and des"), ["als", "and", "des"]);
    }

    #[test]
    fn a_german_question_has_its_own() {
        assert_eq!(subjects("welche dosis apixaban bei der dialyse"), ["dosis", "apixaban", "dialyse"]);
        assert_eq!(
            subjects("kann man metformin in der schwangerschaft geben"),
            ["metformin", "schwangerschaft"]
        );
    }
}
