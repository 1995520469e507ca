//! Which connections are open, and who has to go when there are too many.
//!
//! Every connection is accepted. Where there is no room, the slowest sender gives way; where all are busy with being
//! answered, the newcomer gets a place of the reserve, which serves vital addresses alone.

use super::open_files::{CLOSING, Limits};
use super::pace::Pace;
use domain::network::{Networks, household};
use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// How far behind the least rate a client must be before it has to give way.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whether this path is served even by a portal that has no room for anything else: whether it lives, and reports of
/// harm.
pub(super) fn is_vital(path: &str) -> bool {
    ["/healthz", "/readyz", "/report-safety"].contains(&path) || path.starts_with("/report-safety/")
}

/// What a connection is doing.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stage {
    /// Between two requests.
    Idle,
    /// Sending the head or body of a request.
    Sending,
    /// Its request is complete and being answered.
    Answered,
}

/// What is known of one connection.
#[derive(Debug)]
struct Activity {
    stage: Stage,
    pace: Pace,
    /// Of bytes that wait for the client to read them.
    reading: Option<Pace>,
}

impl Activity {
    /// By how much its client is too slow.
    fn behind(&self) -> Duration {
        let reading = self.reading.map_or(Duration::ZERO, |pace| pace.behind());
        match self.stage {
            Stage::Sending => reading.max(self.pace.behind()),
            Stage::Idle | Stage::Answered => reading,
        }
    }
}

/// Which places a connection can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lane {
    General,
    Reserve,
}

/// A connection, shared by the table and by whoever serves it.
#[derive(Debug)]
struct Connection {
    activity: Mutex<Activity>,
    dropped: Notify,
}

impl Connection {
    fn activity(&self) -> MutexGuard<'_, Activity> {
        // A panic while the lock was held leaves plain numbers.
        self.activity.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Entry {
    household: IpAddr,
    lane: Lane,
    connection: Arc<Connection>,
}

#[derive(Default)]
struct Table {
    next: u64,
    open: HashMap<u64, Entry>,
    /// How many general connections each household has.
    of_one: HashMap<IpAddr, usize>,
    general: usize,
    reserve: usize,
    /// Dropped, and not yet closed.
    closing: usize,
}

/// All connections of a server.
pub(super) struct Connections {
    limits: Limits,
    /// Machines through which many people come, and which are not limited as if they were one.
    proxies: Networks,
    table: Mutex<Table>,
    closed: Notify,
}

impl Connections {
    pub(super) fn new(limits: Limits, proxies: Networks) -> Arc<Self> {
        Arc::new(Self { limits, proxies, table: Mutex::default(), closed: Notify::new() })
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until those that were dropped are closed, so that open files stay below their limit.
    pub(super) async fn settled(&self) {
        loop {
            let closed = self.closed.notified();
            if self.table().closing < CLOSING {
                return;
            }
            closed.await;
        }
    }

    /// Takes a connection in. Another one may have to go for it.
    pub(super) fn admit(self: &Arc<Self>, peer: IpAddr) -> Place {
        let household = household(peer);
        let connection = Arc::new(Connection {
            activity: Mutex::new(Activity { stage: Stage::Sending, pace: Pace::start(), reading: None }),
            dropped: Notify::new(),
        });
        let mut table = self.table();
        let lane = if self.make_room(&mut table, household) { Lane::General } else { Lane::Reserve };
        if lane == Lane::Reserve && table.reserve >= self.limits.reserve {
            drop_oldest_of_reserve(&mut table);
        }
        let id = table.next;
        table.next += 1;
        table.count(lane, household);
        table.open.insert(id, Entry { household, lane, connection: connection.clone() });
        Place { connections: self.clone(), id, is_general: lane == Lane::General, connection }
    }

    /// Whether there is room for a general connection, if need be after dropping a slow one.
    fn make_room(&self, table: &mut Table, household: IpAddr) -> bool {
        let own = table.of_one.get(&household).copied().unwrap_or(0);
        if own >= self.limits.of_one && !self.proxies.contains(household) {
            return drop_slowest(table, |entry| entry.household == household);
        }
        table.general < self.limits.general || drop_slowest(table, |_| true)
    }
}

impl Table {
    fn count(&mut self, lane: Lane, household: IpAddr) {
        match lane {
            Lane::General => {
                self.general += 1;
                *self.of_one.entry(household).or_default() += 1;
            }
            Lane::Reserve => self.reserve += 1,
        }
    }

