//! The sandbox as other parts see it.

use std::future::Future;
use std::ops::DerefMut;
use std::time::Duration;

use axum::Router;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::time;

use super::account;
use super::comeback::{self, Absences};
use super::error::SandboxError;
use super::fault::Faults;
use super::http::doorway::{Cutter, Doorway};
use super::http::log::LoggedRequest;
use super::options::Options;
use super::routes;
use super::shared::Shared;

/// How long answers that are under way may take once the sandbox is to stop.
const GRACE: Duration = Duration::from_secs(1);

/// An embedded Cloudflare API over a recorded account. Clones are handles to the same one.
#[derive(Clone, Debug)]
pub struct Sandbox {
    shared: Shared,
}

impl Sandbox {
    /// Loads a recorded account (product.md, section 4). A list that the recording does not have is answered with 403.
    ///
    /// # Errors
    ///
    /// Where the recording is not JSON, has no account id, or rows that cannot be served.
    pub fn from_recording(bytes: &[u8], options: Options) -> Result<Self, SandboxError> {
        Shared::new(bytes, options).map(|shared| Self { shared })
    }

    /// The id of the account.
    pub fn account_id(&self) -> String {
        self.shared.state().account_id.clone()
    }

    /// All endpoints, to be called in process. There, a connection that breaks is a body that fails.
    pub fn router(&self) -> Router {
        routes::router(&self.shared)
    }

    /// Serves on a listener until `shutdown` is ready; answers that are then under way have a second to end. The API is
    /// below `/client/v4` and at the root.
    ///
    /// # Errors
    ///
    /// None that is known; axum may have some in time to come.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        let (asked, stopping) = oneshot::channel();
        let service = self.router().into_make_service_with_connect_info::<Cutter>();
        let graceful = axum::serve(Doorway(listener), service).with_graceful_shutdown(async move {
            shutdown.await;
            // Nobody listens once the server has ended by itself.
            let _ = asked.send(());
        });
        tokio::select! {
            ended = async { graceful.await } => ended,
            () = async { let _ = stopping.await; time::sleep(GRACE).await } => Ok(()),
        }
    }

    /// The account as it is now, as a recording.
    pub fn snapshot(&self) -> Value {
        serde_json::from_str(&account::dump(&self.shared.state())).unwrap_or_default()
    }

    /// The requests that came, in order, without any header.
    pub fn log(&self) -> Vec<LoggedRequest> {
        self.shared.log().requests().to_vec()
    }

    /// The fault rules that are armed, to be changed. Requests wait while the handle is held.
    pub fn faults(&self) -> impl DerefMut<Target = Faults> + '_ {
        self.shared.faults()
    }

    /// Lets the clients that were cut off enrol again, as far as the policies let them, and gives the ids of the new
    /// registrations (API page, sections 0.4 and 4.6).
    pub fn enroll_again(&self, absences: &Absences) -> Vec<String> {
        comeback::enroll(&mut self.shared.state(), absences)
    }
}
