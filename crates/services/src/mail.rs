//! Mail: takes what waits in the outbox and delivers it, at least once. The only module that names lettre.
//!
//! Services put mails into the outbox with [`storage::outbox::put`] and, where they come by themselves,
//! [`storage::outbox::put_unasked`]; nothing else leaves the portal.

use crate::config::MailTo;
use crate::context::Context;
use crate::failure::Outcome;
use domain::time::Moment;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MessageBuilder};
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor};
use std::path::{Path, PathBuf};
use std::time::Duration;
use storage::outbox::{DeliveryFailure, Mail, Reason};
use tokio::sync::watch;

/// How often the outbox is looked at.
const PAUSE: Duration = Duration::from_secs(2);
/// How long one node may deliver before it has to renew its lease, in milliseconds.
const LEASE: i64 = 60_000;
/// Longest time for one delivery; shorter than the lease, so that a slow server does not let two nodes deliver.
const PATIENCE: Duration = Duration::from_secs(30);
/// Mails taken from the outbox at once.
const BATCH: i64 = 50;
/// The longest wait before another try: six hours.
const LONGEST_WAIT: i64 = 6 * 3_600_000;
/// The wait after the first failure: one minute; it doubles with each further one.
const FIRST_WAIT: i64 = 60_000;
/// How long a mail is tried at most: four days, as mail servers do (RFC 5321, section 4.5.4.1).
const LONGEST_TRYING: i64 = 4 * 86_400_000;
/// Answers with which a mail server refuses the portal rather than the mail: it wants another sign-in, or encryption
/// (RFC 4954, section 6). The mail stays until somebody has mended that.
const OF_THE_PORTAL: [u16; 5] = [500, 530, 534, 535, 538];
/// What a mail program posts to the address of `List-Unsubscribe` (RFC 8058, section 3.2).
const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

/// Why a mail could not be delivered. Holds nothing of the mail itself.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error("the address of the mail server cannot be read")]
    Server,
    #[error("the sender or the recipient is not an address")]
    Address,
    #[error("the mail could not be put together")]
    Form,
    #[error("the file could not be written: {0}")]
    File(#[from] std::io::Error),
    #[error("the mail server refused with {0}")]
    Refused(u16),
    #[error("the mail server refused for now with {0}")]
    Deferred(u16),
    #[error("the mail server could not be reached")]
    Unreachable,
    #[error("the mail server took too long")]
    Slow,
}

impl MailError {
    fn of(error: &lettre::transport::smtp::Error) -> Self {
        // The server's answer may quote the recipient, so that only its code is kept.
        match error.status().map(u16::from) {
            Some(code) if error.is_permanent() && !OF_THE_PORTAL.contains(&code) => Self::Refused(code),
            Some(code) => Self::Deferred(code),
            None => Self::Unreachable,
        }
    }

    /// Whether trying again cannot help.
    fn is_permanent(&self) -> bool {
        matches!(self, Self::Address | Self::Form | Self::Refused(_))
    }

    /// Whether other mails would fail now for the same cause.
    fn concerns_all(&self) -> bool {
        matches!(self, Self::Server | Self::File(_) | Self::Unreachable | Self::Slow)
    }

    fn failure(&self) -> DeliveryFailure {
        let (reason, code) = match self {
            Self::Address => (Reason::Address, None),
            Self::Form => (Reason::Form, None),
            Self::Refused(code) => (Reason::Refused, Some(*code)),
            Self::Deferred(code) => (Reason::Deferred, Some(*code)),
            Self::Server | Self::Unreachable | Self::Slow => (Reason::Unreachable, None),
            Self::File(_) => (Reason::File, None),
        };
        DeliveryFailure { reason, code }
    }
}

/// Where mails go.
enum Postman {
    Folder(PathBuf),
    Server(Box<AsyncSmtpTransport<Tokio1Executor>>),
}

