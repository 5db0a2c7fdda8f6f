//! The client against servers that answer with fixed bytes.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::AbortHandle;

use super::*;

/// What a server does with each request.
#[derive(Clone)]
enum Answer {
    /// Sends this and waits for the next request.
    Send(Vec<u8>),
    /// Sends this and closes.
    Close(Vec<u8>),
    /// Sends this and then nothing.
    Stall(Vec<u8>),
}

/// A server on loopback that answers requests one after the other, and remembers their heads.
struct Server {
    base: BaseUrl,
    heads: Arc<Mutex<Vec<String>>>,
    connections: Arc<Mutex<usize>>,
    task: AbortHandle,
}

impl Server {
    async fn new(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let base = BaseUrl::parse(&format!("http://{}/v4", listener.local_addr().expect("bound"))).expect("loopback");
        let (heads, connections) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<Mutex<usize>>::default());
        let (seen, opened) = (Arc::clone(&heads), Arc::clone(&connections));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                *opened.lock().expect("no panic") += 1;
                talk(stream, answer.clone(), &seen).await;
            }
        });
        Self { base, heads, connections, task: task.abort_handle() }
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no panic").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn talk(mut stream: TcpStream, answer: Answer, seen: &Mutex<Vec<String>>) {
    while let Some(head) = head(&mut stream).await {
        seen.lock().expect("no panic").push(head);
        let (Answer::Send(bytes) | Answer::Close(bytes) | Answer::Stall(bytes)) = &answer;
        stream.write_all(bytes).await.expect("a reader");
        match answer {
            Answer::Send(_) => {}
            Answer::Close(_) => return,
            Answer::Stall(_) => std::future::pending().await,
        }
    }
}

async fn head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    String::from_utf8(head).ok()
}

fn http(status: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

fn client(base: &BaseUrl) -> HttpClient {
    HttpClient::with_silence(base, Duration::from_millis(40)).expect("a client")
}

async fn send(client: &HttpClient, base: &BaseUrl) -> Result<Response<Bytes>, TransportError> {
    let request = Request::get(format!("{base}/x?id=a%2Fb")).header("authorization", "Bearer s3cret");
    client.send(request.body(Bytes::new()).expect("a request")).await
}

#[tokio::test]
async fn requests_share_a_connection_and_say_who_asks() {
    let server = Server::new(Answer::Send(http("200 OK", "cf-ray: 1-ZAG\r\n", b"{}"))).await;
    let client = client(&server.base);
    for _ in 0..3 {
        let response = send(&client, &server.base).await.expect("an answer");
        assert_eq!((response.status().as_u16(), &response.body()[..]), (200, &b"{}"[..]));
        assert_eq!(response.headers()["cf-ray"], "1-ZAG");
    }
    assert_eq!(*server.connections.lock().expect("no panic"), 1);
    let head = server.heads().remove(0).to_ascii_lowercase();
    assert!(head.starts_with("get /v4/x?id=a%2fb http/1.1"), "{head}");
    assert!(head.contains(&format!("user-agent: doorlist/{}\r\n", env!("CARGO_PKG_VERSION"))), "{head}");
    assert!(head.contains("accept-encoding: gzip"), "{head}");
    assert!(head.contains("authorization: bearer s3cret"), "{head}");
}

#[tokio::test]
async fn a_compressed_body_is_opened() {
    let gzip = [
        0x1f, 0x8b, 0x8, 0x0, 0x0, 0x0, 0x0, 0x0, 0x2, 0x3, 0xab, 0x56, 0x2a, 0x2e, 0x4d, 0x4e, 0x4e, 0x2d, 0x2e, 0x56,
        0xb2, 0x2a, 0x29, 0x2a, 0x4d, 0xd5, 0x51, 0x2a, 0x4a, 0x2d, 0x2e, 0xcd, 0x29, 0x51, 0xb2, 0x8a, 0x8e, 0xad,
        0x5, 0x0, 0xb2, 0x17, 0x5c, 0xe2, 0x1c, 0x0, 0x0, 0x0,
    ];
    let server = Server::new(Answer::Send(http("200 OK", "content-encoding: gzip\r\n", &gzip))).await;
    let response = send(&client(&server.base), &server.base).await.expect("an answer");
    assert_eq!(&response.body()[..], br#"{"success":true,"result":[]}"#);
    let server = Server::new(Answer::Send(http("200 OK", "content-encoding: gzip\r\n", &gzip[..30]))).await;
    let cut = send(&client(&server.base), &server.base).await;
    assert!(matches!(cut, Err(TransportError::Broken(_))), "{cut:?}");
}

#[tokio::test]
async fn a_body_that_ends_before_its_length_is_no_answer() {
    let whole = http("200 OK", "", br#"{"success":true,"result":[]}"#);
    for end in [whole.len() - 1, whole.len() - 20, 10, 0] {
        let server = Server::new(Answer::Close(whole[..end].to_vec())).await;
        let cut = send(&client(&server.base), &server.base).await;
        assert!(matches!(cut, Err(TransportError::Broken(_))), "cut at {end}: {cut:?}");
    }
    let chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n".to_vec();
    let server = Server::new(Answer::Close(chunked)).await;
    let cut = send(&client(&server.base), &server.base).await;
    assert!(matches!(cut, Err(TransportError::Broken(_))), "{cut:?}");
}

#[tokio::test]
async fn silence_is_given_up_before_and_within_an_answer() {
    let whole = http("200 OK", "", br#"{"success":true,"result":[]}"#);
    for end in [0, 10, whole.len() - 5] {
        let server = Server::new(Answer::Stall(whole[..end].to_vec())).await;
        let silent = send(&client(&server.base), &server.base).await;
        assert_eq!(silent.expect_err("silence"), TransportError::Stalled(0), "after {end} bytes");
    }
}

#[tokio::test]
async fn a_redirect_is_handed_back_and_not_followed() {
    let other = Server::new(Answer::Send(http("200 OK", "", b"{}"))).await;
    let headers = format!("location: {}/x\r\n", other.base);
    let server = Server::new(Answer::Send(http("307 Temporary Redirect", &headers, b""))).await;
    let response = send(&client(&server.base), &server.base).await.expect("an answer");
    assert_eq!(response.status().as_u16(), 307);
    assert!(other.heads().is_empty(), "the credential went elsewhere");
}

#[tokio::test]
async fn a_closed_port_is_no_connection() {
    let server = Server::new(Answer::Close(Vec::new())).await;
    let (base, task) = (server.base.clone(), server.task.clone());
    task.abort();
    while !task.is_finished() {
        tokio::task::yield_now().await;
    }
    let refused = send(&client(&base), &base).await.expect_err("nobody listens");
    let TransportError::Connect(text) = &refused else { panic!("{refused:?}") };
    assert!(!text.contains("s3cret") && !text.contains(base.as_str()), "{text}");
}