    /// Removes a connection; whether it was still there.
    fn remove(&mut self, id: u64) -> Option<Entry> {
        let entry = self.open.remove(&id)?;
        match entry.lane {
            Lane::General => {
                self.general -= 1;
                if let Some(own) = self.of_one.get_mut(&entry.household) {
                    *own -= 1;
                    if *own == 0 {
                        self.of_one.remove(&entry.household);
                    }
                }
            }
            Lane::Reserve => self.reserve -= 1,
        }
        Some(entry)
    }

    fn drop(&mut self, id: u64) {
        if let Some(entry) = self.remove(id) {
            self.closing += 1;
            entry.connection.dropped.notify_one();
        }
    }
}

/// Drops one general connection of those that `may_go`: who is furthest behind in sending or reading, else who has been
/// idle for longest. Whether there was one.
fn drop_slowest(table: &mut Table, may_go: impl Fn(&Entry) -> bool) -> bool {
    let candidates = table.open.iter().filter(|(_, entry)| entry.lane == Lane::General && may_go(entry));
    let slowest = candidates
        .filter_map(|(id, entry)| {
            let activity = entry.connection.activity();
            let behind = activity.behind();
            let is_idle = matches!(activity.stage, Stage::Idle);
            let rank = if behind > PATIENCE { (true, behind) } else { (false, activity.pace.age()) };
            (rank.0 || is_idle).then_some((rank, *id))
        })
        .max();
    if let Some((_, id)) = slowest {
        table.drop(id);
    }
    slowest.is_some()
}

/// Drops the oldest connection of the reserve, of the household that has most of them.
fn drop_oldest_of_reserve(table: &mut Table) {
    let mut of_one: HashMap<IpAddr, usize> = HashMap::new();
    let reserve = || table.open.iter().filter(|(_, entry)| entry.lane == Lane::Reserve);
    for (_, entry) in reserve() {
        *of_one.entry(entry.household).or_default() += 1;
    }
    let first = reserve().max_by_key(|(id, entry)| (of_one[&entry.household], std::cmp::Reverse(**id)));
    if let Some(id) = first.map(|(id, _)| *id) {
        table.drop(id);
    }
}

/// A connection's place among all; given up when dropped.
pub(super) struct Place {
    connections: Arc<Connections>,
    id: u64,
    is_general: bool,
    connection: Arc<Connection>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut table = self.connections.table();
        if table.remove(self.id).is_none() {
            table.closing -= 1;
            self.connections.closed.notify_waiters();
        }
    }
}

impl Place {
    /// Whether it may ask for anything; otherwise for vital addresses alone.
    pub(super) fn is_general(&self) -> bool {
        self.is_general
    }

    /// Completes when the connection has to give way.
    pub(super) async fn dropped(&self) {
        self.connection.dropped.notified().await;
    }

    /// What the connection notes of itself.
    pub(super) fn notes(&self) -> Notes {
        Notes(self.connection.clone())
    }
}

/// Where a connection notes what it is doing.
#[derive(Debug, Clone)]
pub(super) struct Notes(Arc<Connection>);

impl Notes {
    /// Something else begins.
    pub(super) fn begin(&self, stage: Stage) {
        let mut activity = self.0.activity();
        activity.stage = stage;
        activity.pace = Pace::start();
    }

    /// The client has sent so many bytes. What comes after an answer is the next request.
    pub(super) fn received(&self, bytes: usize) {
        let mut activity = self.0.activity();
        if matches!(activity.stage, Stage::Idle) {
            activity.stage = Stage::Sending;
            activity.pace = Pace::start();
        }
        activity.pace.count(bytes);
    }

