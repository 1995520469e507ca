//! The thesaurus: what a portal understands, what it imports, and what its administrators decide.

use crate::both;
use crate::support::{Page, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use domain::thesaurus::{Concept, Confidence, Meaning, Part, Source, Thesaurus};
use formats::Rejection;
use services::context::Context;
use services::import::{Counts, Watcher, mesh};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Remembers what was rejected.
#[derive(Default)]
struct Heard(Vec<String>);

impl Watcher for Heard {
    fn come_to(&mut self, _: u64, _: u64) {}

    fn rejected(&mut self, _: &Path, rejected: &Rejection) {
        self.0.push(rejected.to_string());
    }
}

fn names(thesaurus: &Thesaurus, query: &str) -> Vec<String> {
    let parts: Vec<Part<'_>> = query.split_whitespace().map(Part::Word).collect();
    let name = |concept: &Concept<'_>| match &concept.meaning {
        Meaning::Group { name, .. } if concept.certainty == Confidence::Guess => format!("{name}?"),
        Meaning::Group { name, .. } => (*name).to_owned(),
        Meaning::Spelling(word) => format!("~{word}"),
    };
    thesaurus.recognise(&parts).iter().map(name).collect()
}

/// The groups that a query names in a portal now.
fn understood(portal: &Portal, query: &str) -> Vec<String> {
    names(&portal.context.thesaurus(), query)
}

/// The names of what is part of the one concept of a query.
fn parts_of(thesaurus: &Arc<Thesaurus>, query: &str) -> Vec<String> {
    let parts: Vec<Part<'_>> = query.split_whitespace().map(Part::Word).collect();
    let concepts = thesaurus.recognise(&parts);
    assert_eq!(concepts.len(), 1, "{concepts:?}");
    concepts[0].narrower.iter().map(|narrower| narrower.alternatives[0].text.clone().into_owned()).collect()
}

async fn take_in(portal: &Portal, file: &Path) -> (Counts, Vec<String>) {
    let mut heard = Heard::default();
    let counts = mesh::file(&portal.context, file, &mut heard).await.unwrap();
    (counts, heard.0)
}

/// A file in the portal's folder.
fn written(portal: &Portal, name: &str, content: &[u8]) -> PathBuf {
    let path = portal.context.config.data.join(name);
    std::fs::write(&path, content).unwrap();
    path
}

fn descriptor(id: &str, name: &str, trees: &[&str], terms: &[(&str, &str)]) -> String {
    let trees: String = trees.iter().map(|tree| format!("<TreeNumber>{tree}</TreeNumber>")).collect();
    let term = |(text, tag): &(&str, &str)| {
        format!(
            "<Term IsPermutedTermYN=\"N\" LexicalTag=\"{tag}\"><TermUI>T1</TermUI><String>{text}</String></Term>"
        )
    };
    let terms: String = terms.iter().map(term).collect();
    format!(
        "<DescriptorRecord DescriptorClass=\"1\"><DescriptorUI>{id}</DescriptorUI>\
         <DescriptorName><String>{name}</String></DescriptorName><TreeNumberList>{trees}</TreeNumberList>\
         <ConceptList><Concept PreferredConceptYN=\"Y\"><TermList>{terms}</TermList></Concept></ConceptList>\
         </DescriptorRecord>\n"
    )
}

fn descriptors(of: &[String]) -> Vec<u8> {
    format!("<?xml version=\"1.0\"?>\n<DescriptorRecordSet>\n{}</DescriptorRecordSet>", of.concat())
        .into_bytes()
}

async fn post(portal: &Portal, address: &str, fields: &[(&str, &str)]) -> Page {
    let admin = storage::accounts::find_by_email(&portal.context.store, "admin@x.example").await.unwrap();
    let admin = match admin {
        Some((admin, _)) => admin,
        None => portal.person("admin@x.example", &[Role::Administrator]).await,
    };
    let mut browser = portal.signed_in(&admin).await;
    if fields.is_empty() { browser.get(address).await } else { browser.post(address, fields).await }
}

async fn get(portal: &Portal, address: &str) -> Page {
    post(portal, address, &[]).await
}

