//! Rules of recognising, on small groups written here.

use super::*;
use proptest::prelude::*;

fn group(name: &str, same: &[&str], short: &[&str]) -> Group {
    let words = [(Kind::Synonym, same), (Kind::Abbreviation, short)];
    let words = words
        .into_iter()
        .flat_map(|(kind, list)| list.iter().map(move |text| Word { text: (*text).to_owned(), kind }));
    Group {
        source: Source::Start,
        id: name.to_lowercase().replace(' ', "-"),
        name: name.to_owned(),
        words: words.collect(),
        broader: Vec::new(),
        context: Vec::new(),
        usual: Vec::new(),
        trees: Vec::new(),
        is_off: false,
    }
}

trait But {
    fn below(self, broader: &str) -> Self;
    fn spoken_for_by(self, context: &[&str]) -> Self;
    fn usually(self, short: &str) -> Self;
    fn of_mesh(self, tree: &str) -> Self;
}

impl But for Group {
    fn below(mut self, broader: &str) -> Self {
        self.broader.push(broader.to_owned());
        self
    }

    fn spoken_for_by(mut self, context: &[&str]) -> Self {
        self.context = context.iter().map(|word| (*word).to_owned()).collect();
        self
    }

    fn usually(mut self, short: &str) -> Self {
        self.usual.push(short.to_owned());
        self
    }

    fn of_mesh(mut self, tree: &str) -> Self {
        self.source = Source::Mesh;
        self.trees.push(tree.to_owned());
        self
    }
}

fn spellings() -> Spellings {
    let pairs = [("oedem*", "edem*"), ("haemo*", "hemo*"), ("tumour*", "tumor*"), ("fibre", "fiber")];
    let pair =
        |(british, american): (&str, &str)| Pair { british: british.into(), american: american.into() };
    Spellings::new(pairs.map(pair), ["all", "as", "aids"].map(str::to_owned))
}

fn thesaurus(groups: &[Group]) -> Thesaurus {
    Thesaurus::of(groups, spellings())
}

fn words(query: &str) -> Vec<Part<'_>> {
    query.split_whitespace().map(Part::Word).collect()
}

/// What a query names, as `name` or `name?` for a guess.
fn named(thesaurus: &Thesaurus, query: &str) -> Vec<String> {
    let concepts = thesaurus.recognise(&words(query));
    let name = |concept: Concept<'_>| match concept.meaning {
        Meaning::Group { name, .. } if concept.certainty == Confidence::Guess => format!("{name}?"),
        Meaning::Group { name, .. } => name.to_owned(),
        Meaning::Spelling(word) => format!("~{word}"),
    };
    concepts.into_iter().map(name).collect()
}

fn texts(concept: &Concept<'_>) -> Vec<String> {
    concept.alternatives.iter().map(|alternative| alternative.text.clone().into_owned()).collect()
}

fn hearts() -> Vec<Group> {
    vec![
        group("Myocardial infarction", &["heart attack"], &["MI", "AMI"])
            .spoken_for_by(&["coronar*", "troponin", "chest pain"])
            .usually("MI"),
        group("Mitral regurgitation", &["mitral insufficiency"], &["MI", "MR"])
            .spoken_for_by(&["valv*", "mitral", "prolapse"]),
        group("Magnetic resonance imaging", &["MRI scan"], &["MRI", "MR"]).spoken_for_by(&["brain", "scan*"]),
    ]
}

#[test]
fn any_word_of_a_group_finds_the_others() {
    let thesaurus = thesaurus(&hearts());
    let concepts = thesaurus.recognise(&words("dose after heart attack"));
    let [concept] = concepts.as_slice() else { panic!("{concepts:?}") };
    assert_eq!(concept.span, 2..4);
    assert_eq!(concept.certainty, Confidence::Sole);
    assert_eq!(concept.key(), "start:myocardial-infarction");
    // `MI` means something else too, so that it is not searched for.
    assert_eq!(texts(concept), ["Myocardial infarction", "AMI"]);
}

#[test]
fn an_abbreviation_means_what_the_rest_of_the_query_speaks_of() {
    let thesaurus = thesaurus(&hearts());
    assert_eq!(named(&thesaurus, "MI and valve repair"), ["Mitral regurgitation"]);
    assert_eq!(named(&thesaurus, "mi after valvular surgery"), ["Mitral regurgitation"]);
    assert_eq!(named(&thesaurus, "MI with raised troponin"), ["Myocardial infarction"]);
    assert_eq!(named(&thesaurus, "chest pain in MI"), ["Myocardial infarction"]);
    assert_eq!(
        named(&thesaurus, "myocardial infarction (MI) and valves"),
        ["Myocardial infarction", "Myocardial infarction"],
        "a full word says more than a word of the context"
    );
}

