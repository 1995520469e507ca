//! Alive, ready, measured.

use crate::visit::state::AppState;
use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use domain::time::Moment;
use services::health;
use std::sync::atomic::{AtomicU64, Ordering};

/// Requests answered, by class of status, and the milliseconds they took.
static ANSWERED: [AtomicU64; 5] = [const { AtomicU64::new(0) }; 5];
static MICROSECONDS: AtomicU64 = AtomicU64::new(0);

/// `/healthz`, `/readyz` and `/metrics`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// Counts a request and its time. Addresses are not part of it: they could name things.
pub async fn measure(request: Request, next: Next) -> Response {
    let began = std::time::Instant::now();
    let response = next.run(request).await;
    let class = usize::from(response.status().as_u16() / 100).clamp(1, 5) - 1;
    if let Some(counter) = ANSWERED.get(class) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
    let spent = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
    MICROSECONDS.fetch_add(spent, Ordering::Relaxed);
    response
}

async fn ready(axum::extract::State(state): axum::extract::State<AppState>) -> Response {
    if health::is_ready(&state.context).await {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
    }
}

async fn metrics(axum::extract::State(state): axum::extract::State<AppState>) -> Response {
    use std::fmt::Write as _;
    let mut text = String::from("# TYPE materia_http_requests_total counter\n");
    for (class, count) in ANSWERED.iter().enumerate() {
        // Writing to a `String` cannot fail.
        _ = writeln!(
            text,
            "materia_http_requests_total{{status=\"{}xx\"}} {}",
            class + 1,
            count.load(Ordering::Relaxed)
        );
    }
    let seconds = std::time::Duration::from_micros(MICROSECONDS.load(Ordering::Relaxed)).as_secs_f64();
    _ = writeln!(text, "# TYPE materia_http_seconds_total counter\nmateria_http_seconds_total {seconds}");
    let vitals = health::vitals(&state.context).await;
    if let Some(waiting) = vitals.outbox_waiting {
        _ = writeln!(text, "# TYPE materia_outbox_waiting gauge\nmateria_outbox_waiting {waiting}");
    }
    if let Some(last) = vitals.library_change {
        _ = writeln!(text, "# TYPE materia_library_change gauge\nmateria_library_change {last}");
    }
    if let (Some(reached), Some(items)) = (vitals.index_change, vitals.index_items) {
        _ = writeln!(text, "# TYPE materia_index_change gauge\nmateria_index_change {reached}");
        _ = writeln!(text, "# TYPE materia_index_items gauge\nmateria_index_items {items}");
    }
    _ = writeln!(
        text,
        "# TYPE materia_clock_milliseconds gauge\nmateria_clock_milliseconds {}",
        Moment::now().0
    );
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
}
