//! The last step from an entry to a record.

use crate::text::{clean, fingerprint, notice_of_title, pages, year_in};
use crate::{dates, plain_text};
use domain::record::{PublicationKind, RecordData};

/// Completes a record: tidies it and gives it an identifier if it has none. Fails where it has no title.
pub(crate) fn complete(mut data: RecordData) -> Result<RecordData, String> {
    plain_text::tidy(&mut data);
    if data.title.is_empty() {
        return Err("the entry has no title".to_owned());
    }
    tidy(&mut data);
    notice_of_title(&mut data);
    if data.pmid.is_none() && data.doi.is_none() && data.external_id.is_none() {
        data.external_id = Some(fingerprint(&data));
    }
    Ok(data)
}

/// Normalises what formats write in different ways, so that a record is the same whatever its source.
/// A date that names another year than the publication's gives way to that year.
pub(crate) fn tidy(data: &mut RecordData) {
    data.date = dates::printed(&data.date);
    match (data.year, year_in(&data.date)) {
        (Some(year), Some(dated)) if year != dated => data.date = year.to_string(),
        (Some(year), None) => data.date = clean(&format!("{year} {}", data.date)),
        (_, dated) => data.year = dated,
    }
    data.pages = pages(&data.pages);
    for language in &mut data.languages {
        *language = language.to_lowercase();
    }
    // A star before a keyword says that it names a main subject.
    for keyword in &mut data.keywords {
        *keyword = keyword.trim_matches(['*', ' ']).to_owned();
    }
    data.keywords.retain(|keyword| !keyword.is_empty());
    data.kind = data.kind.or_else(|| PublicationKind::of_types(&data.publication_types));
    data.others.sort_by(|a, b| a.format.cmp(&b.format));
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::record::NoticeKind;

    #[test]
    fn a_title_may_say_what_became_of_the_publication() {
        let notices = |title: &str| {
            let data = complete(RecordData { title: title.into(), ..RecordData::default() }).unwrap();
            data.notices.iter().map(|notice| notice.kind).collect::<Vec<_>>()
        };
        for title in
            ["RETRACTED: A trial", "Retracted: A trial", "WITHDRAWN: A trial", "RETRACTED ARTICLE: A"]
        {
            assert_eq!(notices(title), [NoticeKind::Retracted], "{title}");
        }
        for title in ["Retraction notice to “A trial”", "Retraction: A trial"] {
            assert_eq!(notices(title), [NoticeKind::RetractionNotice], "{title}");
        }
        for title in ["Retracted articles in surgery", "Retraction of the lip", "Withdrawn consent"] {
            assert_eq!(notices(title), [], "{title}");
        }
    }

    #[test]
    fn year_and_date_agree() {
        let tidied = |year, date: &str| {
            let mut data = RecordData { year, date: date.into(), ..RecordData::default() };
            tidy(&mut data);
            (data.year, data.date)
        };
        assert_eq!(tidied(Some(2019), ""), (Some(2019), "2019".into()));
        assert_eq!(tidied(None, "2019-11"), (Some(2019), "2019 Nov".into()));
        assert_eq!(tidied(Some(2019), "Winter"), (Some(2019), "2019 Winter".into()));
        assert_eq!(tidied(Some(2019), "2018 Dec 3"), (Some(2019), "2019".into()));
    }
}
