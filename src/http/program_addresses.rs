//! Which addresses serve programs, which have no use for a page.

/// Whether this path serves programs.
pub(super) fn is_for_machines(path: &str) -> bool {
    const ADDRESSES: [&str; 5] =
        ["/oai", "/opensearch.xml", "/opensearch/suggestions", "/robots.txt", "/sitemap.xml"];
    path.starts_with("/api/") || path.ends_with("/feed.atom") || ADDRESSES.contains(&path)
}
