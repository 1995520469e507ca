//! A database that cannot be used for a while: its disk is full, another program holds it, it is read-only or gone. Shown
//! with the real process, while people write.

mod proxy;
mod small_disk;

use crate::process::{Answer, Server, cookie, send};
use crate::support::{Database, PASSWORD, Portal};
use domain::account::{Account, Role};
use proxy::{Line, Proxy};
use services::accounts::NewAccount;
use services::config::Config;
use small_disk::SmallDisk;
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Within what time everything answers, on a machine that has other things to do besides.
const SOON: Duration = Duration::from_secs(3);
/// Within what time everything works again.
const BACK: Duration = Duration::from_secs(5);
const PHONE: &str = "+44 20 7946 0000";
const WITH_PHONE: [&str; 2] = ["--safety-phone", PHONE];

/// The people who use a portal, and what they send.
struct People {
    address: SocketAddr,
    hcp: String,
    specialist: String,
    /// A request that waits at the desk.
    reference: String,
}

impl People {
    /// Adds them to a portal; `at` is set once a server runs.
    async fn of(portal: &Portal) -> Self {
        let hcp = NewAccount {
            email: "hcp@demo.example".into(),
            roles: vec![Role::Hcp],
            password: Some(PASSWORD.into()),
            ..Portal::somebody()
        };
        let hcp = portal.person_like(hcp).await;
        let specialist = portal.person("mi@demo.example", &[Role::MedicalInformationSpecialist]).await;
        let question = services::requests::ask::Question {
            question: "Waiting at the desk".into(),
            ..Default::default()
        };
        let request = services::requests::ask::ask(&portal.context, &asker(&hcp), question).await.unwrap();
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            hcp: cookie(portal, &hcp).await,
            specialist: cookie(portal, &specialist).await,
            reference: request.reference,
        }
    }

    fn at(self, server: &Server) -> Self {
        Self { address: server.address, ..self }
    }

    fn get(&self, path: &str, cookie: &str) -> Answer {
        timely(path, || send(self.address, "GET", path, cookie, "").unwrap())
    }

    fn post(&self, path: &str, cookie: &str, body: &str) -> Answer {
        timely(path, || send(self.address, "POST", path, cookie, body).unwrap())
    }

    fn ask(&self, text: &str) -> Answer {
        self.post("/ask", &self.hcp, &format!("question={text}"))
    }

    fn report(&self, text: &str) -> Answer {
        self.post("/report-safety", "", &format!("contact=020+1&event={text}"))
    }

    fn sign_in(&self) -> Answer {
        let password = PASSWORD.replace(' ', "+");
        self.post("/sign-in", "", &format!("email=hcp%40demo.example&password={password}&next=/requests"))
    }

    fn note(&self, text: &str) -> Answer {
        let body = format!("step=note&version=1&note={text}&body={text}");
        self.post(&format!("/desk/{}", self.reference), &self.specialist, &body)
    }

    /// Nothing can be stored: everybody is told so, and keeps what they typed.
    fn cannot_write(&self) {
        let until = Instant::now() + Duration::from_secs(30);
        // An answer holds for a second, and a disk that was filled has room left in what the database took before.
        while self.get("/readyz", "").status == 200 {
            assert!(Instant::now() < until, "nobody notices");
            std::thread::sleep(Duration::from_millis(100));
        }
        assert_eq!(self.get("/healthz", "").status, 200, "alive");
        for (what, answer) in [
            ("a question", self.ask("My+own+words")),
            ("a note", self.note("My+own+words")),
            ("a report", self.report("My+own+words")),
        ] {
            unavailable(what, &answer);
            assert!(answer.text.contains("My own words"), "{what} comes back: {}", answer.text);
        }
        let report = self.report("My+own+words").text;
        assert!(report.contains("Your report was not stored") && report.contains(PHONE), "{report}");
        let sign_in = self.sign_in();
        unavailable("a sign-in", &sign_in);
        assert!(sign_in.text.contains("hcp@demo.example"), "{}", sign_in.text);
        assert!(!sign_in.text.contains(PASSWORD), "a password is never sent back");
    }

    /// Nothing can be looked up either: nobody is taken for signed out, and nothing typed is lost.
    fn cannot_read(&self) {
        self.cannot_write();
        for path in ["/requests", "/account", "/search?q=sheep", "/library/any", "/"] {
            let page = self.get(path, &self.hcp);
            unavailable(path, &page);
            assert!(
                !page.text.contains("\"/sign-in\""),
                "nothing says that they are signed out: {}",
                page.text
            );
        }
        let answer = self.post("/report-safety", &self.hcp, "contact=020+1&event=My+own+words");
        unavailable("a report of somebody signed in", &answer);
        assert!(answer.text.contains("My own words") && answer.text.contains(PHONE), "{}", answer.text);
        assert_eq!(self.get("/report-safety", "").status, 200, "anybody may write a report down");
        let program = self.get("/api/v1/search?q=sheep", &self.hcp);
        unavailable("a program", &program);
        assert!(program.text.contains("\"code\":\"unavailable\""), "{}", program.text);
    }

    /// Reading goes on while nothing can be stored.
    fn can_read(&self) {
        for path in ["/requests", "/search?q=sheep", "/report-safety"] {
            assert_eq!(self.get(path, &self.hcp).status, 200, "{path}");
        }
        assert_eq!(self.get(&format!("/desk/{}", self.reference), &self.specialist).status, 200);
    }

    /// Everything works, at the latest some seconds after the database can be used again.
    fn is_back(&self, since: Instant) {
        loop {
            let answers = [self.get("/readyz", ""), self.ask("Back"), self.report("Back"), self.sign_in()];
            let statuses = answers.map(|answer| answer.status);
            if statuses == [200, 303, 303, 303] {
                break;
            }
            assert!(since.elapsed() < BACK, "not back: {statuses:?}");
            std::thread::sleep(Duration::from_millis(50));
        }
        assert!(since.elapsed() < BACK, "back after {:?}", since.elapsed());
        self.can_read();
    }

    /// Mail leaves: the workers have survived.
    fn mail_leaves(&self) {
        let waiting = || {
            let metrics = self.get("/metrics", "").text;
            let line = metrics.lines().find_map(|line| line.strip_prefix("materia_outbox_waiting "));
            line.unwrap().parse::<i64>().unwrap()
        };
        let (before, until) = (waiting(), Instant::now() + Duration::from_secs(30));
        while before > 0 && waiting() >= before {
            assert!(Instant::now() < until, "mail waits");
            std::thread::sleep(Duration::from_millis(100));
        }
    }
}

