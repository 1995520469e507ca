//! One publication as different databases write it.

use super::random::Random;
use domain::record::RecordData;

const LITTLE: [&str; 12] = ["the", "of", "and", "in", "for", "on", "a", "an", "with", "to", "by", "or"];

/// A record of the publication, in the manner of one database and with what goes wrong on the way.
pub(super) fn variant(publication: &RecordData, random: &mut Random) -> RecordData {
    let mut data = styled(publication, random);
    if random.chance(14) {
        data.title = misspelled(&data.title, random);
    }
    if random.chance(8) {
        data.title = without_end(&data.title);
    }
    if random.chance(3) {
        data.title.push_str(random.of(&[
            " [abstract]",
            " (abstract)",
            " [Review]",
            ". Journal of Samples",
            " [see comment]",
        ]));
    }
    if random.chance(2) && data.title.len() > 60 {
        data.title = translated(&data.title);
        data.abstract_sections.clear();
        if data.pages.is_empty() {
            data.pages.clone_from(&publication.pages);
        }
    }
    if random.chance(8) {
        data.year = data.year.map(|year| if random.chance(50) { year - 1 } else { year + 1 });
        if random.chance(50) {
            // Ahead of print.
            (data.volume, data.issue, data.pages) = Default::default();
        }
    }
    for (percent, field) in
        [(14, &mut data.pages), (9, &mut data.volume), (15, &mut data.issue), (4, &mut data.journal)]
    {
        if random.chance(percent) {
            field.clear();
        }
    }
    data
}

/// A record in the manner of one database.
pub(super) fn styled(publication: &RecordData, random: &mut Random) -> RecordData {
    let mut data = publication.clone();
    let style = random.below(5);
    let keep = |random: &mut Random, percent: usize, id: &Option<String>| {
        id.clone().filter(|_| random.chance(percent))
    };
    data.pmid = keep(random, [100, 20, 10, 5, 30][style], &publication.pmid);
    data.doi = keep(random, [75, 70, 85, 50, 40][style], &publication.doi);
    match style {
        0 => {
            data.title = format!("{}.", data.title.trim_end_matches('.'));
            data.journal = abbreviated(&data.journal);
            data.pages = shortened(&data.pages);
        }
        1 => data.title = ascii(&data.title),
        2 => data.pages = shortened(&data.pages),
        3 => {
            data.title = if random.chance(60) { data.title.to_uppercase() } else { capitals(&data.title) };
            data.journal = data.journal.to_uppercase();
            data.authors = data.authors.iter().map(|name| ascii(name)).collect();
        }
        _ => {
            data.title = american(&data.title);
            data.authors =
                data.authors.iter().map(|name| name.split(' ').next().unwrap().to_owned() + " A").collect();
        }
    }
    if random.chance(3) {
        data.title = data.title.replace('&', "&amp;").replace('α', "&alpha;").replace(" of ", " <i>of</i> ");
    }
    if random.chance(15) {
        let kept = [1, 3, 6][random.below(3)];
        data.authors.truncate(kept);
        if random.chance(40) {
            data.authors.push("et al".into());
        }
    }
    if random.chance(3) {
        data.authors.clear();
    }
    if random.chance(35) {
        data.abstract_sections.clear();
    }
    data
}

fn abbreviated(journal: &str) -> String {
    let words: Vec<&str> =
        journal.split(' ').filter(|word| !LITTLE.contains(&word.to_lowercase().as_str())).collect();
    match words.as_slice() {
        [one] => (*one).to_owned(),
        words => {
            words.iter().map(|word| word.chars().take(4).collect::<String>()).collect::<Vec<_>>().join(" ")
        }
    }
}

/// `1995-2008` as `1995-2008`, `123-129` as `123-9`.
fn shortened(pages: &str) -> String {
    match pages.split_once('-') {
        Some((first, last)) if first.len() == last.len() => {
            let common = first.bytes().zip(last.bytes()).take_while(|(a, b)| a == b).count();
            format!("{first}-{}", &last[common..])
        }
        _ => pages.to_owned(),
    }
}

fn ascii(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'ü' | 'ú' => 'u',
            'ö' | 'ó' | 'ø' => 'o',
            'ä' | 'á' | 'å' => 'a',
            'α' => 'a',
            'β' => 'b',
            '–' | '—' => '-',
            c if c.is_ascii() => c,
            _ => '?',
        })
        .collect()
}

fn american(title: &str) -> String {
    let mut title = title.to_owned();
    for (british, american) in [
        ("andomis", "andomiz"),
        ("tumour", "tumor"),
        ("aemia", "emia"),
        ("paed", "ped"),
        ("oedema", "edema"),
        ("behaviour", "behavior"),
        ("haem", "hem"),
        ("centre", "center"),
        ("α", "alpha"),
        ("β", "beta"),
        ("oeso", "eso"),
    ] {
        let to = title.contains(british);
        title = if to { title.replace(british, american) } else { title.replace(american, british) };
    }
    title
}

fn capitals(title: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().collect::<String>() + letters.as_str())
            .unwrap_or_default()
    };
    title.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

/// A slip, a word left out, or a word cut in two or joined with the next.
fn misspelled(title: &str, random: &mut Random) -> String {
    let mut words: Vec<String> = title.split(' ').map(str::to_owned).collect();
    let place = random.below(words.len());
    let letters: Vec<char> = words[place].chars().collect();
    match random.below(6) {
        0 | 1 if letters.len() > 4 => {
            let at = 1 + random.below(letters.len() - 2);
            let mut changed = letters;
            match random.below(3) {
                0 => changed.swap(at, at - 1),
                1 => drop(changed.remove(at)),
                _ => changed[at] = 'r',
            }
            words[place] = changed.into_iter().collect();
        }
        2 if words.len() > 5 => drop(words.remove(place)),
        3 if place + 1 < words.len() => {
            let next = words.remove(place + 1);
            words[place].push_str(&next);
        }
        4 => words[place].push('s'),
        _ => {
            words.retain(|word| !["the", "a", "an"].contains(&word.to_lowercase().as_str()));
        }
    }
    words.join(" ")
}

fn without_end(title: &str) -> String {
    let end = title.find([':', '?', '(', '–']).filter(|end| *end > 25);
    end.map_or_else(|| title.to_owned(), |end| title[..end].to_owned())
}

/// A title that no word of the other is left in.
fn translated(title: &str) -> String {
    let words: Vec<String> = title.split(' ').map(|word| word.chars().rev().collect::<String>()).collect();
    format!("Untersuchung der {} und die {}", words[0], words[1..words.len().min(9)].join(" bei "))
}
