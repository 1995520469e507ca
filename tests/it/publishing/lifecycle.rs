//! The rules of the services: who takes which step, and what becomes of the versions.

use crate::both;
use crate::support::Portal;
use domain::account::{Account, Role};
use domain::article::{ArticleKind, Step, Version, VersionState};
use domain::id::VersionId;
use domain::library::ImportOutcome;
use domain::time::{DAY, Moment};
use services::failure::Failure;
use services::publishing::{self, Draft, Import, StepRequest};
use storage::{articles, audit};

pub const DRAWING: &[u8] =
    br#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><circle r="1"/></svg>"#;

/// An editor, a reviewer, and what they do.
pub struct Team<'a> {
    portal: &'a Portal,
    pub editor: Account,
    pub reviewer: Account,
}

impl<'a> Team<'a> {
    pub async fn of(portal: &'a Portal) -> Team<'a> {
        let editor = portal.person("editor@demo.example", &[Role::Editor]).await;
        let reviewer = portal.person("reviewer@demo.example", &[Role::Reviewer]).await;
        Team { portal, editor, reviewer }
    }

    pub async fn version(&self, id: &VersionId) -> Version {
        articles::version(&self.portal.context.store, id).await.unwrap().unwrap()
    }

    /// A draft that could go to review.
    pub async fn draft(&self, title: &str) -> VersionId {
        let state = &self.portal.context;
        let id = publishing::create(state, &self.editor, ArticleKind::Faq, title).await.unwrap();
        let mut version = self.version(&id).await;
        version.front.summary = "In short.".into();
        version.front.areas = vec!["heart-failure".into()];
        self.write(&id, version, "The first text.\n").await;
        id
    }

    pub async fn write(&self, id: &VersionId, version: Version, body: &str) {
        let draft = Draft { front: version.front, body: body.into() };
        publishing::save(&self.portal.context, &self.editor, id, version.lock, draft).await.unwrap();
    }

    pub async fn take(&self, actor: &Account, id: &VersionId, step: Step) -> Result<(), Failure> {
        let lock = self.version(id).await.lock;
        let (comment, approval_reference) = ("because".into(), "REF-1".into());
        let taking = StepRequest { step, lock, comment, approval_reference };
        publishing::take(&self.portal.context, actor, id, taking).await
    }

    /// From draft to the library.
    pub async fn publish(&self, id: &VersionId) {
        self.take(&self.editor, id, Step::Submit).await.unwrap();
        self.take(&self.reviewer, id, Step::Approve).await.unwrap();
        self.take(&self.editor, id, Step::Publish).await.unwrap();
    }

    pub async fn published(&self, slug: &str) -> Option<Version> {
        articles::published(&self.portal.context.store, slug).await.unwrap()
    }
}

fn import_of(body: &str) -> Import {
    let text = format!(
        "+++\nslug = \"an-import\"\nkind = \"faq\"\ntitle = \"An import\"\nsummary = \"Short.\"\n\
         approved = \"2026-01-05\"\napproval_reference = \"X-1\"\n+++\n{body}"
    );
    let (front, body) = formats::article(&text).unwrap();
    Import { front, body, media: vec![("figures/a.svg".into(), DRAWING.to_vec())], is_demo: false }
}

both! {
    async fn a_version_lives_from_draft_to_withdrawn(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        assert_eq!(team.published("a-question").await, None);
        team.take(&team.editor, &id, Step::Submit).await.unwrap();
        team.take(&team.reviewer, &id, Step::Approve).await.unwrap();
        assert_eq!(team.published("a-question").await, None, "approved is not yet published");
        team.take(&team.editor, &id, Step::Publish).await.unwrap();
        let published = team.published("a-question").await.unwrap();
        assert_eq!(published.front.approval_reference, "REF-1");
        assert_eq!(published.approved_by.as_ref(), Some(&team.reviewer.id));
        team.take(&team.editor, &id, Step::Withdraw).await.unwrap();
        assert_eq!(team.published("a-question").await, None);
        assert!(articles::was_published(&portal.context.store, "a-question").await.unwrap());
        assert_eq!(team.version(&id).await.state, VersionState::Withdrawn);
        let verdict = audit::verify(&portal.context.store).await.unwrap();
        assert!(matches!(verdict, audit::Verdict::Intact { .. }));
        let actions: Vec<String> =
            audit::list(&portal.context.store, None, i64::MAX, 100).await.unwrap().into_iter().map(|row| row.action).collect();
        for action in ["create", "save", "submit", "approve", "publish", "withdraw"] {
            assert!(actions.contains(&format!("article.{action}")), "{action} is in the trail");
        }
    }

    async fn nobody_approves_their_own_writing(portal: Portal) {
        let team = Team::of(&portal).await;
        let both = portal.person("both@demo.example", &[Role::Editor, Role::Reviewer]).await;
        let id = team.draft("A question").await;
        let version = team.version(&id).await;
        let draft = Draft { front: version.front, body: "A helper's words.".into() };
        publishing::save(&portal.context, &both, &id, version.lock, draft).await.unwrap();
        team.take(&both, &id, Step::Submit).await.unwrap();
        assert!(matches!(team.take(&both, &id, Step::Approve).await, Err(Failure::Invalid(_))));
        assert!(matches!(team.take(&team.editor, &id, Step::Approve).await, Err(Failure::NotFound)));
        team.take(&team.reviewer, &id, Step::Approve).await.unwrap();
    }

    async fn what_was_approved_cannot_be_edited_without_a_new_approval(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        team.take(&team.editor, &id, Step::Submit).await.unwrap();
        team.take(&team.reviewer, &id, Step::Approve).await.unwrap();
        let version = team.version(&id).await;
        let draft = Draft { front: version.front.clone(), body: "Another text.".into() };
        let saved = publishing::save(&portal.context, &team.editor, &id, version.lock, draft).await;
        assert!(matches!(saved, Err(Failure::Conflict)));
        let picture = publishing::put_picture(&portal.context, &team.editor, &id, version.lock, "a.svg", DRAWING).await;
        assert!(matches!(picture, Err(Failure::Conflict)), "a picture is part of what was approved");
        team.take(&team.editor, &id, Step::TakeBack).await.unwrap();
        assert_eq!(team.version(&id).await.approved_by, None);
        team.write(&id, team.version(&id).await, "Another text.").await;
        assert!(matches!(team.take(&team.editor, &id, Step::Publish).await, Err(Failure::Conflict)));
    }

    async fn a_text_changed_behind_the_portals_back_is_not_published(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        team.take(&team.editor, &id, Step::Submit).await.unwrap();
        team.take(&team.reviewer, &id, Step::Approve).await.unwrap();
        let mut version = team.version(&id).await;
        version.body = "Not what was approved.".into();
        let mut tx = portal.context.store.begin().await.unwrap();
        articles::update(&mut tx, &version).await.unwrap();
        tx.commit().await.unwrap();
        assert!(matches!(team.take(&team.editor, &id, Step::Publish).await, Err(Failure::Conflict)));
    }

    async fn an_approval_is_refused_when_the_reviewer_saw_an_older_text(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        team.take(&team.editor, &id, Step::Submit).await.unwrap();
        let seen = team.version(&id).await.lock;
        team.take(&team.editor, &id, Step::TakeBack).await.unwrap();
        team.write(&id, team.version(&id).await, "Another text.").await;
        team.take(&team.editor, &id, Step::Submit).await.unwrap();
        let taking = StepRequest { step: Step::Approve, lock: seen, comment: String::new(), approval_reference: "R".into() };
        let approved = publishing::take(&portal.context, &team.reviewer, &id, taking).await;
        assert!(matches!(approved, Err(Failure::Conflict)));
    }

    async fn a_new_version_leaves_readers_the_old_one_until_it_is_published(portal: Portal) {
        let team = Team::of(&portal).await;
        let first = team.draft("A question").await;
        team.publish(&first).await;
        let article = team.version(&first).await.article;
        let second = publishing::new_version(&portal.context, &team.editor, &article).await.unwrap();
        let again = publishing::new_version(&portal.context, &team.editor, &article).await.unwrap();
        assert_eq!(second, again, "one version is on its way at a time");
        team.write(&second, team.version(&second).await, "The second text.").await;
        assert_eq!(team.published("a-question").await.unwrap().body, "The first text.\n");
        team.publish(&second).await;
        assert_eq!(team.published("a-question").await.unwrap().body, "The second text.");
        let all = articles::versions(&portal.context.store, &article).await.unwrap();
        let kept: Vec<_> = all.iter().map(|v| (v.number, v.state, v.body.as_str())).collect();
        assert_eq!(
            kept,
            [
                (2, VersionState::Published, "The second text."),
                (1, VersionState::Superseded, "The first text.\n"),
            ]
        );
    }

    async fn a_save_never_overwrites_newer_text(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        let seen = team.version(&id).await;
        team.write(&id, seen.clone(), "Somebody else's newer text.").await;
        let stale = Draft { front: seen.front.clone(), body: "Mine.".into() };
        let saved = publishing::save(&portal.context, &team.editor, &id, seen.lock, stale).await;
        assert!(matches!(saved, Err(Failure::Conflict)));
        assert_eq!(team.version(&id).await.body, "Somebody else's newer text.");
        let same = Draft { front: seen.front, body: "Somebody else's newer text.".into() };
        let saved = publishing::save(&portal.context, &team.editor, &id, seen.lock, same).await.unwrap();
        assert_eq!(saved.lock, team.version(&id).await.lock, "a save that was repeated is no conflict");
    }

    async fn an_address_belongs_to_one_article(portal: Portal) {
        let team = Team::of(&portal).await;
        team.draft("A question").await;
        let id = team.draft("A question").await;
        let mut version = team.version(&id).await;
        assert_ne!(version.front.slug, "a-question");
        version.front.slug = "a-question".into();
        let draft = Draft { front: version.front, body: version.body };
        let saved = publishing::save(&portal.context, &team.editor, &id, version.lock, draft).await;
        assert!(matches!(saved, Err(Failure::Invalid(problems)) if problems.of("slug").is_some()));
    }

    async fn a_draft_with_gaps_does_not_go_to_review(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = publishing::create(&portal.context, &team.editor, ArticleKind::Faq, "Bare").await.unwrap();
        team.write(&id, team.version(&id).await, "![A figure](figures/none.svg)").await;
        let Err(Failure::Invalid(problems)) = team.take(&team.editor, &id, Step::Submit).await else {
            panic!("it went to review");
        };
        assert!(problems.of("summary").is_some() && problems.of("body").is_some());
    }

    async fn an_article_leaves_the_library_when_its_time_is_over(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        let mut version = team.version(&id).await;
        let now = Moment::now();
        version.front.expires = Some(now.plus(DAY).day());
        team.write(&id, version, "Text.").await;
        team.publish(&id).await;
        assert_eq!(publishing::expire_due(&portal.context, now).await.unwrap(), 0);
        assert_eq!(publishing::expire_due(&portal.context, now.plus(DAY)).await.unwrap(), 1);
        assert_eq!(team.published("a-question").await, None);
        assert_eq!(team.version(&id).await.state, VersionState::Expired);
    }

    async fn a_picture_of_a_new_version_is_not_what_readers_see(portal: Portal) {
        let team = Team::of(&portal).await;
        let id = team.draft("A question").await;
        let (state, editor) = (&portal.context, &team.editor);
        let lock = team.version(&id).await.lock;
        publishing::put_picture(state, editor, &id, lock, "figures/a.svg", DRAWING).await.unwrap();
        let article = team.version(&id).await.article;
        let read = async || articles::media(&state.store, &article, "a.svg").await.unwrap();
        assert_eq!(read().await, None, "nothing is published yet");
        team.publish(&id).await;
        assert_eq!(read().await.unwrap(), ("image/svg+xml".to_owned(), DRAWING.to_vec()));
        let next = publishing::new_version(state, editor, &article).await.unwrap();
        let lock = team.version(&next).await.lock;
        let other = br#"<svg xmlns="http://www.w3.org/2000/svg"/>"#;
        publishing::put_picture(state, editor, &next, lock, "figures/a.svg", other).await.unwrap();
        assert_eq!(read().await.unwrap().1, DRAWING);
    }

    async fn an_import_is_published_once_and_never_undoes_what_happened_here(portal: Portal) {
        let team = Team::of(&portal).await;
        let state = &portal.context;
        let bring = async |body: &str| {
            let (author, approver) = (&team.editor.id, Some(&team.reviewer.id));
            publishing::import(state, audit::Actor::Portal, author, approver, import_of(body)).await.unwrap()
        };
        assert_eq!(bring("One.").await, ImportOutcome::Added);
        assert_eq!(bring("One.").await, ImportOutcome::Unchanged);
        assert_eq!(bring("Two.").await, ImportOutcome::Updated);
        assert_eq!(bring("One.").await, ImportOutcome::Updated, "going back is a change too");
        let version = team.published("an-import").await.unwrap();
        assert_eq!((version.number, version.body.as_str()), (3, "One.\n"));
        assert_eq!(version.published_at, Moment::from_day("2026-01-05"));
        let media = articles::media(&state.store, &version.article, "a.svg").await.unwrap();
        assert!(media.is_some());
        team.take(&team.editor, &version.id, Step::Withdraw).await.unwrap();
        assert_eq!(bring("One.").await, ImportOutcome::Unchanged);
        assert_eq!(team.published("an-import").await, None);
    }
}
