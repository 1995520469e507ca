//! What of a search is new.

use super::*;

fn numbered(news: i64, item: IndexedItem) -> IndexedItem {
    IndexedItem { news, ..item }
}

fn library() -> Library {
    let level = |level: u8| EvidenceLevel::try_from(level).ok();
    let secret = Audience { countries: vec!["DE".into()], ..Audience::default() };
    Library::of(vec![
        numbered(1, record("old", "Gout once", "Colchicine.")),
        numbered(2, record("new", "Gout now", "Colchicine.")),
        numbered(
            3,
            IndexedItem { evidence_level: level(1), ..article("strong", "Gout trials", "Colchicine.") },
        ),
        numbered(4, IndexedItem { evidence_level: level(4), ..article("weak", "Gout cases", "Colchicine.") }),
        numbered(5, IndexedItem { audience: secret, ..record("secret", "Gout elsewhere", "Colchicine.") }),
        numbered(6, record("other", "Asthma", "Salbutamol.")),
    ])
}

fn news(library: &Library, query: &SearchQuery, span: ChangeRange, view: &LibraryView) -> Vec<String> {
    let news = library.search.find_news(query, &span, &scope(view), 10).unwrap();
    assert_eq!(usize::try_from(news.total).unwrap(), news.hits.len());
    let mut ids: Vec<String> = news.hits.iter().map(|hit| hit.id.to_string()).collect();
    ids.sort();
    ids
}

#[test]
fn it_lies_after_one_change_and_not_beyond_another() {
    let (library, gout) = (library(), SearchQuery::of("gout"));
    let all = LibraryView::Department;
    let span = |after, up_to| ChangeRange { after, up_to, only_practice_changing: false };
    assert_eq!(news(&library, &gout, span(1, 4), &all), ["new", "strong", "weak"]);
    assert_eq!(news(&library, &gout, span(2, 2), &all), [""; 0]);
    assert_eq!(news(&library, &SearchQuery::of(""), span(5, i64::MAX), &all), ["other"]);
}

#[test]
fn it_keeps_to_what_is_chosen_to_what_changes_practice_and_to_what_may_be_seen() {
    let (library, gout) = (library(), SearchQuery::of("gout"));
    let practice = ChangeRange { after: 0, up_to: i64::MAX, only_practice_changing: true };
    let any = ChangeRange { only_practice_changing: false, ..practice };
    let british = LibraryView::Reader(Reader { country: "GB".into(), ..Reader::default() });
    assert_eq!(news(&library, &gout, practice, &LibraryView::Department), ["strong"]);
    let records = SearchQuery { kinds: vec!["record".into()], ..gout.clone() };
    assert_eq!(news(&library, &records, any, &LibraryView::Department), ["new", "old", "secret"]);
    assert_eq!(news(&library, &gout, any, &british), ["new", "old", "strong", "weak"]);
}
