//! `/metrics`: the portal's metrics in Prometheus' text format.

use ::metrics::{Unit, describe_counter, describe_gauge, describe_histogram, gauge};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::{BuildError, PrometheusBuilder, PrometheusHandle};
use services::context::Context;
use services::health::{self, Vitals};
use services::search::SEARCH_DURATION;
use std::sync::LazyLock;
use std::time::Duration;

/// Counter of requests, by method, route and class of status.
pub(super) const REQUESTS: &str = "materia_http_requests_total";
/// Histogram of the seconds that requests take, by method, route and class of status.
pub(super) const REQUEST_DURATION: &str = "materia_http_request_duration_seconds";

const OUTBOX_WAITING: &str = "materia_outbox_waiting";
const OUTBOX_UNDELIVERED: &str = "materia_outbox_undelivered";
const LIBRARY_CHANGE: &str = "materia_library_change";
const INDEX_CHANGE: &str = "materia_index_change";
const INDEX_ITEMS: &str = "materia_index_items";

/// Upper bounds of the buckets of every histogram, in seconds.
const SECONDS: [f64; 13] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];
/// How often samples are moved into buckets, so that they do not pile up while nobody scrapes.
const UPKEEP: Duration = Duration::from_secs(5);

static RECORDER: LazyLock<Option<PrometheusHandle>> = LazyLock::new(|| match install() {
    Ok(handle) => Some(handle),
    Err(error) => {
        tracing::error!(%error, "metrics are not recorded");
        None
    }
});

fn install() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new().set_buckets(&SECONDS)?.install_recorder()?;
    describe_counter!(REQUESTS, "Requests answered");
    describe_histogram!(REQUEST_DURATION, Unit::Seconds, "Time until the head of an answer was ready");
    describe_histogram!(SEARCH_DURATION, Unit::Seconds, "Time that the search engine took for a search");
    describe_gauge!(OUTBOX_WAITING, "Mails that wait for delivery");
    describe_gauge!(OUTBOX_UNDELIVERED, "Mails that were given up as undeliverable");
    describe_gauge!(LIBRARY_CHANGE, "Number of the last change of the library");
    describe_gauge!(INDEX_CHANGE, "Number of the change up to which this node's searches answer");
    describe_gauge!(INDEX_ITEMS, "Items in this node's index");
    Ok(handle)
}

/// Starts recording. All portals of a process share the metrics.
pub(super) fn start() {
    LazyLock::force(&RECORDER);
}

/// Moves samples into buckets; never returns.
pub(super) async fn keep_up() {
    let mut interval = tokio::time::interval(UPKEEP);
    loop {
        interval.tick().await;
        if let Some(recorder) = &*RECORDER {
            recorder.run_upkeep();
        }
    }
}

/// Everything recorded so far, with the portal's gauges as of now.
pub(super) async fn show(context: &Context) -> Response {
    let Some(recorder) = &*RECORDER else { return StatusCode::SERVICE_UNAVAILABLE.into_response() };
    let Vitals { outbox_waiting, outbox_undelivered, library_change, index_change, index_items } =
        health::vitals(context).await;
    let set = |name: &'static str, value: Option<f64>| {
        if let Some(value) = value {
            gauge!(name).set(value);
        }
    };
    set(OUTBOX_WAITING, outbox_waiting.map(|mails| mails as f64));
    set(OUTBOX_UNDELIVERED, outbox_undelivered.map(|mails| mails as f64));
    set(LIBRARY_CHANGE, library_change.map(|number| number as f64));
    set(INDEX_CHANGE, index_change.map(|number| number as f64));
    set(INDEX_ITEMS, index_items.map(|items| items as f64));
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], recorder.render()).into_response()
}
