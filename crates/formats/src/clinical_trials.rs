//! Studies as version 2 of the ClinicalTrials.gov API gives them.

mod markdown;

use crate::entry::complete;
use crate::json::{Object, Objects, explained};
use crate::lines::decoded;
use crate::rejection::Rejection;
use crate::text::{clean, is_web_address, kept, nct, year_in};
use domain::record::{
    AbstractSection, CitedWork, MeshHeading, PublicationKind, RecordData, SourceField, united,
};
use markdown::without_markdown;
use serde::Deserialize;
use serde_json::Value;
use std::io::BufRead;

/// Parts of the protocol that a record has no field for, by their paths; kept because the registry's page shows them.
const OTHERS: [(&str, &str); 20] = [
    ("Organisation's number", "identificationModule/orgStudyIdInfo/id"),
    ("Further numbers", "identificationModule/secondaryIdInfos/id"),
    ("Acronym", "identificationModule/acronym"),
    ("Primary completion", "statusModule/primaryCompletionDateStruct/date"),
    ("Completion", "statusModule/completionDateStruct/date"),
    ("Why stopped", "statusModule/whyStopped"),
    ("Responsible", "sponsorCollaboratorsModule/responsibleParty/investigatorFullName"),
    ("Enrolment", "designModule/enrollmentInfo/count"),
    ("Allocation", "designModule/designInfo/allocation"),
    ("Intervention model", "designModule/designInfo/interventionModel"),
    ("Masking", "designModule/designInfo/maskingInfo/masking"),
    ("Primary purpose", "designModule/designInfo/primaryPurpose"),
    ("Arm", "armsInterventionsModule/armGroups/label"),
    ("Eligibility", "eligibilityModule/eligibilityCriteria"),
    ("Sex", "eligibilityModule/sex"),
    ("Minimum age", "eligibilityModule/minimumAge"),
    ("Maximum age", "eligibilityModule/maximumAge"),
    ("Healthy volunteers", "eligibilityModule/healthyVolunteers"),
    ("Investigator", "contactsLocationsModule/overallOfficials/name"),
    ("Reference", "referencesModule/references/citation"),
];

/// The records of a file of studies.
pub(crate) fn read(
    reader: impl BufRead + Send,
) -> impl Iterator<Item = Result<RecordData, Rejection>> + Send {
    Objects::new(reader, "studies").map(|object| {
        let object = object?;
        parse(&object)
    })
}

