//! Over real connections, byte by byte.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use doorlist::sandbox::{Options, Sandbox};
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time;

use super::support::{ACCOUNT, RECORDING, r};

struct Served {
    address: SocketAddr,
    sandbox: Sandbox,
    stop: oneshot::Sender<()>,
    server: JoinHandle<io::Result<()>>,
}

async fn serve(rules: &[&str]) -> Served {
    let faults = rules.iter().map(|rule| rule.parse().expect("a rule")).collect();
    let options = Options { faults, ..Options::default() };
    let sandbox = Sandbox::from_recording(RECORDING.as_bytes(), options).expect("a recording");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let server = tokio::spawn(sandbox.clone().serve(listener, async {
        let _ = stopped.await;
    }));
    Served { address, sandbox, stop, server }
}

impl Served {
    /// Sends one request, and reads what comes until the connection ends.
    async fn exchange(&self, method: &str, path: &str) -> (String, io::Result<()>) {
        let mut stream = TcpStream::connect(self.address).await.expect("a connection");
        let head = "host: sandbox\r\nauthorization: Bearer x\r\nconnection: close";
        let request = format!("{method} {ACCOUNT}/{path} HTTP/1.1\r\n{head}\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("a request that is sent");
        let (mut bytes, mut buffer) = (Vec::new(), [0; 4_096]);
        loop {
            match stream.read(&mut buffer).await {
                Ok(0) => return (text(&bytes), Ok(())),
                Ok(count) => bytes.extend_from_slice(&buffer[..count]),
                Err(error) => return (text(&bytes), Err(error)),
            }
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn body(response: &str) -> &str {
    response.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

fn promised(response: &str) -> usize {
    let line = response.lines().find_map(|line| line.strip_prefix("content-length: "));
    line.and_then(|length| length.parse().ok()).expect("a content-length")
}

#[tokio::test]
async fn an_answer_comes_whole_with_its_headers() {
    let served = serve(&[]).await;
    let (response, end) = served.exchange("GET", "devices/registrations?per_page=1").await;
    assert!(end.is_ok() && response.starts_with("HTTP/1.1 200 OK\r\n"), "{response}");
    for header in ["cf-ray: ", "ratelimit: \"default\";r=1199;t=300", "ratelimit-policy: \"default\";q=1200;w=300"] {
        assert!(response.contains(header), "{header}");
    }
    assert_eq!(body(&response).len(), promised(&response));
    assert!(serde_json::from_str::<Value>(body(&response)).is_ok());
}

#[tokio::test]
async fn a_reset_comes_instead_of_an_answer() {
    for (rule, left) in [("DELETE * reset", 9), ("DELETE * reset after", 8)] {
        let served = serve(&[rule]).await;
        let (response, end) = served.exchange("DELETE", &format!("devices/registrations/{}", r(1))).await;
        assert_eq!(response, "", "{rule}");
        assert_eq!(end.map_err(|error| error.kind()), Err(io::ErrorKind::ConnectionReset), "{rule}");
        let rows = served.sandbox.snapshot()["registrations"].as_array().map(Vec::len);
        assert_eq!(rows, Some(left), "{rule}");
    }
}

#[tokio::test]
async fn a_reset_comes_in_the_middle_of_a_body() {
    let served = serve(&["GET * reset-body"]).await;
    let (response, end) = served.exchange("GET", "devices/registrations").await;
    assert!(end.is_err());
    // What was on its way before the reset may be lost with it.
    assert!(response.is_empty() || body(&response).len() < promised(&response), "{response}");
}

#[tokio::test]
async fn a_length_can_promise_more_than_comes() {
    let served = serve(&["GET * long-length"]).await;
    let (response, end) = served.exchange("GET", "devices/registrations").await;
    assert!(end.is_ok());
    assert_eq!(body(&response).len() + 64, promised(&response));
    assert!(serde_json::from_str::<Value>(body(&response)).is_ok());
}

#[tokio::test]
async fn a_truncated_body_says_that_it_is_whole() {
    let served = serve(&["GET * truncate"]).await;
    let (response, _) = served.exchange("GET", "devices/registrations").await;
    assert_eq!(body(&response).len(), promised(&response));
    assert!(serde_json::from_str::<Value>(body(&response)).is_err());
}

#[tokio::test]
async fn a_slow_body_is_whole_in_the_end() {
    let served = serve(&["GET * slow=200/1ms"]).await;
    let (response, _) = served.exchange("GET", "access/organizations").await;
    assert_eq!(body(&response).len(), promised(&response));
    assert!(serde_json::from_str::<Value>(body(&response)).is_ok());
}

#[tokio::test]
async fn a_stalled_call_is_lost_when_the_client_gives_up() {
    for (rule, left) in [("DELETE * stall=5m", 9), ("DELETE * stall=5m after", 8)] {
        let served = serve(&[rule]).await;
        let path = format!("devices/registrations/{}", r(1));
        let answer = time::timeout(Duration::from_millis(50), served.exchange("DELETE", &path)).await;
        assert!(answer.is_err(), "{rule}");
        let rows = served.sandbox.snapshot()["registrations"].as_array().map(Vec::len);
        assert_eq!(rows, Some(left), "{rule}");
    }
}

#[tokio::test]
async fn one_connection_carries_many_requests() {
    let served = serve(&[]).await;
    let mut stream = TcpStream::connect(served.address).await.expect("a connection");
    for _ in 0..3 {
        let request =
            format!("GET {ACCOUNT}/access/organizations HTTP/1.1\r\nhost: s\r\nauthorization: Bearer x\r\n\r\n");
        stream.write_all(request.as_bytes()).await.expect("a request that is sent");
        let mut response = Vec::new();
        while !text(&response).contains("\"strict_service_token_auth\"") || !response.ends_with(b"}}") {
            response.push(stream.read_u8().await.expect("an answer"));
        }
    }
    assert_eq!(served.sandbox.log().len(), 3);
}

#[tokio::test]
async fn it_stops_when_it_is_told_to_even_while_an_answer_stalls() {
    let served = serve(&["GET * nth=2 stall=5m"]).await;
    assert!(served.exchange("GET", "access/organizations").await.1.is_ok());
    let mut stream = TcpStream::connect(served.address).await.expect("a connection");
    let request = format!("GET {ACCOUNT}/access/users HTTP/1.1\r\nhost: s\r\nauthorization: Bearer x\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("a request that is sent");
    while served.sandbox.log().len() < 2 {
        tokio::task::yield_now().await;
    }
    served.stop.send(()).expect("a server that runs");
    served.server.await.expect("no panic").expect("no error");
}