    /// The client's reading of answers, while it is slow.
    pub(super) fn reading(&self, pace: Option<Pace>) {
        self.0.activity().reading = pace;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { general: 8, of_one: 4, reserve: 2 };

    fn ip(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    fn is_dropped(connections: &Connections, place: &Place) -> bool {
        !connections.table().open.contains_key(&place.id)
    }

    fn busy(connections: &Arc<Connections>, peer: IpAddr) -> Place {
        let place = connections.admit(peer);
        place.notes().begin(Stage::Answered);
        place
    }

    fn slow(connections: &Arc<Connections>, peer: IpAddr, seconds: u64) -> Place {
        let place = connections.admit(peer);
        place.connection.activity().pace = Pace::started_before(Duration::from_secs(seconds));
        place
    }

    #[test]
    fn the_slowest_sender_of_an_address_gives_way_to_its_next_connection() {
        let connections = Connections::new(LIMITS, Networks::default());
        let other = slow(&connections, ip(2), 60);
        let own: Vec<Place> = (2..6).map(|seconds| slow(&connections, ip(1), seconds)).collect();
        let next = connections.admit(ip(1));
        assert!(next.is_general());
        let dropped: Vec<bool> = own.iter().map(|place| is_dropped(&connections, place)).collect();
        assert_eq!(dropped, [false, false, false, true]);
        assert!(!is_dropped(&connections, &other), "an address pays for itself alone");
    }

    #[test]
    fn who_is_being_answered_stays_and_the_newcomer_gets_the_reserve() {
        let connections = Connections::new(LIMITS, Networks::default());
        let held: Vec<Place> = (0..8).map(|number| busy(&connections, ip(number))).collect();
        let (first, second) = (connections.admit(ip(100)), connections.admit(ip(100)));
        assert!(!first.is_general() && !second.is_general());
        let third = connections.admit(ip(101));
        assert!(is_dropped(&connections, &first) && !is_dropped(&connections, &second));
        assert!(!third.is_general());
        assert!(held.iter().all(|place| !is_dropped(&connections, place)));
        drop(held);
        assert!(connections.admit(ip(100)).is_general());
    }

    #[test]
    fn one_flood_does_not_take_the_reserve_from_others() {
        let connections = Connections::new(Limits { reserve: 4, ..LIMITS }, Networks::default());
        let _held: Vec<Place> = (0..8).map(|number| busy(&connections, ip(number))).collect();
        let honest = connections.admit(ip(50));
        let _flood: Vec<Place> = (0..20).map(|_| connections.admit(ip(60))).collect();
        assert!(!is_dropped(&connections, &honest));
    }

    #[test]
    fn an_idle_connection_gives_way_and_a_slow_one_does_so_first() {
        let connections = Connections::new(LIMITS, Networks::default());
        let mut held: Vec<Place> = (0..6).map(|number| busy(&connections, ip(number))).collect();
        held[3].notes().begin(Stage::Idle);
        held.push(slow(&connections, ip(6), 5));
        held.push(busy(&connections, ip(7)));
        let _next = connections.admit(ip(30));
        assert!(is_dropped(&connections, &held[6]) && !is_dropped(&connections, &held[3]));
        let _another = connections.admit(ip(31));
        assert!(is_dropped(&connections, &held[3]));
        assert_eq!(connections.table().closing, 2);
        drop(held);
        assert_eq!(connections.table().closing, 0);
        assert_eq!(connections.table().general, 2);
    }

    #[test]
    fn a_proxy_is_not_limited_as_if_it_were_one_client() {
        let connections = Connections::new(LIMITS, "192.0.2.0/24".parse().unwrap());
        let held: Vec<Place> = (0..8).map(|_| busy(&connections, ip(1))).collect();
        assert!(held.iter().all(Place::is_general));
    }

    #[test]
    fn whoever_reads_too_slowly_gives_way_too() {
        let connections = Connections::new(LIMITS, Networks::default());
        let held: Vec<Place> = (0..8).map(|number| busy(&connections, ip(number))).collect();
        held[5].notes().reading(Some(Pace::started_before(Duration::from_secs(5))));
        assert!(connections.admit(ip(30)).is_general());
        assert!(is_dropped(&connections, &held[5]));
    }
}
