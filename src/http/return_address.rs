//! Where the way back from a form leads. Some addresses take a form and have no page: whoever comes to one of them by a
//! link, a reload or a sign-in gets the page that the form stands on.

use std::collections::BTreeSet;

/// The paths that have a page.
pub(super) struct Pages(BTreeSet<&'static str>);

impl Pages {
    pub(super) fn of(paths: impl Iterator<Item = &'static str>) -> Self {
        Self(paths.collect())
    }

    /// Whether this path has one.
    pub(super) fn contains(&self, path: &str) -> bool {
        self.0.contains(path)
    }

    /// How many segments of a route's path lead to its page: all of them where it has one, else those of the nearest
    /// page above it.
    pub(super) fn segments(&self, path: &str) -> usize {
        let all = path.split('/').skip(1).count();
        (1..=all).rev().find(|segments| self.contains(beginning(path, *segments))).unwrap_or(0)
    }
}

/// The first segments of a path; `/` for none.
pub(super) fn beginning(path: &str, segments: usize) -> &str {
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    // The first slash begins the first segment.
    let end = ends.skip(1).nth(segments.saturating_sub(1)).unwrap_or(path.len());
    if segments == 0 { "/" } else { &path[..end] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_beginning_of_an_address_is_cut_between_segments() {
        assert_eq!(beginning("/account/tokens/7/revoke", 1), "/account");
        assert_eq!(beginning("/account", 1), "/account");
        assert_eq!(beginning("/account", 0), "/");
        assert_eq!(beginning("/a/b", 5), "/a/b");
    }
}