fn asker(account: &Account) -> domain::asker::Asker {
    use domain::asker::{Asker, Gate};
    Asker { account: Some(account.clone()), ..Asker::anonymous(Gate::Declared) }
}

fn timely(what: &str, act: impl FnOnce() -> Answer) -> Answer {
    let began = Instant::now();
    let answer = act();
    assert!(began.elapsed() < SOON, "{what} took {:?}", began.elapsed());
    answer
}

fn unavailable(what: &str, answer: &Answer) {
    assert_eq!(answer.status, 503, "{what}: {}", answer.text);
    assert!(answer.text.to_ascii_lowercase().contains("\r\nretry-after: "), "{what}: {}", answer.text);
}

/// People who go on asking and reporting whatever happens, and note what was acknowledged.
struct Writers {
    stop: Arc<AtomicBool>,
    threads: Vec<std::thread::JoinHandle<()>>,
    /// Where each leads, with its words.
    acknowledged: Arc<Mutex<Vec<(String, String)>>>,
}

impl Writers {
    fn start(people: &People) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let acknowledged = Arc::new(Mutex::new(Vec::new()));
        let streams =
            [("/ask", people.hcp.clone(), "question"), ("/report-safety", String::new(), "contact=1&event")];
        let threads = streams
            .into_iter()
            .map(|(path, cookie, field)| {
                let (address, stop, acknowledged) = (people.address, stop.clone(), acknowledged.clone());
                std::thread::spawn(move || {
                    for number in 0.. {
                        if stop.load(Ordering::SeqCst) {
                            return;
                        }
                        let text = format!("Words {number} end {}", "x".repeat(2_000));
                        let body = format!("{field}={}", text.replace(' ', "+"));
                        let answer = timely(path, || send(address, "POST", path, &cookie, &body).unwrap());
                        match answer.status {
                            303 => {
                                let place = answer.location().unwrap().to_owned();
                                acknowledged.lock().unwrap().push((place, text));
                            }
                            503 => std::thread::sleep(Duration::from_millis(20)),
                            _ => panic!("{path}: {}", answer.text),
                        }
                    }
                })
            })
            .collect();
        Self { stop, threads, acknowledged }
    }

    /// Ends them, and finds everything that was acknowledged.
    fn end(self, people: &People) {
        self.stop.store(true, Ordering::SeqCst);
        for thread in self.threads {
            thread.join().unwrap();
        }
        let acknowledged = self.acknowledged.lock().unwrap();
        assert!(acknowledged.len() > 10, "{} acknowledged", acknowledged.len());
        for (place, text) in acknowledged.iter() {
            let page = people.get(place, &people.hcp);
            assert_eq!(page.status, 200, "{place}");
            assert!(place.starts_with("/report") || page.text.contains(text), "lost: {place}");
        }
    }
}

#[tokio::test]
async fn a_full_disk_stops_nothing_for_longer_than_it_is_full() {
    let portal = Portal::open(Database::Sqlite).await.unwrap().without_workers().await;
    let people = People::of(&portal).await;
    let Some(disk) = SmallDisk::start(&portal, "24m", &WITH_PHONE) else { return };
    let people = people.at(&disk.server);
    people.is_back(Instant::now());
    for _ in 0..2 {
        let writers = Writers::start(&people);
        disk.fill();
        people.cannot_write();
        people.can_read();
        disk.free();
        people.is_back(Instant::now());
        writers.end(&people);
        people.mail_leaves();
    }
}

