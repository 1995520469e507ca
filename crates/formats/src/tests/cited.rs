//! What publications cite, as each format has it.

use super::real_files::records_of_file;
use super::{only, outcomes, pubmed_entry};
use crate::Format;
use domain::record::{CitedWork, RecordData};

fn work(pmid: &str, doi: &str) -> CitedWork {
    CitedWork::of(Some(pmid), Some(doi))
}

#[test]
fn pubmed_names_what_an_article_cites_in_lists_within_lists() {
    let reference = |ids: &str| format!("<Reference><Citation>C.</Citation>{ids}</Reference>");
    let id = |kind: &str, id: &str| format!("<ArticleId IdType=\"{kind}\">{id}</ArticleId>");
    let listed = |ids: &str| reference(&format!("<ArticleIdList>{ids}</ArticleIdList>"));
    let list = format!(
        "<ReferenceList><Title>References</Title>{}{}<ReferenceList>{}{}</ReferenceList></ReferenceList>",
        listed(&format!("{}{}", id("pubmed", "31535829"), id("doi", "10.1056/NEJMoa1911303"))),
        reference(""),
        listed(&id("doi", "https://doi.org/10.1000/B")),
        listed(&id("pubmed", "031535829")),
    );
    let text = pubmed_entry("<Article><ArticleTitle>T</ArticleTitle></Article>");
    let data = format!("</MedlineCitation><PubmedData>{list}</PubmedData>");
    let record = only(Format::PubMed, &text.replace("</MedlineCitation>", &data));
    assert_eq!(record.references, [work("31535829", "10.1056/nejmoa1911303"), work("", "10.1000/b")]);
    assert!(record.others.is_empty(), "{:?}", record.others);
}

#[test]
fn pubmed_named_it_among_comments_and_corrections_before() {
    let record = only(
        Format::PubMed,
        &pubmed_entry(
            "<Article><ArticleTitle>T</ArticleTitle></Article><CommentsCorrectionsList>\
             <CommentsCorrections RefType=\"Cites\"><RefSource>Lancet</RefSource><PMID Version=\"1\">7</PMID>\
             </CommentsCorrections><CommentsCorrections RefType=\"CommentOn\"><PMID>8</PMID></CommentsCorrections>\
             </CommentsCorrectionsList>",
        ),
    );
    assert_eq!(record.references, [work("7", "")]);
}

#[test]
fn a_chapter_lists_what_it_cites_in_itself() {
    let text = "<PubmedBookArticle><BookDocument><PMID>1</PMID><ArticleTitle>T</ArticleTitle><ReferenceList>\
                <Reference><ArticleIdList><ArticleId IdType=\"pubmed\">2</ArticleId></ArticleIdList></Reference>\
                </ReferenceList></BookDocument></PubmedBookArticle>";
    let record = only(Format::PubMed, text);
    assert_eq!((record.references, record.others), (vec![work("2", "")], Vec::new()));
}

fn jats(inside: &str) -> RecordData {
    let front = "<front><article-meta><title-group><article-title>T</article-title></title-group></article-meta></front>";
    only(Format::Jats, &format!("<article article-type=\"review-article\">{front}{inside}</article>"))
}

#[test]
fn an_entry_of_a_jats_list_is_one_work_or_several() {
    let id = |kind: &str, id: &str| format!("<pub-id pub-id-type=\"{kind}\">{id}</pub-id>");
    let record = jats(&format!(
        "<back><sec><ref-list><ref><label>1</label><element-citation>{}{}</element-citation></ref>\
         <ref><mixed-citation>{}</mixed-citation><mixed-citation>{}</mixed-citation></ref>\
         <ref><citation-alternatives><mixed-citation>{}</mixed-citation><element-citation>{}</element-citation>\
         </citation-alternatives></ref><ref><mixed-citation>A book.</mixed-citation></ref></ref-list></sec></back>",
        id("pmid", "1"),
        id("doi", "10.1000/a"),
        id("pmid", "2"),
        id("pmid", "3"),
        id("pmid", "4"),
        id("doi", "10.1000/d"),
    ));
    assert_eq!(
        record.references,
        [work("1", "10.1000/a"), work("2", ""), work("3", ""), work("4", "10.1000/d")]
    );
    assert_eq!(record.publication_types, ["Review"]);
}

#[test]
fn neither_the_text_nor_what_comes_with_an_article_is_read() {
    let list = |pmid: &str| {
        format!(
            "<ref-list><ref><mixed-citation><pub-id pub-id-type=\"pmid\">{pmid}</pub-id></mixed-citation></ref></ref-list>"
        )
    };
    let record = jats(&format!(
        "<body><sec><p>a < b & never closed<sec></body><back>{}</back><sub-article><sub-article><back>{}</back>\
         </sub-article><back>{}</back></sub-article><response><body/><back>{}</back></response>",
        list("1"),
        list("2"),
        list("3"),
        list("4"),
    ));
    assert_eq!(record.references, [work("1", "")]);
}

#[test]
fn a_mistake_after_the_text_is_told_with_its_line() {
    let text = "<article>\n<front/>\n<body>\n<p>\n</p>\n</body>\n<back><ref-list></back>\n</article>\n<article><front>\
                <article-meta><title-group><article-title>T</article-title></title-group></article-meta></front><body></article>";
    let outcomes = outcomes(Format::Jats, text);
    let [Err(rejected), Ok(next)] = outcomes.as_slice() else { panic!("{outcomes:?}") };
    assert_eq!((rejected.place.as_str(), next.title.as_str()), ("entry 1, line 7", "T"));
}

#[test]
fn json_lines_list_pmids_and_dois() {
    let record = only(
        Format::JsonLines,
        "{\"id\":\"a\",\"title\":\"T\",\"references\":[\"31535829\",7,\"doi:10.1000/B\",\"10.1000/b\"]}",
    );
    assert_eq!(record.references, [work("31535829", ""), work("7", ""), work("", "10.1000/b")]);
    assert!(record.others.is_empty());
    let record =
        only(Format::JsonLines, "{\"id\":\"a\",\"title\":\"T\",\"references\":[\"7\",\"Lancet 2010\"]}");
    assert_eq!((record.references.len(), record.others[0].value.as_str()), (0, "7; Lancet 2010"));
}

#[test]
fn real_files_name_what_they_cite() {
    for (path, number, first) in [
        ("formats/pubmed_xml/MedlineImporterTestArticleItalics.xml", 43, work("27237222", "")),
        ("formats/jats/pone.0046493.nxml", 44, work("21127999", "")),
        ("formats/jats/6605965a.nxml", 31, CitedWork::default()),
        ("formats/clinicaltrials/CTGOV2_NCT01305200.json", 1, work("27875526", "")),
    ] {
        let Some(records) = records_of_file(path) else { return };
        let references: Vec<&CitedWork> = records.iter().flat_map(|record| &record.references).collect();
        assert_eq!(references.len(), number, "{path}");
        assert!(first.is_unknown() || references[0] == &first, "{path}: {:?}", references[0]);
    }
    let Some(records) = records_of_file("formats/jats/1471-2180-11-174.nxml") else { return };
    let with_both = records[0].references.iter().filter(|work| work.pmid.is_some() && work.doi.is_some());
    assert!(with_both.count() > 40);
}
