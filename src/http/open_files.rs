//! How many connections fit into the process's limit of open files, and how they are shared out.

/// Files that the portal needs for itself: database, search index, mail, log.
const OWN: usize = 192;
/// Connections beyond the general ones that answer [`is_vital`](super::connections::is_vital) addresses alone.
const RESERVE: usize = 64;
/// Connections that were dropped and are still being closed.
pub(super) const CLOSING: usize = 32;
/// More are never taken, whatever the limit: each costs memory too.
const MOST: usize = 8_192;
/// The most of one address. A hospital shares one among its people, whose browsers close what they do not use.
const MOST_OF_ONE: usize = 512;
/// The limit of open files where the system does not say.
const USUAL: usize = 1_024;

/// Limits of connections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limits {
    /// In all, besides the reserve.
    pub(super) general: usize,
    /// From one address, besides the reserve.
    pub(super) of_one: usize,
    pub(super) reserve: usize,
}

impl Limits {
    /// What this process may have open.
    pub(super) fn of_process() -> Self {
        let text = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
        Self::within(soft_limit(&text).unwrap_or(USUAL))
    }

    /// The limits that stay below so many open files.
    fn within(files: usize) -> Self {
        let reserve = RESERVE.min(files / 16).max(1);
        let own = OWN.min(files / 4) + CLOSING.min(files / 8);
        let general = files.saturating_sub(own + reserve).clamp(1, MOST);
        Self { general, of_one: (general / 4).clamp(1, MOST_OF_ONE), reserve }
    }
}

/// The soft limit of open files in the text of `/proc/PID/limits`.
fn soft_limit(text: &str) -> Option<usize> {
    let line = text.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    let soft = line.split_whitespace().next()?;
    if soft == "unlimited" { Some(usize::MAX) } else { soft.parse().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_read_as_the_system_writes_it() {
        let text = "Limit                     Soft Limit           Hard Limit           Units     \n\
                    Max processes             31000                31000                processes \n\
                    Max open files            1024                 524288               files     \n";
        assert_eq!(soft_limit(text), Some(1024));
        assert_eq!(
            soft_limit("Max open files            unlimited            unlimited   files"),
            Some(usize::MAX)
        );
        assert_eq!(soft_limit(""), None);
    }

    #[test]
    fn all_connections_stay_below_the_limit_of_open_files() {
        for files in [16, 64, 256, 1_024, 4_096, 65_536, usize::MAX] {
            let limits = Limits::within(files);
            assert!(limits.general + limits.reserve + OWN.min(files / 4) <= files, "{files}: {limits:?}");
            assert!(limits.of_one <= limits.general && limits.of_one > 0 && limits.reserve > 0, "{limits:?}");
        }
        assert_eq!(Limits::within(1_024), Limits { general: 736, of_one: 184, reserve: 64 });
    }
}
