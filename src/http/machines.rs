//! Addresses that programs ask, which have no use for a page.

/// Whether a program asks at this address, which has no use for a page.
pub(super) fn is_for_machines(path: &str) -> bool {
    const ADDRESSES: [&str; 5] =
        ["/oai", "/opensearch.xml", "/opensearch/suggestions", "/robots.txt", "/sitemap.xml"];
    path.starts_with("/api/") || path.ends_with("/feed.atom") || ADDRESSES.contains(&path)
}
