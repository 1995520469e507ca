//! The mails that a request causes. Each carries a link and nothing of what was asked or answered.

use crate::context::Context;
use crate::failure::Outcome;
use domain::account::{Account, DESK};
use domain::request::Request;
use domain::time::Moment;
use storage::{Tx, outbox};

/// To the asker: received, and promised for when.
pub(super) async fn received(
    context: &Context,
    tx: &mut Tx,
    asker: &Account,
    request: &Request,
) -> Outcome<()> {
    let link = format!("{}/requests/{}", context.config.base_url, request.reference);
    put(context, tx, asker, request, ("mail-received-subject", "mail-received-body"), &link).await
}

/// To the asker: answered.
pub(super) async fn answered(
    context: &Context,
    tx: &mut Tx,
    asker: &Account,
    request: &Request,
) -> Outcome<()> {
    let link = format!("{}/requests/{}", context.config.base_url, request.reference);
    put(context, tx, asker, request, ("mail-answered-subject", "mail-answered-body"), &link).await
}

/// To the asker: closed without an answer. Why, says the page.
pub(super) async fn closed(
    context: &Context,
    tx: &mut Tx,
    asker: &Account,
    request: &Request,
) -> Outcome<()> {
    let link = format!("{}/requests/{}", context.config.base_url, request.reference);
    put(context, tx, asker, request, ("mail-closed-subject", "mail-closed-body"), &link).await
}

/// To the asker: open again, which they were told was closed.
pub(super) async fn reopened(
    context: &Context,
    tx: &mut Tx,
    asker: &Account,
    request: &Request,
) -> Outcome<()> {
    let link = format!("{}/requests/{}", context.config.base_url, request.reference);
    put(context, tx, asker, request, ("mail-reopened-subject", "mail-reopened-body"), &link).await
}

/// To the asker: somebody else answers, because their owner has left.
pub(super) async fn has_new_owner(
    context: &Context,
    tx: &mut Tx,
    asker: &Account,
    request: &Request,
) -> Outcome<()> {
    let link = format!("{}/requests/{}", context.config.base_url, request.reference);
    put(context, tx, asker, request, ("mail-new-owner-subject", "mail-new-owner-body"), &link).await
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
