//! Tags: what its asker has already is not sent again, and nobody gets what was made for another.

use super::*;

both! {
    async fn what_the_asker_has_is_not_sent_again(portal: Portal) {
        let address = item(&add_record(&portal, record("Sheep", "A flock.")).await);
        let token = token(&portal).await;
        for address in [
            address.as_str(),
            "/api/v1/search?q=sheep",
            "/api/v1/export?q=sheep",
            "/api/v1/suggest?q=she",
            "/api/v1/openapi.json",
        ] {
            let page = ask(&portal, address, Some(&token), &[]).await;
            let tag = page.header("etag");
            assert!(tag.starts_with('"') && tag.ends_with('"'), "a strong tag: {tag}");
            assert_eq!(page.header("cache-control"), "private, no-cache", "{address}");
            assert!(page.header("vary").contains("authorization"), "{address}");
            for known in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
                let again = ask(&portal, address, Some(&token), &[("if-none-match", &known)]).await;
                assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{address} {known}");
                assert_eq!((again.body.as_str(), again.header("etag")), ("", tag.clone()), "{address}");
                assert_eq!(again.header("cache-control"), "private, no-cache", "{address}");
            }
            let other = ask(&portal, address, Some(&token), &[("if-none-match", "\"other\"")]).await;
            assert_eq!((other.status, other.body), (StatusCode::OK, page.body), "{address}");
        }
    }

    async fn another_answer_has_another_tag(portal: Portal) {
        add_record(&portal, record("Sheep", "A flock.")).await;
        let mut browser = portal.declared().await;
        let before = browser.get("/api/v1/search?q=sheep").await.header("etag");
        assert_eq!(browser.get("/api/v1/search?q=sheep").await.header("etag"), before);
        add_record(&portal, record("More sheep", "Another flock.")).await;
        assert_ne!(browser.get("/api/v1/search?q=sheep").await.header("etag"), before);
    }

    async fn a_tag_opens_nothing_that_is_closed(portal: Portal) {
        let address = item(&add_record(&portal, record("Sheep", "A flock.")).await);
        let tag = portal.declared().await.get(&address).await.header("etag");
        let page = ask(&portal, &address, None, &[("if-none-match", &tag)]).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    }

    async fn a_compressed_answer_has_a_weak_tag(portal: Portal) {
        add_records(&portal, trials(), false).await;
        let token = token(&portal).await;
        let address = "/api/v1/search?q=dapagliflozin";
        let plain = ask(&portal, address, Some(&token), &[]).await;
        let packed = ask(&portal, address, Some(&token), &[("accept-encoding", "gzip")]).await;
        assert_eq!(packed.header("content-encoding"), "gzip");
        assert_eq!(packed.header("etag"), format!("W/{}", plain.header("etag")));
        let known = packed.header("etag");
        let again =
            ask(&portal, address, Some(&token), &[("accept-encoding", "gzip"), ("if-none-match", &known)]).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED);
    }
}
