//! What editors and reviewers see of versions on their way.

use super::mails;
use super::versions::found;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::search;
use domain::account::{Account, EDITORS, REVIEWERS};
use domain::article::{Reference, Version, VersionState};
use domain::asker::Asker;
use domain::id::{AccountId, RecordId, VersionId};
use domain::record::Record;
use domain::search_query::SearchQuery;
use storage::articles::{self, Listed, Picture, VersionStep};
use storage::records;

/// Lines on one page of a list.
pub const PAGE: usize = 50;

/// A page of a list, with the number of versions in each state that this person may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    pub counts: Vec<(VersionState, i64)>,
    pub listed: Vec<Listed>,
}

/// The states whose versions a person sees in a list. A superseded version is found in its article's history.
fn visible(account: &Account) -> &'static [VersionState] {
    use VersionState::{Approved, Draft, Expired, InReview, Published, Withdrawn};
    if account.has_any(EDITORS) {
        &[Draft, InReview, Approved, Published, Withdrawn, Expired]
    } else if account.has_any(REVIEWERS) {
        &[InReview, Approved, Published]
    } else {
        &[]
    }
}

pub(super) fn may_see(account: &Account, version: &Version) -> bool {
    // A draft is its editors' own until they show it.
    account.has_any(EDITORS) || (account.has_any(REVIEWERS) && version.state != VersionState::Draft)
}

/// The versions in a state whose title holds these words; `page` from 1.
///
/// # Errors
/// [`Failure::NotFound`] for a state that this person does not see.
pub async fn list(
    context: &Context,
    account: &Account,
    which: VersionState,
    words: &str,
    page: usize,
) -> Outcome<Desk> {
    let visible = visible(account);
    if !visible.contains(&which) {
        return Err(Failure::NotFound);
    }
    let mut counts = articles::counts(&context.store, words).await?;
    counts.retain(|(context, _)| visible.contains(context));
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let skipped = i64::try_from(page.saturating_sub(1)).unwrap_or(0).saturating_mul(limit);
    let listed = articles::list(&context.store, which, words, skipped, limit).await?;
    Ok(Desk { counts, listed })
}

/// All that belongs to one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    pub version: Version,
    /// All versions of the article, newest first.
    pub versions: Vec<Version>,
    /// Steps of all versions, newest first.
    pub steps: Vec<VersionStep>,
    pub pictures: Vec<Picture>,
    pub writers: Vec<AccountId>,
    /// Whether it waits for an approval that nobody can give, because every reviewer wrote in it.
    pub lacks_reviewer: bool,
}

impl Dossier {
    /// The version that readers have now.
    pub fn published(&self) -> Option<&Version> {
        self.versions.iter().find(|version| version.state == VersionState::Published)
    }

    /// What a reviewer compares with: what readers have, else the latest version before this one that was approved.
    pub fn approved_before(&self) -> Option<&Version> {
        self.published().filter(|version| version.number < self.version.number).or_else(|| {
            self.versions
                .iter()
                .find(|version| version.number < self.version.number && version.approved_at.is_some())
        })
    }

    /// Whether readers know the article's address, so that it stays.
    pub fn was_published(&self) -> bool {
        self.versions.iter().any(|version| version.published_at.is_some())
    }
}

/// One version with its history.
///
/// # Errors
/// [`Failure::NotFound`] when there is none that this person may see.
pub async fn dossier(context: &Context, account: &Account, id: &VersionId) -> Outcome<Dossier> {
    let version = found(context, id).await?;
    if !may_see(account, &version) {
        return Err(Failure::NotFound);
    }
    let mut versions = articles::versions(&context.store, &version.article).await?;
    versions.retain(|version| may_see(account, version));
    let mut steps = articles::steps(&context.store, &version.article).await?;
    steps.retain(|taken| versions.iter().any(|version| version.id == taken.version));
    let pictures = articles::pictures(&context.store, id).await?;
    let writers = articles::writers(&context.store, id).await?;
    let lacks_reviewer =
        version.state == VersionState::InReview && mails::signers(context, &writers).await?.is_empty();
    Ok(Dossier { version, versions, steps, pictures, writers, lacks_reviewer })
}

/// Content type and bytes of a version's picture.
///
/// # Errors
/// [`Failure::NotFound`] when there is none that this person may see.
pub async fn picture(
    context: &Context,
    account: &Account,
    id: &VersionId,
    name: &str,
) -> Outcome<(String, Vec<u8>)> {
    if !may_see(account, &found(context, id).await?) {
        return Err(Failure::NotFound);
    }
    articles::picture(&context.store, id, name).await?.ok_or(Failure::NotFound)
}

/// For each reference the record that it names, if the library has it.
pub async fn records_of(context: &Context, references: &[Reference]) -> Outcome<Vec<Option<Record>>> {
    let works: Vec<_> = references.iter().map(Reference::work).collect();
    Ok(records::of_works(&context.store, &works).await?)
}

/// The most records that a search for one to cite returns.
const FOUND: usize = 10;

/// Records to cite: the one of a PMID or DOI, else those that fit the words best.
pub async fn find_records(context: &Context, asker: &Asker, words: &str) -> Outcome<Vec<Record>> {
    if words.trim().is_empty() {
        return Ok(Vec::new());
    }
    if let Some(record) = records::by_identifier(&context.store, words).await? {
        return Ok(vec![record]);
    }
    let query = SearchQuery { kinds: vec!["record".to_owned()], ..SearchQuery::of(words) };
    let answer = search::search(context, asker, &query).await?;
    let hits = if answer.hits.is_empty() { answer.nearby } else { answer.hits };
    let ids: Vec<RecordId> = hits.iter().take(FOUND).map(|hit| RecordId::from(&hit.id)).collect();
    let mut found = records::by_ids(&context.store, &ids).await?;
    found.sort_by_key(|record| ids.iter().position(|id| *id == record.id));
    Ok(found)
}

/// A record of the library.
///
/// # Errors
/// [`Failure::NotFound`] when there is none of this id.
pub async fn record(context: &Context, id: &RecordId) -> Outcome<Record> {
    records::find(&context.store, id).await?.ok_or(Failure::NotFound)
}
