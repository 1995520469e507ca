//! Publications that resemble another one and are none of its duplicates.

use super::random::Random;
use domain::record::{PublicationKind, RecordData};

/// Another publication that resembles one; `other` lends it words and people.
pub(super) fn neighbour(
    publication: &RecordData,
    other: &RecordData,
    random: &mut Random,
) -> (&'static str, RecordData) {
    let title = publication.title.trim_end_matches('.').to_owned();
    let data = apart(publication, random);
    let by_others = |data: RecordData| RecordData { authors: other.authors.clone(), ..data };
    match random.below(14) {
        0 | 1 => (
            "same people, similar title",
            RecordData { title: with_words_of(&title, &other.title, random), ..data },
        ),
        2 => {
            let number = |number: &str| format!("{title}. Part {number}");
            (
                "a further part",
                RecordData { title: number(if random.chance(50) { "II" } else { "2" }), ..data },
            )
        }
        3 => {
            let doi = if random.chance(30) { publication.doi.clone() } else { data.doi.clone() };
            let title = random.of(&["Erratum: ", "Correction to: ", "Corrigendum to "]).to_owned() + &title;
            // A DOI shared with the article is offered on purpose.
            (
                "erratum",
                RecordData { title, doi: doi.filter(|_| false), abstract_sections: Vec::new(), ..data },
            )
        }
        4 => (
            "comment",
            by_others(RecordData {
                title: format!("Comment on: {title}"),
                abstract_sections: Vec::new(),
                ..data
            }),
        ),
        5 => (
            "reply",
            RecordData { title: format!("{title}: authors' reply"), abstract_sections: Vec::new(), ..data },
        ),
        6 | 7 => {
            let paper = RecordData {
                kind: random
                    .chance(60)
                    .then_some(PublicationKind::ConferencePaper)
                    .or(Some(PublicationKind::JournalArticle)),
                journal: "Annual Congress of Invented Medicine".into(),
                journal_abbreviation: String::new(),
                year: data.year.map(|year| year - 1),
                pmid: None,
                doi: None,
                abstract_sections: Vec::new(),
                pages: format!("S{}", random.below(300)),
                ..data
            };
            ("conference abstract", RecordData { title, ..paper })
        }
        8 => {
            let year = 2000 + i32::try_from(random.below(20)).unwrap();
            let title = format!("Annual report of the {} registry {year}", publication.journal);
            ("annual report", RecordData { title, year: Some(year), ..data })
        }
        9 => {
            let title =
                (*random.of(&["Introduction", "Editorial", "Preface", "Foreword", "Reply", "In brief"]))
                    .to_owned();
            ("short title", RecordData { title, abstract_sections: Vec::new(), ..by_others(data) })
        }
        10 => {
            let mark = random.of(&[
                ": study protocol",
                ": rationale and design",
                ": baseline characteristics",
                ": a secondary analysis",
            ]);
            let title = format!("{}{mark}", title.split(':').next().unwrap());
            ("another paper on the study", RecordData { title, ..data })
        }
        11 => {
            let title = with_words_of(&title, &other.title, random);
            ("same topic", by_others(RecordData { title, ..data }))
        }
        12 => {
            // Two abstracts of one group on one page of a supplement.
            let place =
                RecordData { title: other.title.clone(), pmid: None, doi: None, ..publication.clone() };
            (
                "beside it on the page",
                RecordData { abstract_sections: other.abstract_sections.clone(), ..place },
            )
        }
        _ => ("follows it", RecordData { title: other.title.clone(), year: publication.year, ..data }),
    }
}

/// The same people in the same journal and year, at a place of its own.
fn apart(publication: &RecordData, random: &mut Random) -> RecordData {
    let first = 2_100 + random.below(900);
    RecordData {
        doi: Some(format!("10.5555/n.{}", random.below(10_000_000))),
        pmid: Some((31_000_000 + random.below(1_000_000)).to_string()),
        volume: (91 + random.below(9)).to_string(),
        pages: format!("{first}-{}", first + 5),
        abstract_sections: Vec::new(),
        ..publication.clone()
    }
}

/// The title with one or two words of another.
fn with_words_of(title: &str, other: &str, random: &mut Random) -> String {
    let mut words: Vec<&str> = title.split(' ').collect();
    let long: Vec<&str> = other.split(' ').filter(|word| word.len() > 5).collect();
    let places: Vec<usize> = (0..words.len()).filter(|place| words[*place].len() > 5).collect();
    for _ in 0..1 + random.below(2) {
        if !places.is_empty() && !long.is_empty() {
            words[places[random.below(places.len())]] = long[random.below(long.len())];
        }
    }
    words.join(" ")
}
