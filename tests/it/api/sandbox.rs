//! The client against the sandbox: in process under virtual time, with faults; and over real HTTP.

use std::sync::Arc;

use axum::Router;
use axum::body::{self, Body};
use bytes::Bytes;
use doorlist::cloudflare::{
    BaseUrl, Connection, Credentials, Problem, ReadError, Reader, Transport, TransportError, Writer, recording,
};
use doorlist::model::account::Source;
use doorlist::model::{Account, AccountId, Listed, RegistrationId};
use doorlist::sandbox::{BeyondLargest, Options, Sandbox};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tower::ServiceExt;

use super::script::{ACCOUNT, ALL, LITTLE, TOKEN, now, registration};

const RECORDING: &str = include_str!("../../fixtures/api/account.json");

/// The sandbox without a socket. A connection that breaks is a body that fails.
struct InProcess(Router);

impl Transport for InProcess {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let router = self.0.clone();
        async move {
            let Ok(response) = router.oneshot(request.map(Body::from)).await;
            let (parts, body) = response.into_parts();
            let body = body::to_bytes(body, usize::MAX).await;
            body.map(|body| Response::from_parts(parts, body))
                .map_err(|error| TransportError::Broken(error.to_string()))
        }
        .boxed()
    }
}

fn sandbox(recording: &str, options: Options) -> Sandbox {
    Sandbox::from_recording(recording.as_bytes(), options).expect("a recording that can be served")
}

fn connection(sandbox: &Sandbox) -> Connection {
    let base = BaseUrl::parse("https://sandbox.example/client/v4").expect("https");
    let credentials = Credentials::token(TOKEN).expect("sendable");
    let transport = Arc::new(InProcess(sandbox.router()));
    Connection::new(base, ACCOUNT.into(), credentials).source(Source::Sandbox).transport(transport).without_jitter()
}

fn reader(sandbox: &Sandbox) -> Reader {
    connection(sandbox).reader().expect("a client")
}

/// An account with 120 registrations on three pages, in no order.
fn long(faults: &[&str]) -> Sandbox {
    let mut recording: Value = serde_json::from_str(RECORDING).expect("JSON");
    recording["registrations"] = (0..120).rev().map(|n| registration(&format!("r{n:03}"))).collect();
    let faults = faults.iter().map(|rule| rule.parse().expect("a rule")).collect();
    sandbox(&recording.to_string(), Options { largest_page: 50, faults, ..Options::default() })
}

fn count(result: Result<Account, ReadError>) -> Result<usize, Problem> {
    result.map(|account| account.registrations.len()).map_err(|error| error.problem)
}

/// What a recorded account is once it has been read from a server: lists without the items that nothing refers to.
fn as_read(offline: Account, live: &Account) -> Account {
    let read = |lists: &Listed<_>| lists.rows().map(<[_]>::to_vec).unwrap_or_default();
    let mut lists: Vec<doorlist::model::enrollment::GatewayList> = read(&offline.lists);
    for (list, live) in lists.iter_mut().zip(read(&live.lists)) {
        list.items = list.items.take().filter(|_| live.items.is_some());
    }
    Account { name: None, reading: live.reading.clone(), lists: Listed::Read(lists), ..offline }
}

#[tokio::test(start_paused = true)]
async fn a_served_account_is_the_recorded_one_whatever_the_page_size() {
    for (largest_page, beyond_largest) in
        [(1_000, BeyondLargest::Refuse), (50, BeyondLargest::Refuse), (2, BeyondLargest::Clamp)]
    {
        let sandbox = sandbox(RECORDING, Options { largest_page, beyond_largest, ..Options::default() });
        let live = reader(&sandbox).account(ALL, now()).await.expect("an account");
        let offline = recording::account(sandbox.snapshot().to_string().as_bytes(), ALL, now()).expect("an account");
        assert!(as_read(offline, &live) == live, "{largest_page}");
        assert_eq!(live.reading.page_size, largest_page as u64);
        assert!(sandbox.log().iter().all(|request| request.method == "GET"));
    }
}

