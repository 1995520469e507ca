//! Whether the portal works, and the numbers by which an operator watches it.

use crate::context::Context;
use domain::time::Moment;

/// What an operator watches; none of what cannot be read at the moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Vitals {
    /// Mails that wait for delivery.
    pub outbox_waiting: Option<i64>,
    /// Mails that were given up as undeliverable.
    pub outbox_undelivered: Option<i64>,
    /// Number of the library's last change.
    pub library_change: Option<i64>,
    /// Number of the change that searches of this node answer with; none until its index is open.
    pub index_change: Option<i64>,
    /// Items that this node searches; none until its index is open.
    pub index_items: Option<u64>,
}

/// Whether the database can be written to, shown by writing at most once a second.
pub async fn is_ready(context: &Context) -> bool {
    let write = async {
        let written = storage::readiness::write(&context.store, Moment::now()).await;
        if let Err(error) = &written {
            tracing::warn!(%error, "the portal cannot write to its database");
        }
        written.is_ok()
    };
    context.readiness.or_look(write).await
}

/// Has the next [`is_ready`] look again: somebody has just been told that the portal cannot do something.
pub fn doubt(context: &Context) {
    context.readiness.doubt();
}

/// Reads the numbers.
pub async fn vitals(context: &Context) -> Vitals {
    let search = context.search.opened();
    // Side by side: each may have to be waited for while the database is away.
    let (outbox_waiting, outbox_undelivered, library_change) = tokio::join!(
        storage::outbox::waiting(&context.store),
        storage::outbox::count_undelivered(&context.store),
        storage::change_numbers::last_change(&context.store),
    );
    Vitals {
        outbox_waiting: outbox_waiting.ok(),
        outbox_undelivered: outbox_undelivered.ok(),
        library_change: library_change.ok(),
        index_change: search.as_ref().map(|search| search.reached()),
        index_items: search.as_ref().map(|search| search.count()),
    }
}
