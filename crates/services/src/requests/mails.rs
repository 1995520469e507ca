//! The mails that a request causes. Each carries a link and nothing of what was asked or answered.

use crate::context::Context;
use crate::failure::Outcome;
use domain::account::{Account, DESK};
use domain::request::Request;
use domain::time::Moment;
use storage::{Tx, outbox};

/// What the asker is told.
#[derive(Debug, Clone, Copy)]
pub(super) enum News {
    /// Received, and promised for when.
    Received,
    Answered,
    /// Closed without an answer. Why, says the page.
    Closed,
    /// Open again, which they were told was closed.
    Reopened,
    /// Somebody else answers, because their owner has left.
    NewOwner,
}

impl News {
    /// The locale keys of subject and body.
    fn keys(self) -> (&'static str, &'static str) {
        match self {
            Self::Received => ("mail-received-subject", "mail-received-body"),
            Self::Answered => ("mail-answered-subject", "mail-answered-body"),
            Self::Closed => ("mail-closed-subject", "mail-closed-body"),
            Self::Reopened => ("mail-reopened-subject", "mail-reopened-body"),
            Self::NewOwner => ("mail-new-owner-subject", "mail-new-owner-body"),
        }
    }
}

/// To the asker.
pub(super) async fn to_asker(
    context: &Context,
    tx: &mut Tx,
    asker: &Account,
    request: &Request,
    news: News,
) -> Outcome<()> {
    let link = format!("{}/requests/{}", context.config.base_url, request.reference);
    put(context, tx, asker, request, news.keys(), &link).await
}

/// To the owner: new on their desk. An administrator who owns it because nobody is at the desk learns so.
pub(super) async fn on_your_desk(
    context: &Context,
    tx: &mut Tx,
    owner: &Account,
    request: &Request,
) -> Outcome<()> {
    if owner.has_any(DESK) {
        let link = format!("{}/desk/{}", context.config.base_url, request.reference);
        put(context, tx, owner, request, ("mail-desk-subject", "mail-desk-body"), &link).await
    } else {
        let link = format!("{}/admin", context.config.base_url);
        put(context, tx, owner, request, ("mail-desk-subject", "mail-desk-empty-body"), &link).await
    }
}

/// To the owner: the asker has followed up.
pub(super) async fn followed_up(
    context: &Context,
    tx: &mut Tx,
    owner: &Account,
    request: &Request,
) -> Outcome<()> {
    let link = format!("{}/desk/{}", context.config.base_url, request.reference);
    put(context, tx, owner, request, ("mail-follow-up-subject", "mail-follow-up-body"), &link).await
}

async fn put(
    context: &Context,
    tx: &mut Tx,
    to: &Account,
    request: &Request,
    (subject, body): (&str, &str),
    link: &str,
) -> Outcome<()> {
    let locale = context.locale_of(to);
    let args = [
        ("name", to.name.as_str().into()),
        ("reference", request.reference.as_str().into()),
        ("due", locale.day(request.promise.promised_at).into()),
        ("link", link.into()),
    ];
    let subject = locale.with(subject, &args);
    let body = locale.with(body, &args);
    Ok(outbox::put(tx, &to.email, &subject, &body, Moment::now()).await?)
}