fn parse(object: &Object) -> Result<RecordData, Rejection> {
    let study: Study = serde_json::from_str(&decoded(&object.text)).map_err(|error| {
        let line = object.line + (error.line() as u64).saturating_sub(1);
        Rejection::entry(object.number, line, explained(&error))
    })?;
    // It was parsed once already: parsing again cannot fail.
    let whole: Value = serde_json::from_str(&decoded(&object.text)).unwrap_or_default();
    let with_others = |data| RecordData { others: others(&whole), ..data };
    record(study)
        .map(with_others)
        .and_then(complete)
        .map_err(|reason| Rejection::entry(object.number, object.line, reason))
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Study {
    protocol_section: Protocol,
    derived_section: Derived,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Protocol {
    identification_module: Identification,
    status_module: Status,
    sponsor_collaborators_module: Sponsors,
    description_module: Description,
    conditions_module: Conditions,
    design_module: Design,
    arms_interventions_module: Arms,
    outcomes_module: Outcomes,
    references_module: References,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Identification {
    nct_id: String,
    brief_title: String,
    official_title: String,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Status {
    overall_status: String,
    start_date_struct: Dated,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Dated {
    date: String,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Sponsors {
    lead_sponsor: Named,
    collaborators: Vec<Named>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Named {
    name: String,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Description {
    brief_summary: String,
    detailed_description: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Conditions {
    conditions: Vec<String>,
    keywords: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Design {
    study_type: String,
    phases: Vec<String>,
    design_info: DesignInfo,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct DesignInfo {
    allocation: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Arms {
    interventions: Vec<Named>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Outcomes {
    primary_outcomes: Vec<Outcome>,
    secondary_outcomes: Vec<Outcome>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Outcome {
    measure: String,
    time_frame: String,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct References {
    references: Vec<Reference>,
    see_also_links: Vec<Link>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Reference {
    pmid: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Link {
    url: String,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Derived {
    condition_browse_module: Browse,
    intervention_browse_module: Browse,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Browse {
    meshes: Vec<Mesh>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Mesh {
    id: String,
    term: String,
}

fn record(study: Study) -> Result<RecordData, String> {
    let protocol = study.protocol_section;
    let number = nct(&protocol.identification_module.nct_id)
        .ok_or("the entry has no nctId in its protocolSection: is it a study of ClinicalTrials.gov?")?;
    let start = protocol.status_module.start_date_struct.date.clone();
    Ok(RecordData {
        external_id: Some(number.clone()),
        kind: Some(PublicationKind::TrialRegistration),
        title: title(&protocol.identification_module),
        abstract_sections: sections(&protocol),
        authors: sponsors(&protocol.sponsor_collaborators_module),
        journal: "ClinicalTrials.gov".to_owned(),
        year: year_in(&start),
        date: clean(&start),
        publication_types: publication_types(&protocol.design_module),
        mesh: headings(study.derived_section),
        keywords: keywords(&protocol),
        links: links(&number, &protocol.references_module),
        references: references(&protocol.references_module),
        nct: Some(number),
        ..RecordData::default()
    })
}

fn title(identification: &Identification) -> String {
    let brief = without_markdown(&identification.brief_title);
    if brief.is_empty() { without_markdown(&identification.official_title) } else { brief }
}

fn sections(protocol: &Protocol) -> Vec<AbstractSection> {
    let outcomes = &protocol.outcomes_module;
    [
        ("Official title", without_markdown(&protocol.identification_module.official_title)),
        ("Summary", without_markdown(&protocol.description_module.brief_summary)),
        ("Description", without_markdown(&protocol.description_module.detailed_description)),
        ("Primary outcomes", measures(&outcomes.primary_outcomes)),
        ("Secondary outcomes", measures(&outcomes.secondary_outcomes)),
        ("Status", clean(&protocol.status_module.overall_status.replace('_', " ").to_lowercase())),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .map(|(label, text)| AbstractSection { label: label.to_owned(), text })
    .collect()
}

fn others(study: &Value) -> Vec<SourceField> {
    let protocol = study.get("protocolSection").unwrap_or(&Value::Null);
    OTHERS
        .iter()
        .flat_map(|(name, path)| texts_at(protocol, path).into_iter().map(move |text| (name, text)))
        .filter_map(|(name, text)| kept("clinicaltrials", name, &text))
        .collect()
}

/// The texts at a path; a list on the way is walked.
fn texts_at(value: &Value, path: &str) -> Vec<String> {
    match value {
        Value::Array(list) => list.iter().flat_map(|one| texts_at(one, path)).collect(),
        Value::Object(map) => {
            let (name, rest) = path.split_once('/').unwrap_or((path, ""));
            map.get(name).map(|inner| texts_at(inner, rest)).unwrap_or_default()
        }
        Value::String(text) if path.is_empty() => vec![without_markdown(text)],
        Value::Number(_) | Value::Bool(_) if path.is_empty() => vec![value.to_string()],
        _ => Vec::new(),
    }
}

/// `Overall survival (5 years); …`.
fn measures(outcomes: &[Outcome]) -> String {
    let measure = |outcome: &Outcome| match without_markdown(&outcome.time_frame) {
        frame if frame.is_empty() => without_markdown(&outcome.measure),
        frame => format!("{} ({frame})", without_markdown(&outcome.measure)),
    };
    outcomes.iter().map(measure).collect::<Vec<_>>().join("; ")
}

fn sponsors(sponsors: &Sponsors) -> Vec<String> {
    std::iter::once(&sponsors.lead_sponsor)
        .chain(&sponsors.collaborators)
        .map(|sponsor| without_markdown(&sponsor.name))
        .filter(|name| !name.is_empty())
        .collect()
}

/// In PubMed's words, so that studies and publications are grouped alike.
fn publication_types(design: &Design) -> Vec<String> {
    let mut types = Vec::new();
    match design.study_type.as_str() {
        "INTERVENTIONAL" => types.push("Clinical Trial".to_owned()),
        "OBSERVATIONAL" => types.push("Observational Study".to_owned()),
        _ => {}
    }
    if design.design_info.allocation == "RANDOMIZED" {
        types.push("Randomized Controlled Trial".to_owned());
    }
    for phase in &design.phases {
        let name = match phase.as_str() {
            "PHASE1" | "EARLY_PHASE1" => "Clinical Trial, Phase I",
            "PHASE2" => "Clinical Trial, Phase II",
            "PHASE3" => "Clinical Trial, Phase III",
            "PHASE4" => "Clinical Trial, Phase IV",
            _ => continue,
        };
        types.push(name.to_owned());
    }
    types
}

fn headings(derived: Derived) -> Vec<MeshHeading> {
    let meshes = derived.condition_browse_module.meshes.into_iter();
    meshes
        .chain(derived.intervention_browse_module.meshes)
        .map(|mesh| MeshHeading { heading: clean(&mesh.term), ui: clean(&mesh.id), ..MeshHeading::default() })
        .filter(|heading| !heading.heading.is_empty())
        .collect()
}

fn keywords(protocol: &Protocol) -> Vec<String> {
    let conditions = &protocol.conditions_module;
    let interventions = protocol.arms_interventions_module.interventions.iter().map(|one| &one.name);
    let mut words: Vec<String> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for word in conditions.conditions.iter().chain(interventions).chain(&conditions.keywords) {
        let word = without_markdown(word);
        if !word.is_empty() && known.insert(word.clone()) {
            words.push(word);
        }
    }
    words
}

fn links(number: &str, references: &References) -> Vec<String> {
    let own = format!("https://clinicaltrials.gov/study/{number}");
    let others = references.see_also_links.iter().map(|link| link.url.trim().to_owned());
    std::iter::once(own).chain(others.filter(|url| is_web_address(url))).collect()
}

/// The references of the registration: background, and publications of the study.
fn references(module: &References) -> Vec<CitedWork> {
    united(Vec::new(), module.references.iter().map(|reference| CitedWork::of(Some(&reference.pmid), None)))
}