#[tokio::test]
async fn a_database_that_another_program_has_locked_is_waited_for_no_longer_than_a_moment() {
    for database in [Database::Sqlite, Database::Postgres] {
        let Some(portal) = Portal::open(database).await else { continue };
        let portal = portal.without_workers().await;
        let people = People::of(&portal).await;
        let server = start(&portal.context.config);
        let people = people.at(&server);
        let writers = Writers::start(&people);
        match database {
            Database::Sqlite => {
                let other = portal.context.store.begin().await.unwrap();
                people.cannot_write();
                people.can_read();
                drop(other);
            }
            Database::Postgres => {
                let mut other = postgres(&portal).await;
                run(&mut other, "begin").await;
                run(&mut other, "lock table audit, throttles, sessions, write_probe in exclusive mode").await;
                people.cannot_write();
                people.can_read();
                run(&mut other, "rollback").await;
            }
        }
        people.is_back(Instant::now());
        writers.end(&people);
        people.mail_leaves();
    }
}

#[tokio::test]
async fn a_database_that_is_gone_takes_nobody_for_signed_out() {
    // SQLite: the file is moved away, and back.
    let portal = Portal::open(Database::Sqlite).await.unwrap().without_workers().await;
    let people = People::of(&portal).await;
    let server = start(&portal.context.config);
    let people = people.at(&server);
    let writers = Writers::start(&people);
    let file = portal.context.config.data.join("materia.db");
    let away = file.with_extension("away");
    std::fs::rename(&file, &away).unwrap();
    people.cannot_read();
    assert!(!file.exists(), "no empty database takes its place");
    std::fs::rename(&away, &file).unwrap();
    people.is_back(Instant::now());
    writers.end(&people);
    people.mail_leaves();
}

#[tokio::test]
async fn a_postgres_that_falls_silent_or_ends_is_back_when_it_answers() {
    let Some(portal) = Portal::open(Database::Postgres).await else { return };
    let portal = portal.without_workers().await;
    let people = People::of(&portal).await;
    let url = &portal.context.config.database_url;
    let (start_of_url, rest) = url.split_once('@').unwrap();
    let (host, name) = rest.split_once('/').unwrap();
    let proxy = Proxy::to(host.to_owned());
    let database_url = format!("{start_of_url}@{}/{name}", proxy.address);
    let server = start(&Config { database_url, ..portal.context.config.clone() });
    let people = people.at(&server);
    for line in [Line::Cut, Line::Silent] {
        let writers = Writers::start(&people);
        std::thread::sleep(Duration::from_millis(300));
        if line == Line::Silent {
            // Whoever is in the middle of a question to it waits with it.
            writers.end(&people);
            proxy.set(line);
            people.cannot_read();
            proxy.set(Line::Up);
        } else {
            proxy.set(line);
            people.cannot_read();
            proxy.set(Line::Up);
            people.is_back(Instant::now());
            writers.end(&people);
        }
        people.is_back(Instant::now());
        people.mail_leaves();
    }
}

#[tokio::test]
async fn a_postgres_that_is_read_only_still_answers_readers() {
    let Some(portal) = Portal::open(Database::Postgres).await else { return };
    let portal = portal.without_workers().await;
    let people = People::of(&portal).await;
    let server = start(&portal.context.config);
    let people = people.at(&server);
    people.is_back(Instant::now());
    let mut other = postgres(&portal).await;
    let set = |value: &str| {
        let (_, name) = portal.context.config.database_url.rsplit_once('/').unwrap();
        format!("alter database {name} set default_transaction_read_only = {value}")
    };
    const OTHERS_END: &str = "select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()";
    run(&mut other, &set("on")).await;
    run(&mut other, OTHERS_END).await;
    people.cannot_write();
    people.can_read();
    run(&mut other, "set transaction_read_only = off").await;
    run(&mut other, &set("off")).await;
    run(&mut other, OTHERS_END).await;
    people.is_back(Instant::now());
    people.mail_leaves();
}

fn start(config: &Config) -> Server {
    let program = Command::new(env!("CARGO_BIN_EXE_materia"));
    // The writers write more than anybody may ask in a day.
    let config = Config { questions_a_day: u32::MAX, ..config.clone() };
    Server::start_by(program, &config, &WITH_PHONE, Stdio::null())
}

async fn postgres(portal: &Portal) -> sqlx::PgConnection {
    use sqlx::Connection as _;
    sqlx::PgConnection::connect(&portal.context.config.database_url).await.unwrap()
}

async fn run(connection: &mut sqlx::PgConnection, statement: &str) {
    use sqlx::Executor as _;
    connection.execute(sqlx::AssertSqlSafe(statement.to_owned())).await.unwrap();
}