impl Postman {
    fn new(context: &Context) -> Result<Self, MailError> {
        match &context.config.mail {
            MailTo::Folder => Ok(Self::Folder(context.config.data.join("mail"))),
            MailTo::Smtp(url) => {
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url);
                let transport = builder.map_err(|_| MailError::Server)?.timeout(Some(PATIENCE)).build();
                Ok(Self::Server(Box::new(transport)))
            }
        }
    }

    async fn deliver(&self, mail: &Mail, from: &str, host: &str) -> Result<(), MailError> {
        let message = message(mail, from, host)?;
        match self {
            Self::Folder(folder) => write(folder, &mail.id, &message.formatted()).await,
            Self::Server(server) => match tokio::time::timeout(PATIENCE, server.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(MailError::of(&error)),
                Err(_) => Err(MailError::Slow),
            },
        }
    }
}

fn message(mail: &Mail, from: &str, host: &str) -> Result<Message, MailError> {
    let mailbox = |text: &str| text.parse::<Mailbox>().map_err(|_| MailError::Address);
    let mut message = Message::builder()
        .from(mailbox(from)?)
        .to(mailbox(&mail.recipient)?)
        .subject(mail.subject.as_str())
        // The same mail delivered twice has one identity, by which mail programs show it once.
        .message_id(Some(format!("<{}@{host}>", mail.id)))
        .header(ContentType::TEXT_PLAIN);
    if let Some(address) = &mail.unsubscribe {
        message = one_click(message, address);
    }
    message.body(mail.body.clone()).map_err(|_| MailError::Form)
}

/// The two headers by which a mail program offers to end such mails with one click (RFC 8058, section 3.1).
fn one_click(message: MessageBuilder, address: &str) -> MessageBuilder {
    [("List-Unsubscribe", format!("<{address}>")), ("List-Unsubscribe-Post", ONE_CLICK.to_owned())]
        .into_iter()
        .fold(message, |message, (name, value)| {
            message.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value))
        })
}

/// Writes a file whole or not at all: it gets its name when it is complete.
async fn write(folder: &Path, id: &str, bytes: &[u8]) -> Result<(), MailError> {
    tokio::fs::create_dir_all(folder).await?;
    let part = folder.join(format!("{id}.part"));
    tokio::fs::write(&part, bytes).await?;
    Ok(tokio::fs::rename(part, folder.join(format!("{id}.eml"))).await?)
}

/// The wait after this many failures.
fn wait_after(tries: i64) -> i64 {
    let doublings = u32::try_from(tries).unwrap_or(u32::MAX).min(20);
    FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT)
}

/// A wait of between three quarters of this and all of it, so that mails that failed together do not come together
/// again.
fn jittered(wait: i64) -> i64 {
    wait - rand::random_range(0..=wait / 4)
}

/// When a mail is tried again after this failure; never after one that is for good, or when it was tried for days.
fn next_try(mail: &Mail, error: &MailError, now: Moment) -> Option<Moment> {
    let is_over = error.is_permanent() || now.0 - mail.created_at.0 > LONGEST_TRYING;
    (!is_over).then(|| now.plus(jittered(wait_after(mail.tries))))
}

/// One node's way of delivering what is in the outbox.
pub struct Courier<'a> {
    context: &'a Context,
    postman: Postman,
    /// Under which name the node holds its lease.
    holder: &'a str,
}

impl<'a> Courier<'a> {
    /// # Errors
    /// [`MailError::Server`] when the address of the mail server cannot be read.
    pub fn new(context: &'a Context, holder: &'a str) -> Result<Self, MailError> {
        Ok(Self { context, postman: Postman::new(context)?, holder })
    }

