//! A server on loopback that has every answer ready and takes its time.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use axum::routing::get;

use super::Outcome;
use super::pages::Pages;

struct Slow {
    pages: Pages,
    delay: Duration,
}

/// Serves until the benchmark ends, on a thread of its own; gives the base URL.
pub(super) fn serve(pages: Pages, delay: Duration) -> Outcome<String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let state = Arc::new(Slow { pages, delay });
    let router = Router::new()
        .route("/accounts/{account}/{area}/{list}", get(list))
        .route("/accounts/{account}/gateway/lists/{id}/items", get(items))
        .with_state(state);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener of our own");
            axum::serve(listener, router).await.expect("it serves until the process ends");
        });
    });
    Ok(format!("http://{address}"))
}

async fn list(
    State(slow): State<Arc<Slow>>,
    Path((_, _, name)): Path<(String, String, String)>,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let by_cursor = query.get("cursor").and_then(|cursor| cursor.strip_prefix("page.")).map(str::parse);
    let by_number = query.get("page").map(|page| page.parse::<usize>().map(|page| page.saturating_sub(1)));
    let place = by_cursor.or(by_number).unwrap_or(Ok(0)).unwrap_or(0);
    tokio::time::sleep(slow.delay).await;
    json(slow.pages.body(&name, place))
}

async fn items(State(slow): State<Arc<Slow>>) -> Response {
    tokio::time::sleep(slow.delay).await;
    json(slow.pages.body("items", 0))
}

fn json(body: bytes::Bytes) -> Response {
    let response = Response::builder().header("content-type", "application/json");
    response.body(Body::from(body)).expect("a response of fixed parts")
}
