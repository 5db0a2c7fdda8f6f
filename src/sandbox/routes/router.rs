//! From a request to its endpoint.

use axum::RequestExt;
use axum::Router;
use axum::extract::{RawPathParams, Request};
use axum::response::Response;
use axum::routing::{MethodFilter, on};

use super::table::{Handler, ROUTES};
use crate::sandbox::http::call::Params;
use crate::sandbox::http::{control, gate};
use crate::sandbox::shared::Shared;

/// Where Cloudflare's API is.
const PREFIX: &str = "/client/v4";

/// What a request's path and method lead to.
pub(crate) enum Endpoint {
    /// A handler, with the parameters in the path.
    Route(Handler, Params),
    /// Nothing.
    NoRoute,
    /// A path that has no such method.
    NoMethod,
}

impl Endpoint {
    /// The parameters in the path.
    pub(crate) fn params(&self) -> &[(String, String)] {
        match self {
            Self::Route(_, params) => params,
            Self::NoRoute | Self::NoMethod => &[],
        }
    }
}

/// All endpoints, and the sandbox's own.
pub(crate) fn router(shared: &Shared) -> Router {
    let mut router = control::router(shared);
    for (method, path, handler) in ROUTES {
        let Ok(filter) = MethodFilter::try_from(method.clone()) else { continue };
        for prefix in [PREFIX, ""] {
            let (shared, handler) = (shared.clone(), *handler);
            let serve = move |request: Request| routed(shared.clone(), handler, request);
            router = router.route(&format!("{prefix}{path}"), on(filter, serve));
        }
    }
    let nothing = |endpoint: fn() -> Endpoint| {
        let shared = shared.clone();
        move |request: Request| gate::pass(shared.clone(), endpoint(), request)
    };
    router.method_not_allowed_fallback(nothing(|| Endpoint::NoMethod)).fallback(nothing(|| Endpoint::NoRoute))
}

async fn routed(shared: Shared, handler: Handler, mut request: Request) -> Response {
    let endpoint = match request.extract_parts::<RawPathParams>().await {
        Ok(params) => {
            let owned = |(key, value): (&str, &str)| (key.to_owned(), value.to_owned());
            Endpoint::Route(handler, params.iter().map(owned).collect())
        }
        // The parameters are not UTF-8: no object has such an id.
        Err(_) => Endpoint::NoRoute,
    };
    gate::pass(shared, endpoint, request).await
}