#[test]
fn evidence_for_two_senses_alike_is_evidence_for_neither() {
    let thesaurus = thesaurus(&hearts());
    assert!(named(&thesaurus, "MI troponin valve").is_empty());
}

#[test]
fn without_evidence_an_abbreviation_is_guessed_in_its_usual_sense_or_not_at_all() {
    let thesaurus = thesaurus(&hearts());
    assert_eq!(named(&thesaurus, "aspirin in MI"), ["Myocardial infarction?"]);
    let concepts = thesaurus.recognise(&words("aspirin in MI"));
    assert_eq!(texts(&concepts[0]), ["Myocardial infarction"]);
    assert!(named(&thesaurus, "aspirin in MR").is_empty());
}

#[test]
fn what_is_quoted_is_left_alone_and_speaks_for_the_rest() {
    let thesaurus = thesaurus(&hearts());
    let concepts =
        thesaurus.recognise(&[Part::Word("MI"), Part::Fixed("valve repair"), Part::Fixed("heart attack")]);
    assert!(concepts.iter().all(|concept| concept.span == (0..1)), "{concepts:?}");
    let concepts = thesaurus.recognise(&[Part::Word("MI"), Part::Fixed("mitral valve")]);
    assert_eq!(concepts[0].key(), "start:mitral-regurgitation");
}

#[test]
fn no_concept_reaches_across_an_operator() {
    let thesaurus = thesaurus(&hearts());
    assert!(thesaurus.recognise(&[Part::Word("heart"), Part::Break, Part::Word("attack")]).is_empty());
}

#[test]
fn the_longest_span_wins() {
    let thesaurus = thesaurus(&[
        group("Diabetes mellitus", &["diabetes"], &["DM"]),
        group("Type 2 diabetes", &["type II diabetes"], &["T2D", "T2DM"]),
    ]);
    assert_eq!(named(&thesaurus, "type 2 diabetes"), ["Type 2 diabetes"]);
    assert_eq!(named(&thesaurus, "severe diabetes"), ["Diabetes mellitus"]);
}

#[test]
fn hyphens_plurals_accents_and_spelling_do_not_matter() {
    let thesaurus = thesaurus(&[
        group("SGLT2 inhibitors", &["gliflozin"], &["SGLT2i"]),
        group("Beta blockers", &["beta-adrenoceptor antagonist"], &[]),
        group("Sjögren's syndrome", &["sicca syndrome"], &[]),
        group("Interleukin-1 beta", &["IL-1 beta"], &[]),
        group("Oedema", &["fluid retention"], &[]),
    ]);
    for typed in ["SGLT-2 inhibitor", "sglt2 inhibitors", "SGLT 2 inhibitors", "gliflozins"] {
        assert_eq!(named(&thesaurus, typed), ["SGLT2 inhibitors"], "{typed}");
    }
    for typed in ["betablockers", "beta-blocker", "Beta Blockers"] {
        assert_eq!(named(&thesaurus, typed), ["Beta blockers"], "{typed}");
    }
    assert_eq!(named(&thesaurus, "sjogren syndrome"), ["Sjögren's syndrome"]);
    assert_eq!(named(&thesaurus, "IL-1β"), ["Interleukin-1 beta"]);
    assert_eq!(named(&thesaurus, "edemas"), ["Oedema"]);
}

#[test]
fn letters_that_only_look_alike_without_their_gaps_are_no_match() {
    let thesaurus = thesaurus(&[group("Atypical", &["irregular"], &["AT"])]);
    assert!(named(&thesaurus, "a typical case").is_empty());
    assert!(named(&thesaurus, "a t").is_empty());
}

