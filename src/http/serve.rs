//! Connections: an accept loop with limits that `axum::serve` does not set. Head and body of a request, the reading of
//! its answer and the pause until the next one have their time; how many connections there are has a bound.

use super::connections::{Connections, Notes, Place, Stage, is_vital};
use super::metrics;
use super::open_files::Limits;
use super::paced_body::{AnswerBody, PacedBody, TooSlow};
use super::paced_stream::PacedStream;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderValue, Response, StatusCode, header};
use domain::network::Networks;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1::Builder;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tower::Service as _;

/// Time for a client to send its headers, and for a connection to be idle. A slower one is broken or an attack.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// The same for a connection of the reserve, of which there are few.
const RESERVE_TIMEOUT: Duration = Duration::from_secs(2);
/// Time for running requests to end at shutdown.
const GRACE: Duration = Duration::from_secs(10);
/// After how many seconds somebody for whom there was no room may come back.
const RETRY_AFTER: HeaderValue = HeaderValue::from_static("5");

/// What the server has to know before it knows anything of a request.
#[derive(Debug, Clone, Default)]
pub struct Reception {
    /// Proxies in front of the portal: their connections are those of many people.
    pub trusted_proxies: Networks,
    /// What somebody reads for whom there is no room.
    pub full: String,
}

/// Serves until `stop` completes, then lets running requests end.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    reception: Reception,
    stop: impl Future<Output = ()>,
) {
    let limits = Limits::of_process();
    tracing::info!(
        connections = limits.general,
        of_one_address = limits.of_one,
        reserve = limits.reserve,
        "connections are limited"
    );
    let connections = Connections::new(limits, reception.trusted_proxies);
    let graceful = GracefulShutdown::new();
    let server = Arc::new(Server { router, full: reception.full });
    let upkeep = tokio::spawn(metrics::keep_up());
    let mut stop = std::pin::pin!(stop);
    loop {
        let (stream, peer) = tokio::select! {
            accepted = accept(&listener, &connections) => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of file descriptors, or a client that went away: wait a moment and go on.
                    tracing::warn!(%error, "a connection was not accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let place = connections.admit(peer.ip());
        tokio::spawn(server.clone().attend(stream, peer, place, graceful.watcher()));
    }
    drop(listener);
    upkeep.abort();
    if tokio::time::timeout(GRACE, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests had not ended when the time was up");
    }
}

async fn accept(
    listener: &TcpListener,
    connections: &Connections,
) -> std::io::Result<(TcpStream, SocketAddr)> {
    connections.settled().await;
    listener.accept().await
}

/// What every connection shares.
struct Server {
    router: Router,
    full: String,
}

impl Server {
    /// Serves one connection until it ends or has to give way.
    async fn attend(self: Arc<Self>, stream: TcpStream, peer: SocketAddr, place: Place, watcher: Watcher) {
        // Otherwise small writes wait for the client's acknowledgement.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "no-delay was not set");
        }
        let (notes, is_general) = (place.notes(), place.is_general());
        let mut builder = Builder::new();
        builder.timer(TokioTimer::new());
        builder.header_read_timeout(if is_general { HEADER_TIMEOUT } else { RESERVE_TIMEOUT });
        builder.keep_alive(is_general);
        let io = TokioIo::new(PacedStream::new(stream, notes.clone()));
        let service = hyper::service::service_fn(move |request: Request<Incoming>| {
            let (server, notes) = (self.clone(), notes.clone());
            async move {
                if is_general || is_vital(request.uri().path()) {
                    server.answer(request, peer, notes).await
                } else {
                    Ok(server.no_room(notes))
                }
            }
        });
        let connection = watcher.watch(builder.serve_connection(io, service));
        tokio::select! {
            ended = connection => if let Err(error) = ended {
                tracing::debug!(%error, "a connection ended early");
            },
            () = place.dropped() => tracing::debug!("a slow connection was dropped to make room"),
        }
    }

    async fn answer(
        &self,
        mut request: Request<Incoming>,
        peer: SocketAddr,
        notes: Notes,
    ) -> Result<Response<AnswerBody>, Infallible> {
        request.extensions_mut().insert(ConnectInfo(peer));
        let request = if request.body().is_end_stream() {
            notes.begin(Stage::Answered);
            request.map(Body::new)
        } else {
            let too_slow = TooSlow::default();
            request.extensions_mut().insert(too_slow.clone());
            request.map(|body| Body::new(PacedBody::new(body, too_slow, notes.clone())))
        };
        let response = self.router.clone().call(request).await?;
        Ok(response.map(|body| AnswerBody::new(body, notes)))
    }

    /// The answer to whoever comes while there is no room.
    fn no_room(&self, notes: Notes) -> Response<AnswerBody> {
        let mut response = Response::new(AnswerBody::new(Body::from(self.full.clone()), notes));
        *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
        let headers = response.headers_mut();
        headers.insert(header::RETRY_AFTER, RETRY_AFTER);
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        response
    }
}