#[tokio::test(start_paused = true)]
async fn a_recording_of_a_served_account_is_that_account() {
    let sandbox = sandbox(RECORDING, Options::default());
    let recorded = reader(&sandbox).record(now()).await.expect("a recording");
    let read = |bytes: &[u8]| recording::account(bytes, ALL, now()).expect("an account");
    assert!(read(&recorded.json) == read(sandbox.snapshot().to_string().as_bytes()));
    // One list of the fixture was recorded without its items, and is served so.
    let why = "gateway/lists/items: HTTP 403: 9109 Unauthorized to access requested resource";
    assert_eq!(
        recorded
            .refused
            .iter()
            .map(|part| (part.list, part.items_of.as_deref(), part.why.as_str()))
            .collect::<Vec<_>>(),
        [("lists", Some("not read"), why)]
    );
}

#[tokio::test(start_paused = true)]
async fn every_fault_is_overcome_or_refuses_the_run() {
    let whole = Ok(120);
    let refused = Err(Problem::Inventory);
    let table = [
        ("nth=1-3 503", whole),
        ("nth=2 500", whole),
        ("from=2 503", refused),
        ("nth=3 429 retry-after=300", whole),
        ("nth=3 429 retry-after=301", Err(Problem::TooLong { seconds: 301 })),
        ("always 401", Err(Problem::Credential)),
        ("always 403", Err(Problem::Refused)),
        ("nth=3 unsuccessful", refused),
        ("nth=3 html", whole),
        ("from=3 html", refused),
        ("nth=3 empty", whole),
        ("from=3 empty", refused),
        ("nth=3 reset", whole),
        ("from=3 reset", refused),
        ("nth=4 reset-body", whole),
        ("from=4 reset-body", refused),
        ("nth=4 truncate", whole),
        ("from=4 truncate", refused),
        ("nth=3 null", refused),
        ("nth=3 count=+1", refused),
        ("nth=4 count=-1", refused),
        ("nth=4 total=7", whole),
        ("from=2 total=7", refused),
        ("from=3 cursor=repeat", refused),
        ("nth=3 empty-page", whole),
        ("always latency=29s", whole),
    ];
    for (fault, expected) in table {
        // The first call asks for 1,000 rows and is refused: the largest page is 50.
        let sandbox = long(&[&format!("GET /devices/registrations$ {fault}")]);
        assert_eq!(count(reader(&sandbox).account(LITTLE, now()).await), expected, "{fault}");
    }
}

