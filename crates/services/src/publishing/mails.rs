//! The mails about versions on their way. Each carries a link and nothing of what the version says.

use crate::context::Context;
use crate::failure::Outcome;
use domain::account::{Account, EDITORS, REVIEWERS};
use domain::article::{Step, Version};
use domain::id::AccountId;
use domain::slug::Slug;
use domain::time::Moment;
use storage::{Tx, accounts, articles, outbox};

/// The locale keys of a step's mail, and below which address its recipients see the version.
fn texts(step: Step) -> Option<(&'static str, &'static str, &'static str)> {
    match step {
        Step::Submit => Some(("mail-review-subject", "mail-review-body", "review")),
        Step::SendBack => Some(("mail-sent-back-subject", "mail-sent-back-body", "editor")),
        Step::Approve => Some(("mail-approved-subject", "mail-approved-body", "editor")),
        Step::Publish => Some(("mail-published-subject", "mail-published-body", "editor")),
        Step::Withdraw => Some(("mail-withdrawn-subject", "mail-withdrawn-body", "editor")),
        Step::TakeBack => None,
    }
}

/// Who is mailed about a step: the reviewers who may sign what was submitted; else whoever wrote the version and
/// whoever sent it to review. Never whoever takes the step.
pub(super) async fn recipients(
    context: &Context,
    version: &Version,
    step: Step,
    actor: &Account,
    writers: &[AccountId],
) -> Outcome<Vec<Account>> {
    let mut people = match step {
        Step::TakeBack => Vec::new(),
        Step::Submit => signers(context, writers).await?,
        Step::SendBack | Step::Approve | Step::Publish | Step::Withdraw => authors(context, version).await?,
    };
    people.retain(|person| person.id != actor.id);
    Ok(people)
}

/// The reviewers who may approve what these people wrote.
pub(super) async fn signers(context: &Context, writers: &[AccountId]) -> Outcome<Vec<Account>> {
    let mut people = Vec::new();
    for role in REVIEWERS {
        people.extend(accounts::list(&context.store, Some(*role), false).await?);
    }
    people.retain(|person| person.disabled_at.is_none() && !writers.contains(&person.id));
    Ok(people)
}

/// Its author and whoever sent it to review last, as long as they are editors.
async fn authors(context: &Context, version: &Version) -> Outcome<Vec<Account>> {
    let steps = articles::steps(&context.store, &version.article).await?;
    let submission = steps.iter().find(|taken| taken.version == version.id && taken.step == Step::Submit);
    let mut ids = vec![&version.author];
    ids.extend(submission.map(|taken| &taken.actor).filter(|id| **id != version.author));
    let mut people = Vec::new();
    for id in ids {
        people.extend(accounts::find(&context.store, id).await?);
    }
    people.retain(|person: &Account| person.disabled_at.is_none() && person.has_any(EDITORS));
    Ok(people)
}

/// Puts the mails about a step into the outbox.
pub(super) async fn put(
    context: &Context,
    tx: &mut Tx,
    recipients: &[Account],
    version: &Version,
    step: Step,
    now: Moment,
) -> Outcome<()> {
    let Some((subject, body, place)) = texts(step) else { return Ok(()) };
    let link = format!("{}/{place}/{}", context.config.base_url, version.id);
    for person in recipients {
        let locale = context.locale_of(person);
        let args = [
            ("name", person.name.as_str().into()),
            ("kind", locale.get(&format!("kind-{}", version.front.kind.slug())).into()),
            ("number", version.number.into()),
            ("link", link.as_str().into()),
        ];
        let (subject, body) = (locale.with(subject, &args), locale.with(body, &args));
        outbox::put(tx, &person.email, &subject, &body, now).await?;
    }
    Ok(())
}
