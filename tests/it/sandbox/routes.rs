//! Every method and path of the API description leads somewhere.

use super::support::Api;

const PATHS: &str = include_str!("../../fixtures/api/paths.txt");

/// A path with parameters that nothing has, except for the account.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{account_id}" => "0123456789abcdef0123456789abcdef",
        parameter if parameter.starts_with('{') => "none",
        fixed => fixed,
    });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_described_path_has_its_method() {
    let api = Api::new();
    for line in PATHS.lines() {
        let (method, path) = line.split_once(' ').expect("method and path");
        for prefix in ["/client/v4", ""] {
            let reply = api.send_unchecked(method, &format!("{prefix}{}", filled(path)), None).await;
            assert!(reply.status != 405 && !reply.text.contains("No route for that URI"), "{line}: {}", reply.text);
        }
    }
}

#[tokio::test]
async fn what_is_not_described_is_no_route() {
    let api = Api::new();
    for (method, path) in [
        ("GET", "device/registrations/registrations"),
        ("GET", "devices/registrations/"),
        ("GET", "/client/v4/zones"),
        ("GET", "/client/v5/user/tokens/verify"),
    ] {
        let reply = api.send_unchecked(method, path, None).await;
        assert_eq!((reply.status, reply.code()), (404, 7003), "{path}");
    }
    let reply = api.send_unchecked("POST", "devices/registrations", None).await;
    assert_eq!((reply.status, reply.code()), (405, 7001));
    assert_eq!(reply.message(), "Method POST not available for that URI.");
}

#[tokio::test]
async fn the_path_of_the_product_page_for_bulk_deletes_is_wrong() {
    let reply = Api::new().send_unchecked("DELETE", "device/registrations/registrations?id=a", None).await;
    assert_eq!(reply.status, 404);
}