#[tokio::test(start_paused = true)]
async fn rows_that_shift_between_pages_once_are_read_again() {
    let sandbox = long(&["GET /devices/registrations$ nth=3 shift"]);
    assert_eq!(count(reader(&sandbox).account(LITTLE, now()).await), Ok(120));
    assert_eq!(sandbox.log().iter().filter(|request| request.path.ends_with("/registrations")).count(), 7);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_keeps_to_its_limit_is_never_overrun() {
    let mut recording: Value = serde_json::from_str(RECORDING).expect("JSON");
    recording["registrations"] = (0..2_100).map(|n| registration(&format!("r{n:05}"))).collect();
    let options = Options { largest_page: 2, beyond_largest: BeyondLargest::Clamp, ..Options::default() };
    let sandbox = sandbox(&recording.to_string(), options);
    let begun = tokio::time::Instant::now();
    assert_eq!(count(reader(&sandbox).account(LITTLE, now()).await), Ok(2_100));
    assert!(sandbox.log().iter().all(|request| request.status != Some(429)), "the limit was reached");
    assert!(begun.elapsed().as_secs() >= 300, "more than one window");
}

fn ids(texts: &[&str]) -> Vec<RegistrationId> {
    texts.iter().map(|text| RegistrationId::from(*text)).collect()
}

/// The ids and whether they are active, as the server has them.
async fn standing(reader: &Reader, wanted: &[&str]) -> Vec<(String, bool)> {
    let rows = reader.registrations(&ids(wanted)).await.expect("rows");
    rows.iter().map(|row| (row.id.to_string(), row.status.is_active())).collect()
}

async fn change_everything(reader: &Reader, writer: &Writer) {
    let wanted = ["r000", "r001", "r002", "r003"];
    writer.revoke_registrations(&ids(&wanted[..3])).await.expect("revoked");
    writer.unrevoke_registrations(&ids(&wanted[..1])).await.expect("restored");
    writer.delete_registrations(&ids(&wanted[2..])).await.expect("deleted");
    assert_eq!(standing(reader, &wanted).await, [("r000".to_owned(), true), ("r001".to_owned(), false)]);
    writer.delete_registrations(&ids(&["r001"])).await.expect("deleted alone");
    let gone = writer.delete_registrations(&ids(&["r001"])).await;
    assert!(matches!(gone, Err(doorlist::cloudflare::WriteError::NotFound(_))), "{gone:?}");
    assert_eq!(standing(reader, &wanted).await, [("r000".to_owned(), true)]);
}

#[tokio::test(start_paused = true)]
async fn writes_have_their_effect() {
    let sandbox = long(&["write * nth=1 429 retry-after=200"]);
    let (reader, writer) = connection(&sandbox).reader_and_writer().expect("a client");
    change_everything(&reader, &writer).await;
    let rows = sandbox.snapshot()["registrations"].as_array().map(Vec::len);
    assert_eq!(rows, Some(117));
}

#[tokio::test(start_paused = true)]
async fn an_unclear_write_is_reported_and_sent_once() {
    let sandbox = long(&["DELETE /devices/registrations$ half", "POST /revoke reset after"]);
    let writer = connection(&sandbox).reader_and_writer().expect("a client").1;
    for result in [
        writer.delete_registrations(&ids(&["r000", "r001"])).await,
        writer.revoke_registrations(&ids(&["r002", "r003"])).await,
    ] {
        assert!(matches!(result, Err(doorlist::cloudflare::WriteError::Ambiguous(_))), "{result:?}");
    }
    assert_eq!(sandbox.log().len(), 2);
}

#[tokio::test]
async fn over_a_socket_it_is_the_same() {
    let sandbox = long(&["GET /devices/physical-devices$ nth=1 long-length"]);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let base = format!("http://{}/client/v4", listener.local_addr().expect("bound"));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = tokio::spawn(sandbox.clone().serve(listener, async {
        let _ = stopped.await;
    }));
    let credentials = Credentials::key("admin@acme.example", "k3y").expect("sendable");
    let account = AccountId::from(ACCOUNT);
    let connection = Connection::new(BaseUrl::parse(&base).expect("loopback"), account, credentials);
    let (reader, writer) = connection.reader_and_writer().expect("a client");
    assert_eq!(reader.organization().await.expect("an organization").team(), "example");
    assert_eq!(count(reader.account(LITTLE, now()).await), Ok(120));
    change_everything(&reader, &writer).await;
    assert_eq!(reader.requests(), sandbox.log().len() as u64);
    let _ = stop.send(());
    served.await.expect("no panic").expect("a server that ends");
}

#[tokio::test]
async fn a_closed_account_is_refused_with_its_reason() {
    let mut recording: Value = serde_json::from_str(RECORDING).expect("JSON");
    for key in ["registrations", "organization"] {
        let kept = recording[key].take();
        recording.as_object_mut().expect("an object").remove(key);
        let sandbox = sandbox(&recording.to_string(), Options::default());
        let error = reader(&sandbox).account(LITTLE, now()).await.expect_err(key);
        assert_eq!(error.problem, Problem::Refused, "{error}");
        recording[key] = kept;
    }
}