    /// Delivers what is due now, if no other node is at it; returns how many mails were delivered. Mails that are left
    /// because `is_over` says that time is up stay due. A delivery that fails is no error: it is noted and tried again.
    pub async fn deliver_due(&self, is_over: impl Fn() -> bool) -> Outcome<usize> {
        let Self { context, postman, .. } = self;
        if storage::outbox::due(&context.store, Moment::now(), 1).await?.is_empty() || !self.hold().await? {
            return Ok(0);
        }
        // Read under the lease: what another node delivered before is no longer due.
        let mails = storage::outbox::due(&context.store, Moment::now(), BATCH).await?;
        let mut delivered = 0;
        for mail in &mails {
            if is_over() || !self.hold().await? {
                break;
            }
            match postman.deliver(mail, &context.config.mail_from, context.config.host()).await {
                Ok(()) => {
                    storage::outbox::sent(&context.store, &mail.id, Moment::now()).await?;
                    delivered += 1;
                }
                Err(error) => {
                    let now = Moment::now();
                    let next = next_try(mail, &error, now);
                    storage::outbox::failed(&context.store, &mail.id, error.failure(), next, now).await?;
                    let (tries, is_given_up) = (mail.tries + 1, next.is_none());
                    tracing::warn!(mail = %mail.id, tries, is_given_up, %error, "a mail was not delivered");
                    if error.concerns_all() {
                        break;
                    }
                }
            }
        }
        Ok(delivered)
    }

    async fn hold(&self) -> Outcome<bool> {
        Ok(storage::leases::hold(&self.context.store, "outbox", self.holder, LEASE).await?)
    }
}

/// Delivers what comes into the outbox until `stop` says so; the mail in hand is delivered first.
pub async fn run(context: Context, mut stop: watch::Receiver<bool>) {
    let holder = uuid::Uuid::new_v4().simple().to_string();
    let courier = match Courier::new(&context, &holder) {
        Ok(courier) => courier,
        Err(error) => {
            tracing::error!(%error, "no mail will be delivered");
            return;
        }
    };
    loop {
        if let Err(error) = courier.deliver_due(|| *stop.borrow()).await {
            tracing::warn!(%error, "the outbox could not be read");
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            _ = stop.wait_for(|stop| *stop) => break,
        }
    }
    // Another node need not wait for the lease's end; without the database it will.
    _ = storage::leases::release(&context.store, "outbox", &holder).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_doubles_the_wait_up_to_six_hours() {
        assert_eq!(wait_after(0), 60_000);
        assert_eq!(wait_after(3), 480_000);
        assert_eq!(wait_after(500), LONGEST_WAIT);
    }

    #[test]
    fn a_refusal_for_good_ends_the_tries_and_one_for_now_does_not() {
        let mail = |created_at| Mail {
            id: "abc".into(),
            recipient: "hcp@demo.example".into(),
            subject: String::new(),
            body: String::new(),
            unsubscribe: None,
            tries: 1,
            created_at: Moment(created_at),
        };
        let now = Moment(LONGEST_TRYING);
        for error in [MailError::Refused(550), MailError::Address, MailError::Form] {
            assert_eq!(next_try(&mail(now.0), &error, now), None, "{error}");
        }
        for error in
            [MailError::Deferred(451), MailError::Deferred(535), MailError::Unreachable, MailError::Slow]
        {
            let next = next_try(&mail(now.0), &error, now).unwrap();
            let wait = next.0 - now.0;
            assert!((wait_after(1) * 3 / 4..=wait_after(1)).contains(&wait), "{error}: {wait}");
            assert_eq!(next_try(&mail(-1), &error, now), None, "{error}: for days");
        }
    }

    #[test]
    fn a_mail_delivered_twice_has_one_identity() {
        let mail = Mail {
            id: "abc".into(),
            recipient: "hcp@demo.example".into(),
            subject: "Ünïcode".into(),
            body: "A link".into(),
            unsubscribe: None,
            tries: 0,
            created_at: Moment(0),
        };
        let text = message(&mail, "Materia <no-reply@localhost>", "portal.example").unwrap().formatted();
        let text = String::from_utf8(text).unwrap();
        assert!(text.contains("Message-ID: <abc@portal.example>"), "{text}");
        assert!(text.contains("To: hcp@demo.example"), "{text}");
    }
}