both! {
    async fn a_new_portal_understands_what_the_program_brings_along(portal: Portal) {
        assert_eq!(understood(&portal, "heart attack"), ["Myocardial infarction"]);
        assert_eq!(understood(&portal, "MI and valves"), ["Mitral regurgitation"]);
        assert_eq!(understood(&portal, "haemoglobins"), ["Haemoglobin"]);
        let parts = parts_of(&portal.context.thesaurus(), "blood thinner");
        assert!(parts.iter().any(|name| name == "Apixaban"), "{parts:?}");
    }

    async fn a_group_of_the_portals_own_is_understood_at_once(portal: Portal) {
        assert!(understood(&portal, "zorbitol").is_empty());
        let fields = [
            ("name", "Zorbitol"), ("same", "zorbic acid\n\nacid of Zorb"), ("short", "ZBL"), ("brands", "Zorbo"),
            ("broader", "Diuretics"),
        ];
        let done = post(&portal, "/admin/vocabulary/groups/new", &fields).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
        assert_eq!(understood(&portal, "Zorbo or zorbic acids"), ["Zorbitol", "Zorbitol"]);
        assert!(parts_of(&portal.context.thesaurus(), "water pill").contains(&"Zorbitol".to_owned()));
        let page = get(&portal, "/admin/vocabulary/groups").await;
        assert_eq!(page.texts("tbody th"), ["Zorbitol"]);
        let again = post(&portal, "/admin/vocabulary/groups/new", &fields).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(again.has("#name-error") && again.body.contains("zorbic acid"), "what was typed is still there");

        let address = "/admin/vocabulary/groups/portal/zorbitol";
        let version = get(&portal, address).await.attributes("input[name=version]", "value").remove(0);
        let changed = [("name", "Zorbitol"), ("same", "zorbate"), ("step", "save"), ("version", &version)];
        post(&portal, address, &changed).await;
        assert_eq!(understood(&portal, "zorbate"), ["Zorbitol"]);
        assert!(understood(&portal, "Zorbo").is_empty());
        let trail = get(&portal, "/admin/audit?subject=vocabulary:portal/zorbitol").await;
        assert_eq!(trail.texts(".audit-row").len(), 2);
    }

    async fn the_portals_own_word_comes_before_the_programs(portal: Portal) {
        let fields = [("name", "Attack of the heart programme"), ("same", "heart attack")];
        post(&portal, "/admin/vocabulary/groups/new", &fields).await;
        assert_eq!(understood(&portal, "heart attack"), ["Attack of the heart programme"]);
    }

    async fn what_is_wrong_with_a_group_is_said_at_its_field(portal: Portal) {
        for (field, fields) in [
            ("name", &[("name", ""), ("same", "x")][..]),
            ("same", &[("name", "Zorbitol")]),
            ("same", &[("name", "Zorbitol"), ("same", "zorbitols")]),
            ("same", &[("name", "Zorbitol"), ("same", "zorb\n--")]),
            ("broader", &[("name", "Zorbitol"), ("same", "zorb"), ("broader", "No such group")]),
            ("broader", &[("name", "Zorbitol"), ("same", "zorb"), ("broader", "zorbitol")]),
            ("context", &[("name", "Medical information"), ("short", "MI")]),
            ("usual", &[("name", "Zorbitol"), ("same", "zorb"), ("usual", "ZB")]),
        ] {
            let page = post(&portal, "/admin/vocabulary/groups/new", fields).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
            assert!(page.has(&format!("#{field}-error")), "{field}: {fields:?}");
        }
    }

    async fn any_group_can_be_switched_off_and_on_again_but_only_the_portals_own_edited(portal: Portal) {
        let address = "/admin/vocabulary/groups/start/mitral-regurgitation";
        assert!(!get(&portal, address).await.has("form input[name=name]"));
        assert_eq!(post(&portal, address, &[("step", "save"), ("name", "X")]).await.status, StatusCode::NOT_FOUND);
        post(&portal, address, &[("step", "off")]).await;
        assert!(understood(&portal, "mitral insufficiency").is_empty());
        assert_eq!(understood(&portal, "MI and valves"), ["Myocardial infarction"], "no sense but one is left");
        let page = get(&portal, "/admin/vocabulary/groups?q=mitral+insufficiency").await;
        assert!(page.texts("tbody tr")[0].contains("Switched off"), "administrators still find it");

        // A new process reads it so, too.
        let other = Context::open(portal.context.config.clone()).await.unwrap();
        assert!(names(&other.thesaurus(), "mitral insufficiency").is_empty());
        post(&portal, address, &[("step", "on")]).await;
        assert_eq!(understood(&portal, "mitral insufficiency"), ["Mitral regurgitation"]);
        other.renew_thesaurus().await.unwrap();
        assert_eq!(names(&other.thesaurus(), "mitral insufficiency"), ["Mitral regurgitation"]);
        other.store.close().await;
        let trail = get(&portal, "/admin/audit?subject=vocabulary:start/mitral-regurgitation").await;
        assert_eq!(trail.texts(".audit-row").len(), 2);
        for nothing in ["/admin/vocabulary/groups/start/nothing", "/admin/vocabulary/groups/else/nothing"] {
            assert_eq!(get(&portal, nothing).await.status, StatusCode::NOT_FOUND);
        }
    }

    async fn descriptors_of_mesh_are_taken_in_once_and_stand_behind_curated_groups(portal: Portal) {
        let all = [
            descriptor("D1", "Zorbic Diseases", &["C99"], &[("Zorbic Diseases", "NON"), ("ZBD", "ABB")]),
            descriptor("D2", "Zorbitis, Acute", &["C99.100"], &[("Zorbitis, Acute", "NON"), ("Hot Zorb", "NON")]),
            descriptor("D3", "Heart Failure", &["C14.280.434"], &[("Myocardial Failure", "NON")]),
            descriptor("D4", "Heart Failure, Systolic", &["C14.280.434.676"], &[]),
            descriptor("", "Nameless", &[], &[]),
        ];
        let file = written(&portal, "desc.xml", &descriptors(&all));
        let (counts, rejected) = take_in(&portal, &file).await;
        assert_eq!(counts.to_string(), "added 4, updated 0, unchanged 0, rejected 1");
        assert!(rejected[0].contains("entry 5") && rejected[0].contains("DescriptorUI"), "{rejected:?}");
        assert_eq!(understood(&portal, "hot zorb"), ["Zorbitis, Acute"]);
        assert_eq!(parts_of(&portal.context.thesaurus(), "ZBD"), ["Zorbitis, Acute"]);
        assert_eq!(understood(&portal, "myocardial failure"), ["Heart failure"], "the curated group answers");

        let version = storage::editions::all(&portal.context.store).await.unwrap().thesaurus;
        let (counts, _) = take_in(&portal, &file).await;
        assert_eq!(counts.to_string(), "added 0, updated 0, unchanged 4, rejected 1");
        assert_eq!(storage::editions::all(&portal.context.store).await.unwrap().thesaurus, version, "nothing has changed");

        // What an administrator switched off stays so when a newer edition comes in.
        post(&portal, "/admin/vocabulary/groups/mesh/D2", &[("step", "off")]).await;
        let newer = [descriptor("D2", "Zorbitis, Acute", &["C99.100"], &[("Hot Zorb", "NON"), ("Red Zorb", "NON")])];
        let file = written(&portal, "newer.xml", &descriptors(&newer));
        assert_eq!(take_in(&portal, &file).await.0.to_string(), "added 0, updated 1, unchanged 0, rejected 0");
        assert!(understood(&portal, "red zorb").is_empty());
        post(&portal, "/admin/vocabulary/groups/mesh/D2", &[("step", "on")]).await;
        assert_eq!(understood(&portal, "red zorb"), ["Zorbitis, Acute"]);
        let trail = get(&portal, "/admin/audit?subject=vocabulary").await;
        assert_eq!(trail.texts(".audit-row").iter().filter(|row| row.contains("MeSH taken in")).count(), 3);
    }

    async fn a_running_portal_takes_over_what_another_process_took_in(portal: Portal) {
        let other = Context::open(portal.context.config.clone()).await.unwrap();
        let file = written(&portal, "one.jsonl", br#"{"ui":"D1","heading":"Zorbitol","entries":["Zorb"]}"#);
        let counts = mesh::file(&other, &file, &mut Heard::default()).await.unwrap();
        assert_eq!(counts.added, 1);
        other.store.close().await;
        for _ in 0..100 {
            if !understood(&portal, "zorb").is_empty() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert_eq!(understood(&portal, "zorb"), ["Zorbitol"]);
    }

    async fn all_of_mesh_is_taken_in_and_understood_within_its_budget(portal: Portal) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/mesh/mesh.jsonl.gz");
        if !file.exists() {
            crate::support::skipped(&format!("{} is not here", file.display()));
            return;
        }
        let (counts, rejected) = take_in(&portal, &file).await;
        assert_eq!(counts.to_string(), "added 27148, updated 0, unchanged 0, rejected 0", "{rejected:?}");
        let thesaurus = portal.context.thesaurus();
        assert_eq!(thesaurus.of_source(Source::Mesh).count(), 27_148);
        assert!(thesaurus.bytes() < 40 * 1024 * 1024, "{} bytes", thesaurus.bytes());
        let (again, _) = take_in(&portal, &file).await;
        assert_eq!(again.to_string(), "added 0, updated 0, unchanged 27148, rejected 0");

        assert_eq!(names(&thesaurus, "heart attack"), ["Myocardial infarction"], "the curated group answers");
        assert_eq!(names(&thesaurus, "MI and valves")[0], "Mitral regurgitation");
        assert_eq!(names(&thesaurus, "calcimycin"), ["Calcimycin"]);
        let parts = parts_of(&thesaurus, "arrhythmia");
        assert!(parts.iter().any(|name| name == "Atrial fibrillation"), "{parts:?}");
        let parts = parts_of(&thesaurus, "ethmoid sinusitis");
        assert!(parts.is_empty(), "{parts:?}");
    }
}
