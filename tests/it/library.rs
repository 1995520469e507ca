//! The library as readers meet it: what is published is found, what is withdrawn is gone, and the index that answers
//! can always be made again.

use crate::both;
use crate::publishing::Team;
use crate::support::{Database, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use domain::article::{Audience, Step};
use domain::asker::{Asker, Declaration, Gate};
use domain::search_query::SearchQuery;
use formats::Rejection;
use services::context::Context;
use services::failure::Failure;
use services::import::{self, Counts, Import, Indexing, Updated, Watcher};
use services::{index_follower, library, search};
use std::path::{Path, PathBuf};
use std::time::Duration;
use storage::audit;

fn declared(country: &str) -> Asker {
    let declaration = Declaration { country: country.into(), profession: String::new() };
    Asker { declaration: Some(declaration), ..Asker::anonymous(Gate::Declared) }
}

async fn titles(context: &Context, asker: &Asker, words: &str) -> Vec<String> {
    let results = search::search(context, asker, &SearchQuery::of(words)).await.unwrap();
    results.hits.into_iter().map(|hit| hit.title).collect()
}

/// Waits for what another process or node is to notice.
async fn soon(mut holds: impl AsyncFnMut() -> bool) -> bool {
    for _ in 0..40 {
        if holds().await {
            return true;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    false
}

/// Notes what was rejected, and which records were updated.
#[derive(Default)]
struct Notes(Vec<String>, Vec<String>);

impl Watcher for Notes {
    fn come_to(&mut self, read: u64, length: u64) {
        assert!(read <= length);
    }

    fn rejected(&mut self, file: &Path, rejected: &Rejection) {
        self.0.push(format!("{}: {rejected}", file.display()));
    }

    fn updated(&mut self, _: &Path, updated: &Updated<'_>) {
        self.1.push(updated.to_string());
    }
}

/// Imports a file as the command does.
async fn import_file(context: &Context, path: &Path) -> (Counts, Vec<String>) {
    let author = storage::accounts::list(&context.store, Some(Role::Editor), false).await.unwrap();
    let author = author.into_iter().next().map(|account| account.id);
    let import = Import { format: None, author, is_demo: false };
    let mut indexing = Indexing::begin(context).await.unwrap();
    let mut notes = Notes::default();
    let counts = import::file(context, &import, path, &mut indexing, &mut notes).await.unwrap();
    indexing.finish(context).await.unwrap();
    (counts, notes.0)
}

/// Imports a file; what it says of records that were updated.
async fn updates(context: &Context, path: &Path) -> (Counts, Vec<String>) {
    let import = Import { format: None, author: None, is_demo: false };
    let mut indexing = Indexing::begin(context).await.unwrap();
    let mut notes = Notes::default();
    let counts = import::file(context, &import, path, &mut indexing, &mut notes).await.unwrap();
    indexing.finish(context).await.unwrap();
    (counts, notes.1)
}

fn write(portal: &Portal, name: &str, text: &str) -> PathBuf {
    let path = portal.context.config.data.join(name);
    std::fs::write(&path, text).unwrap();
    path
}

const TRIAL: &str =
    r#"{"id": "t1", "pmid": "31535829", "title": "Dapagliflozin in heart failure", "abstract": "A trial."}"#;

fn pubmed(status: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><PubmedArticleSet><PubmedArticle><MedlineCitation><PMID>31535829</PMID>
        <Article><Journal><Title>A Journal</Title></Journal><ArticleTitle>Dapagliflozin in heart failure</ArticleTitle>
        <PublicationTypeList><PublicationType>Journal Article</PublicationType>{status}</PublicationTypeList></Article>
        </MedlineCitation></PubmedArticle></PubmedArticleSet>"#
    )
}

fn article(approved: &str) -> String {
    format!(
        "+++\nslug = \"dapagliflozin\"\nkind = \"evidence-summary\"\ntitle = \"Dapagliflozin, in short\"\n\
         summary = \"It works.\"\nareas = [\"heart-failure\"]\n{approved}\n[[references]]\npmid = \"31535829\"\n\
         citation = \"A trial. 2019.\"\n+++\n## What was found\n\nFewer deaths [1].\n\n![A figure](figures/a.svg)\n"
    )
}

const APPROVED: &str = "approved = \"2026-01-05\"\napproval_reference = \"X-1\"";
const DRAWING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><circle r="1"/></svg>"#;

/// An article with a figure beside it, as an editor's folder has it.
async fn with_article(portal: &Portal, approved: &str) -> (Counts, Vec<String>) {
    std::fs::create_dir_all(portal.context.config.data.join("figures")).unwrap();
    write(portal, "figures/a.svg", DRAWING);
    let path = write(portal, "dapagliflozin.md", &article(approved));
    import_file(&portal.context, &path).await
}

both! {
    async fn an_import_says_which_record_was_updated_by_which_entry(portal: Portal) {
        let context = &portal.context;
        updates(context, &write(&portal, "first.jsonl", TRIAL)).await;
        let other = r#"{"id": "t9", "title": "Something else in the kidney"}"#;
        let newer = r#"{"pmid": "31535829", "title": "Dapagliflozin in heart failure: a trial"}"#;
        let (counts, said) = updates(context, &write(&portal, "second.jsonl", &format!("{other}\n{newer}"))).await;
        assert_eq!(counts.to_string(), "added 1, updated 1, unchanged 0, rejected 0");
        let id = storage::records::by_identifier(&context.store, "31535829").await.unwrap().unwrap().id;
        let expected = format!(
            "entry 2 updated record {id}, \"Dapagliflozin in heart failure\" (the same PMID); its title is now \
             \"Dapagliflozin in heart failure: a trial\""
        );
        assert_eq!(said, [expected]);
    }

    async fn the_cases_of_shared_identifiers_give_the_records_they_should(portal: Portal) {
        let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/cases");
        if !cases.exists() {
            println!("skipped: the cases are not here");
            return;
        }
        for (file, added) in [
            ("17-same-doi-chapters.ris", 2),
            ("18-same-doi-two-pmids.nbib", 2),
            ("20-doi-forms.ris", 1),
            ("35-no-id.bib", 2),
        ] {
            let (counts, _) = updates(&portal.context, &cases.join(file)).await;
            assert_eq!((counts.added, counts.rejected), (added, 0), "{file}");
            let (again, _) = updates(&portal.context, &cases.join(file)).await;
            assert_eq!(again.added, 0, "{file}: nothing is added when it comes again");
        }
    }

    async fn a_published_article_is_found_and_a_withdrawn_one_is_gone_everywhere_at_once(portal: Portal) {
        let team = Team::of(&portal).await;
        let (context, reader) = (&portal.context, declared("GB"));
        let id = team.draft("Finerenone and the kidney").await;
        assert!(titles(context, &reader, "finerenone").await.is_empty(), "a draft is nobody's business");
        team.publish(&id).await;
        assert_eq!(titles(context, &reader, "finerenone").await, ["Finerenone and the kidney"]);
        let shown = library::article(context, &context.default_locale(), &reader, "finerenone-and-the-kidney").await.unwrap();
        assert!(shown.html.contains("The first text"), "{}", shown.html);
        team.take(&team.editor, &id, Step::Withdraw).await.unwrap();
        assert!(titles(context, &reader, "finerenone").await.is_empty());
        let gone = library::article(context, &context.default_locale(), &reader, "finerenone-and-the-kidney").await;
        assert!(matches!(gone, Err(Failure::Gone)), "{gone:?}");
    }

    async fn an_article_for_one_country_is_not_there_for_another(portal: Portal) {
        let team = Team::of(&portal).await;
        let state = &portal.context;
        let id = team.draft("Finerenone and the kidney").await;
        let mut version = team.version(&id).await;
        version.front.audience = Audience { countries: vec!["DE".into()], ..Audience::default() };
        team.write(&id, version, "Text.").await;
        team.publish(&id).await;
        let slug = "finerenone-and-the-kidney";
        assert!(library::article(state, &state.default_locale(), &declared("DE"), slug).await.is_ok());
        assert!(matches!(library::article(state, &state.default_locale(), &declared("GB"), slug).await, Err(Failure::NotFound)));
        assert!(titles(state, &declared("GB"), "finerenone").await.is_empty());
        team.take(&team.editor, &id, Step::Withdraw).await.unwrap();
        let gone = library::article(state, &state.default_locale(), &declared("GB"), slug).await;
        assert!(matches!(gone, Err(Failure::NotFound)), "whoever could not read it does not learn of it: {gone:?}");
    }

    async fn a_withdrawal_on_another_node_is_heard_of_in_every_search_and_page(portal: Portal) {
        if !portal.context.store.is_shared() {
            return;
        }
        let team = Team::of(&portal).await;
        let id = team.draft("Finerenone and the kidney").await;
        team.publish(&id).await;
        // Another node, whose follower is asleep: it has its own index of the same database.
        let mut config = portal.context.config.clone();
        config.data = config.data.join("other");
        let other = Context::open(config).await.unwrap();
        index_follower::follow(&other).await.unwrap();
        let (reader, slug) = (declared("GB"), "finerenone-and-the-kidney");
        assert!(library::article(&other, &other.default_locale(), &reader, slug).await.is_ok());
        assert_eq!(titles(&other, &reader, "finerenone").await.len(), 1);
        team.take(&team.editor, &id, Step::Withdraw).await.unwrap();
        assert!(titles(&other, &reader, "finerenone").await.is_empty());
        assert!(matches!(library::article(&other, &other.default_locale(), &reader, slug).await, Err(Failure::Gone)));
    }

    async fn an_imported_article_shows_its_figures_references_and_contents(portal: Portal) {
        Team::of(&portal).await;
        let (counts, rejected) = with_article(&portal, APPROVED).await;
        assert_eq!((counts.added, rejected.len()), (1, 0), "{rejected:?}");
        let reader = declared("GB");
        let shown = library::article(&portal.context, &portal.context.default_locale(), &reader, "dapagliflozin").await.unwrap();
        assert_eq!(shown.contents.len(), 1);
        assert_eq!(shown.references[0].record, None, "the record is not in the library yet");
        import_file(&portal.context, &write(&portal, "trial.jsonl", TRIAL)).await;
        assert!(soon(async || {
            let shown = library::article(&portal.context, &portal.context.default_locale(), &reader, "dapagliflozin").await.unwrap();
            shown.references[0].record.is_some()
        }).await);
        let record = storage::records::by_identifier(&portal.context.store, "31535829").await.unwrap().unwrap();
        let shown = library::record(&portal.context, &reader, &record.id).await.unwrap();
        assert_eq!(shown.cited_by.items.len(), 1);
        let mut browser = portal.declared().await;
        let picture = browser.get("/library/dapagliflozin/media/a.svg").await;
        assert_eq!(picture.status, StatusCode::OK);
        assert_eq!(picture.headers["content-type"], "image/svg+xml");
        assert!(picture.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
        let none = browser.get("/library/dapagliflozin/media/b.svg").await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    }

    async fn an_article_that_nobody_approved_comes_in_as_a_draft(portal: Portal) {
        Team::of(&portal).await;
        let (counts, rejected) = with_article(&portal, "").await;
        assert_eq!((counts.added, rejected.len()), (1, 0), "{rejected:?}");
        let shown = library::article(&portal.context, &portal.context.default_locale(), &declared("GB"), "dapagliflozin").await;
        assert!(matches!(shown, Err(Failure::NotFound)), "{shown:?}");
        let (again, _) = with_article(&portal, "").await;
        assert_eq!(again.unchanged, 1);
    }

    async fn an_article_of_the_demonstration_keeps_its_mark_in_a_real_portal(portal: Portal) {
        Team::of(&portal).await;
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/demo/articles");
        for path in import::files(&[folder]).unwrap() {
            let (counts, rejected) = import_file(&portal.context, &path).await;
            assert_eq!((counts.added, rejected.len()), (1, 0), "{rejected:?}");
        }
        let (counts, rejected) = with_article(&portal, APPROVED).await;
        assert_eq!((counts.added, rejected.len()), (1, 0), "{rejected:?}");
        let last = storage::change_numbers::last_change(&portal.context.store).await.unwrap();
        library::changed(&portal.context, last).await;
        let mut reader = portal.declared().await;
        let own = reader.get("/library/dapagliflozin").await;
        assert_eq!((own.status, own.has(".article-header .badge-demo")), (StatusCode::OK, false));
        let marked = reader.get("/library/dapagliflozin-hfref").await;
        assert_eq!(marked.text(".article-header .badge-demo"), "Demonstration content");
        assert!(!marked.has(".no-print .badge-demo, form .badge-demo"), "it is printed");
        let found = reader.get("/search?q=dapagliflozin").await;
        let hits = found.texts(".hits > li");
        let unmarked: Vec<_> = hits.iter().filter(|hit| !hit.contains("Demonstration content")).collect();
        assert!(hits.len() > 5, "{hits:?}");
        assert!(unmarked.len() == 1 && unmarked[0].contains("Dapagliflozin, in short"), "{unmarked:?}");
    }

    async fn a_retraction_reaches_the_record_and_its_hit(portal: Portal) {
        use domain::record::NoticeKind;
        let (counts, _) = import_file(&portal.context, &write(&portal, "a.xml", &pubmed(""))).await;
        assert_eq!(counts.added, 1);
        let retracted = pubmed("<PublicationType>Retracted Publication</PublicationType>");
        let (counts, _) = import_file(&portal.context, &write(&portal, "a.xml", &retracted)).await;
        assert_eq!(counts.updated, 1);
        assert!(soon(async || {
            let query = SearchQuery::of("dapagliflozin");
            let results = search::search(&portal.context, &declared("GB"), &query).await.unwrap();
            results.hits.first().is_some_and(|hit| hit.notices.contains(&NoticeKind::Retracted))
        }).await);
        let record = storage::records::by_identifier(&portal.context.store, "31535829").await.unwrap().unwrap();
        assert!(record.data.is_retracted());
    }

    async fn an_import_in_another_process_is_taken_up_by_the_running_portal(portal: Portal) {
        let path = write(&portal, "trial.jsonl", TRIAL);
        let command = Context::open(portal.context.config.clone()).await.unwrap();
        let (counts, _) = import_file(&command, &path).await;
        assert_eq!(counts.added, 1);
        assert!(soon(async || titles(&portal.context, &declared("GB"), "dapagliflozin").await.len() == 1).await);
    }

    async fn an_import_without_a_server_is_searchable_when_it_ends(portal: Portal) {
        let mut config = portal.context.config.clone();
        config.data = config.data.join("command");
        let command = Context::open(config).await.unwrap();
        import_file(&command, &write(&portal, "trial.jsonl", TRIAL)).await;
        assert_eq!(titles(&command, &declared("GB"), "dapagliflozin").await.len(), 1);
        let again = import_file(&command, &write(&portal, "trial.jsonl", TRIAL)).await;
        assert_eq!(again.0, Counts { unchanged: 1, ..Counts::default() });
    }

    async fn an_index_that_is_lost_while_the_portal_runs_is_made_again(portal: Portal) {
        import_file(&portal.context, &write(&portal, "trial.jsonl", TRIAL)).await;
        let reader = declared("GB");
        assert!(soon(async || titles(&portal.context, &reader, "dapagliflozin").await.len() == 1).await);
        std::fs::remove_dir_all(portal.context.search.folder()).unwrap();
        assert_eq!(titles(&portal.context, &reader, "dapagliflozin").await.len(), 1, "what is open still answers");
        assert!(soon(async || portal.context.search.folder().join("meta.json").exists()).await);
        let newer = TRIAL.replace("31535829", "31535830").replace("t1", "t2");
        import_file(&portal.context, &write(&portal, "newer.jsonl", &newer)).await;
        assert!(soon(async || titles(&portal.context, &reader, "dapagliflozin").await.len() == 2).await);
        let meta = portal.context.search.folder().join("meta.json");
        std::fs::write(&meta, "not what it was").unwrap();
        assert!(soon(async || std::fs::read_to_string(&meta).is_ok_and(|text| text.starts_with('{'))).await);
        assert!(soon(async || titles(&portal.context, &reader, "dapagliflozin").await.len() == 2).await);
    }

    async fn index_files_that_are_cut_off_or_deleted_while_serving_are_made_again(portal: Portal) {
        import_file(&portal.context, &write(&portal, "trial.jsonl", TRIAL)).await;
        let reader = declared("GB");
        assert!(soon(async || titles(&portal.context, &reader, "dapagliflozin").await.len() == 1).await);
        // Not every answer while it is made again has to be one, but each is: nothing ends the process.
        let answered = async |words: &str| match search::search(&portal.context, &reader, &SearchQuery::of(words)).await {
            Ok(results) => Some(results.total),
            Err(Failure::NotReady(_)) => None,
            Err(other) => panic!("{other}"),
        };
        let folder = portal.context.search.folder().to_owned();
        type Damage = fn(&Path);
        let damages: [Damage; 3] = [
            |path| std::fs::File::options().write(true).open(path).unwrap().set_len(1).unwrap(),
            |path| std::fs::File::options().write(true).open(path).unwrap().set_len(0).unwrap(),
            |path| std::fs::remove_file(path).unwrap(),
        ];
        for (turn, damage) in damages.into_iter().enumerate() {
            let before = portal.context.search.opened().unwrap();
            for file in std::fs::read_dir(&folder).unwrap() {
                let path = file.unwrap().path();
                let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
                if ["idx", "pos", "term", "fast", "fieldnorm", "store"].contains(&extension) {
                    damage(&path);
                }
            }
            for _ in 0..20 {
                answered("dapagliflozin").await;
                answered("\"heart failure\" zorbitol").await;
            }
            let newer = TRIAL.replace("31535829", &format!("4000{turn}")).replace("t1", &format!("n{turn}"));
            let command = Context::open(portal.context.config.clone()).await.unwrap();
            let (counts, _) = import_file(&command, &write(&portal, "newer.jsonl", &newer)).await;
            assert_eq!(counts.added, 1, "an import beside the server is not kept from its work");
            let all = 2 + u64::try_from(turn).unwrap();
            assert!(soon(async || answered("dapagliflozin").await == Some(all)).await, "{turn}");
            let after = portal.context.search.opened().unwrap();
            assert!(after.is_whole() && !after.shares_index_with(&before), "{turn}: it was made again");
        }
    }

    async fn a_damaged_index_is_made_again_at_the_next_start(portal: Portal) {
        import_file(&portal.context, &write(&portal, "trial.jsonl", TRIAL)).await;
        let mut config = portal.context.config.clone();
        config.data = config.data.join("other");
        let first = Context::open(config.clone()).await.unwrap();
        index_follower::follow(&first).await.unwrap();
        assert_eq!(titles(&first, &declared("GB"), "dapagliflozin").await.len(), 1);
        let folder = first.search.folder().to_owned();
        drop(first);
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "store" || extension == "term") {
                std::fs::write(path, b"not what it was").unwrap();
            }
        }
        let next = Context::open(config).await.unwrap();
        index_follower::follow(&next).await.unwrap();
        assert_eq!(titles(&next, &declared("GB"), "dapagliflozin").await.len(), 1);
    }

    async fn an_index_of_another_database_is_not_believed(portal: Portal) {
        import_file(&portal.context, &write(&portal, "trial.jsonl", TRIAL)).await;
        let Some(other) = Portal::open(Database::Sqlite).await else { return };
        let mut config = other.context.config.clone();
        config.data = portal.context.config.data.join("moved");
        let mut own = portal.context.config.clone();
        own.data = config.data.clone();
        let first = Context::open(own).await.unwrap();
        index_follower::follow(&first).await.unwrap();
        assert_eq!(titles(&first, &declared("GB"), "dapagliflozin").await.len(), 1);
        drop(first);
        let moved = Context::open(config).await.unwrap();
        index_follower::follow(&moved).await.unwrap();
        assert!(titles(&moved, &declared("GB"), "dapagliflozin").await.is_empty());
    }

    async fn every_file_of_every_format_ends_in_counts_or_in_a_clear_error(portal: Portal) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/formats");
        if !folder.is_dir() {
            crate::support::skipped(&format!("{} is not here", folder.display()));
            return;
        }
        let files = import::files(&[folder]).unwrap();
        assert!(files.len() > 15, "{files:?}");
        for path in files {
            let (first, rejected) = import_file(&portal.context, &path).await;
            assert!(first.added + first.updated + first.unchanged + first.rejected > 0, "{}", path.display());
            assert_eq!(rejected.len() as u64, first.rejected);
            assert!(rejected.iter().all(|line| line.contains("entry ") || line.contains("whole file")), "{rejected:?}");
            let (again, _) = import_file(&portal.context, &path).await;
            assert_eq!((again.added, again.rejected), (0, first.rejected), "{}", path.display());
        }
    }

    async fn a_backup_of_one_database_is_restored_into_the_other(portal: Portal) {
        Team::of(&portal).await;
        with_article(&portal, APPROVED).await;
        import_file(&portal.context, &write(&portal, "trial.jsonl", TRIAL)).await;
        let mut lines = Vec::new();
        storage::backup::backup(&portal.context.store, |line| { lines.push(line.to_owned()); Ok(()) }).await.unwrap();
        let other = if portal.context.store.is_shared() { Database::Sqlite } else { Database::Postgres };
        let Some(other) = Portal::open(other).await else { return };
        let restore = async || {
            storage::backup::restore(&other.context.store, lines.iter().map(|line| Ok(line.clone())), storage::backup::Accepted::Whole).await
        };
        assert_eq!(restore().await.unwrap() as usize, lines.len() - 2);
        let verdict = audit::verify(&other.context.store).await.unwrap();
        assert!(matches!(verdict, audit::Verdict::Intact { rows } if rows > 0), "{verdict:?}");
        assert!(restore().await.is_err(), "only an empty portal is restored into");
        let mut config = other.context.config.clone();
        config.data = config.data.join("restarted");
        let restarted = Context::open(config).await.unwrap();
        index_follower::follow(&restarted).await.unwrap();
        assert_eq!(titles(&restarted, &declared("GB"), "dapagliflozin").await.len(), 2);
        let media = library::media(&restarted, &declared("GB"), "dapagliflozin", "a.svg").await.unwrap();
        assert_eq!(media.1, DRAWING.as_bytes());
    }
}