#[test]
fn an_abbreviation_has_capitals_where_its_writer_uses_them() {
    let thesaurus = thesaurus(&[
        group("Emergency department", &["emergency room"], &["ED"]),
        group("Glycated haemoglobin", &["haemoglobin A1c"], &["HbA1c"]),
    ]);
    assert_eq!(named(&thesaurus, "ed visits"), ["Emergency department"]);
    assert_eq!(
        named(&thesaurus, "Ed visits"),
        ["Emergency department"],
        "the first capital is the telephone's"
    );
    assert_eq!(named(&thesaurus, "EDs in Germany"), ["Emergency department"]);
    assert!(named(&thesaurus, "Visits of Ed").is_empty());
    assert_eq!(named(&thesaurus, "HBA1C in Germany"), ["Glycated haemoglobin"]);
    assert_eq!(named(&thesaurus, "hba1c in Germany"), ["Glycated haemoglobin"]);
}

#[test]
fn an_abbreviation_that_is_plain_english_needs_its_capitals() {
    let thesaurus = thesaurus(&[
        group("Acute lymphoblastic leukaemia", &[], &["ALL"]),
        group("Acquired immunodeficiency syndrome", &[], &["AIDS"]),
    ]);
    assert!(named(&thesaurus, "all patients with hearing aids").is_empty());
    assert!(named(&thesaurus, "ALL PATIENTS").is_empty());
    assert_eq!(named(&thesaurus, "ALL in children"), ["Acute lymphoblastic leukaemia"]);
    assert_eq!(named(&thesaurus, "cART in AIDS"), ["Acquired immunodeficiency syndrome"]);
    // Nor is it searched for: the index knows no capitals.
    let concepts = thesaurus.recognise(&words("acute lymphoblastic leukaemia"));
    assert!(texts(&concepts[0]).is_empty());
}

#[test]
fn a_plain_word_is_no_other_words_plural() {
    let spellings = Spellings::new([], ["will", "pain"].map(str::to_owned));
    let groups = [group("Wills", &["living will"], &[]), group("Pain", &["ache"], &[])];
    let thesaurus = Thesaurus::of(&groups, spellings);
    assert!(named(&thesaurus, "will it help").is_empty());
    assert_eq!(named(&thesaurus, "pain relief"), ["Pain"]);
}

#[test]
fn capitals_tell_abbreviations_of_the_same_letters_apart() {
    let thesaurus = thesaurus(&[
        group("Psoriatic arthritis", &[], &["PsA"]),
        group("Prostate-specific antigen", &[], &["PSA"]),
        group("C-reactive protein", &[], &["CRP"]),
        group("Complex regional pain syndrome", &[], &["CRPS"]),
    ]);
    assert_eq!(named(&thesaurus, "new PsA"), ["Psoriatic arthritis"]);
    assert_eq!(named(&thesaurus, "new PSA"), ["Prostate-specific antigen"]);
    assert!(named(&thesaurus, "new psa").is_empty());
    assert_eq!(named(&thesaurus, "crps"), ["Complex regional pain syndrome"]);
    assert_eq!(named(&thesaurus, "crp"), ["C-reactive protein"]);
}

#[test]
fn every_word_is_offered_in_its_other_spelling() {
    let thesaurus = thesaurus(&[group("Brain tumour", &["cerebral tumour"], &[])]);
    let concepts = thesaurus.recognise(&words("brain tumour haemorrhage fibres"));
    assert_eq!(texts(&concepts[0]), ["brain tumor", "cerebral tumour", "cerebral tumor"]);
    assert_eq!(
        (concepts[1].key().as_str(), texts(&concepts[1])),
        ("spelling:hemorrhage", vec!["hemorrhage".to_owned()])
    );
    assert_eq!(texts(&concepts[2]), ["fibers"]);
    assert_eq!(concepts.len(), 3);
    let american = thesaurus.recognise(&words("hemorrhage"));
    assert_eq!(texts(&american[0]), ["haemorrhage"]);
}

#[test]
fn a_broader_group_names_its_narrower_ones_the_nearest_first() {
    let mut groups = vec![
        group("Anticoagulants", &["blood thinner"], &[]),
        group("Direct oral anticoagulants", &[], &["DOAC"]).below("Anticoagulants"),
        group("Apixaban", &[], &[]).below("Direct oral anticoagulants"),
        group("Warfarin", &[], &[]).below("Anticoagulants"),
    ];
    let narrower = |thesaurus: &Thesaurus, query: &str| -> Vec<String> {
        let concepts = thesaurus.recognise(&words(query));
        concepts[0]
            .narrower
            .iter()
            .map(|narrower| narrower.alternatives[0].text.clone().into_owned())
            .collect()
    };
    let all = thesaurus(&groups);
    assert_eq!(narrower(&all, "blood thinner"), ["Direct oral anticoagulants", "Warfarin", "Apixaban"]);
    assert_eq!(narrower(&all, "DOACs"), ["Apixaban"]);
    for number in 0..2 * MOST_NARROWER {
        groups.push(group(&format!("Coagulant{number:03}x"), &[], &[]).below("Anticoagulants"));
    }
    assert_eq!(narrower(&thesaurus(&groups), "blood thinner").len(), MOST_NARROWER);
}

#[test]
fn what_is_switched_off_is_not_recognised_but_found_by_administrators() {
    let mut groups = hearts();
    groups[1].is_off = true;
    let thesaurus = thesaurus(&groups);
    assert_eq!(named(&thesaurus, "MI and valve repair"), ["Myocardial infarction"]);
    assert!(named(&thesaurus, "mitral insufficiency").is_empty());
    assert_eq!(thesaurus.groups_with("mitral insufficiency").len(), 1);
    let concepts = thesaurus.recognise(&words("heart attack"));
    assert_eq!(texts(&concepts[0]), ["Myocardial infarction", "AMI"]);
}

#[test]
fn mesh_stands_behind_curated_groups_and_lends_them_its_words_and_its_tree() {
    let thesaurus = thesaurus(&[
        group("Heart failure", &["weak heart"], &["HF"]),
        group("Heart Failure", &["Myocardial Failure"], &[]).of_mesh("C14.280.434"),
        group("Heart Failure, Systolic", &["Systolic Heart Failure"], &[]).of_mesh("C14.280.434.676"),
        group("Cardiac Output, Low", &["weak heart"], &[]).of_mesh("C14.280.148"),
    ]);
    let concepts = thesaurus.recognise(&words("weak heart"));
    let [concept] = concepts.as_slice() else { panic!("{concepts:?}") };
    assert_eq!(concept.key(), "start:heart-failure");
    assert_eq!(texts(concept), ["Heart failure", "Myocardial Failure"]);
    assert_eq!(concept.narrower[0].alternatives[0].text, "Heart Failure, Systolic");
    assert_eq!(
        named(&thesaurus, "myocardial failure"),
        ["Heart failure"],
        "the heading's words are the group's"
    );
}

#[test]
fn administrators_find_groups_by_any_part_of_a_word() {
    let thesaurus = thesaurus(&hearts());
    let ids = |text: &str| thesaurus.search(text, 10).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(ids("insuff"), ["start:mitral-regurgitation"]);
    assert_eq!(ids("MR")[..2], ["start:mitral-regurgitation", "start:magnetic-resonance-imaging"]);
    assert!(ids(" ").is_empty());
    assert_eq!(GroupId::parse("start:x"), Some(GroupId { source: Source::Start, id: "x" }));
    assert_eq!(GroupId::parse("elsewhere:x"), None);
}

#[test]
fn any_text_is_read_as_something() {
    let thesaurus = thesaurus(&hearts());
    for text in ["", "–", "' ' '", "’s", "((((", "\u{0}", "ا ب", "e\u{301}"] {
        assert!(named(&thesaurus, text).is_empty(), "{text:?}");
    }
    assert_eq!(named(&thesaurus, "– heart attack –"), ["Myocardial infarction"]);
}

fn part(text: &str, kind: i32) -> Part<'_> {
    match kind {
        0 => Part::Break,
        1 => Part::Fixed(text),
        _ => Part::Word(text),
    }
}

proptest! {
    #[test]
    fn spans_lie_within_the_query_in_order_and_apart(
        query in prop::collection::vec(
            prop_oneof![any::<String>(), "(heart|attack|MI|mi|valves?|MRI|[-–’]| )+"],
            0..12,
        ),
        kinds in prop::collection::vec(0..4, 12),
    ) {
        let thesaurus = thesaurus(&hearts());
        let parts: Vec<Part<'_>> = query.iter().zip(&kinds).map(|(text, kind)| part(text, *kind)).collect();
        let mut end = 0;
        for concept in thesaurus.recognise(&parts) {
            prop_assert!(end <= concept.span.start && concept.span.start < concept.span.end);
            prop_assert!(parts[concept.span.clone()].iter().all(|part| matches!(part, Part::Word(_))));
            prop_assert!(concept.alternatives.len() <= MOST_ALTERNATIVES);
            prop_assert!(concept.narrower.len() <= MOST_NARROWER);
            end = concept.span.end;
        }
        prop_assert!(end <= parts.len());
    }
}
