//! Insight: numbers that agree with each other, and no person behind them.

use crate::both;
use crate::support::{Browser, Page, Portal};
use axum::http::StatusCode;
use domain::account::Role;
use domain::engagement::{Event, Signal};
use domain::id::{ItemId, RequestId, SignalId, VisitorId};
use domain::record::RecordData;
use domain::request::{Channel, CloseReason, Promise, Request, RequestState, Urgency};
use domain::time::{DAY, Moment};

/// Every page with its tables, by the name under which a file of each is had.
const PAGES: [(&str, &str, &[&str]); 4] = [
    ("/insights", "/insights/gaps.csv", &["gaps"]),
    ("/insights/searches", "/insights/searches.csv", &["words", "days", "ranks"]),
    ("/insights/reading", "/insights/reading.csv", &["items", "ratings", "professions", "countries"]),
    ("/insights/requests", "/insights/requests.csv", &["areas", "products", "states", "helped"]),
];
/// A month in the past, so that nothing else falls into it.
const MONTH: &str = "from=2026-03-01&to=2026-03-31";

fn on(day: u8) -> Moment {
    Moment::from_day(&format!("2026-03-{day:02}")).unwrap().plus(DAY / 2)
}

fn people(count: usize) -> Vec<VisitorId> {
    (0..count).map(|_| VisitorId::new()).collect()
}

fn signal(visitor: &VisitorId, at: Moment, event: Event) -> Signal {
    Signal {
        id: SignalId::new(),
        at,
        visitor: visitor.clone(),
        country: "GB".into(),
        profession: "physician".into(),
        specialty: String::new(),
        event,
        is_demo: false,
    }
}

fn search(visitor: &VisitorId, at: Moment, words: &str, results: u64) -> Signal {
    signal(visitor, at, Event::Searched { words: words.into(), results })
}

async fn store(portal: &Portal, signals: &[Signal]) {
    let mut tx = portal.context.store.begin().await.unwrap();
    storage::engagement::insert(&mut tx, signals).await.unwrap();
    tx.commit().await.unwrap();
}

async fn record(portal: &Portal, title: &str) -> ItemId {
    let mut tx = portal.context.store.begin().await.unwrap();
    let data = RecordData { external_id: Some(title.into()), title: title.into(), ..RecordData::default() };
    storage::records::import::upsert(&mut tx, vec![data], false, Moment::now()).await.unwrap();
    tx.commit().await.unwrap();
    let record = storage::records::by_identifier(&portal.context.store, title).await.unwrap().unwrap();
    ItemId::from(&record.id)
}

/// A request of this area and product, answered after so many days where it was.
async fn request(portal: &Portal, subject: (&str, &str), received: Moment, answered_after: Option<i64>) {
    put(portal, &made(portal, subject, received, answered_after).await).await;
}

async fn put(portal: &Portal, request: &Request) {
    let mut tx = portal.context.store.begin().await.unwrap();
    storage::requests::insert(&mut tx, request, request.id.as_str(), false).await.unwrap();
    tx.commit().await.unwrap();
}

async fn made(
    portal: &Portal,
    subject: (&str, &str),
    received: Moment,
    answered_after: Option<i64>,
) -> Request {
    let store = &portal.context.store;
    let email = "asker@demo.example";
    let asker = match storage::accounts::find_by_email(store, email).await.unwrap() {
        Some((account, _)) => account,
        None => portal.person(email, &[Role::Hcp]).await,
    };
    let answered_at = answered_after.map(|days| received.plus(days * DAY));
    let due_at = received.plus_working_days(3);
    Request {
        id: RequestId::new(),
        reference: format!("MIR-2026-{}", &RequestId::new().as_str()[20..]),
        asker: asker.id.clone(),
        questions: vec!["What about the unrepeatable patient?".into()],
        product: subject.1.into(),
        area: subject.0.into(),
        urgency: Urgency::Routine,
        channel: Channel::Email,
        contact: String::new(),
        state: if answered_at.is_some() { RequestState::Answered } else { RequestState::Received },
        owner: asker.id,
        received_at: received,
        former_owner: None,
        handed_over_at: None,
        due_at,
        due_set_at: None,
        promise: Promise {
            first_answered_at: answered_at,
            missed_at: answered_at.filter(|at| *at > due_at).map(|_| due_at),
            ..Promise::new(received, due_at)
        },
        answered_at,
        closed_at: None,
        close_reason: None,
        safety: None,
        context: None,
        answered_question: answered_at.map(|_| true),
        version: 1,
    }
}

/// Lives through a history of a request: each step some hours after the one before.
fn live(request: &mut Request, steps: &[(u8, i64)]) {
    let mut now = request.received_at;
    for (step, hours) in steps {
        now = now.plus(hours * DAY / 24);
        let is_closed = request.state == RequestState::Closed;
        match step {
            0 if !is_closed => request.answer(now),
            1 => request.follow_up(now),
            2 if !is_closed => request.close(now, Some(CloseReason::Withdrawn)),
            3 if is_closed => request.reopen(),
            _ => request.due_at = now.plus(30 * DAY),
        }
    }
}

/// The share in time that the overview says, in percent.
fn in_time(page: &Page) -> i64 {
    let note = page.text(".stat:nth-child(4) dd:nth-of-type(2)");
    note.split(';').nth(1).unwrap().trim().split(' ').next().unwrap().parse().unwrap()
}

async fn analyst(portal: &Portal) -> Browser<'_> {
    let account = portal.person("analyst@demo.example", &[Role::Analyst]).await;
    portal.signed_in(&account).await
}

/// A month in which a little of everything happened.
async fn a_month(portal: &Portal) {
    let (often, now_and_then) = (people(6), people(3));
    let (first, second) = (record(portal, "=First, with \"quotes\"").await, record(portal, "Second").await);
    let mut signals = Vec::new();
    for (place, visitor) in often.iter().enumerate() {
        let day = on(2 + u8::try_from(place).unwrap());
        signals.push(search(visitor, day, "apixaban dialysis", 0));
        signals.push(search(visitor, day, "heart failure", 40));
        signals.push(signal(visitor, day, Event::Opened { item: first.clone(), rank: 1 + place as u32 * 3 }));
        let seconds = 10 * (place as u32 + 1);
        signals.push(signal(visitor, day, Event::Read { item: first.clone(), seconds, depth: 50 }));
        signals.push(signal(visitor, day, Event::Rated { item: first.clone(), is_helpful: place > 0 }));
    }
    for visitor in &now_and_then {
        signals.push(search(visitor, on(30), "a name that nobody else would type", 0));
        signals.push(signal(visitor, on(30), Event::Read { item: second.clone(), seconds: 7, depth: 100 }));
    }
    store(portal, &signals).await;
    for (place, subject) in
        [("lipids", ""), ("lipids", "evolocumab"), ("", ""), ("lipids", "evolocumab")].into_iter().enumerate()
    {
        let received = on(2 + u8::try_from(place).unwrap());
        request(portal, subject, received, (place % 2 == 0).then_some(1 + place as i64)).await;
    }
}

/// The cells of a table, without the separators of thousands.
fn cells(page: &Page, table: &str) -> Vec<Vec<String>> {
    let columns = page.texts(&format!("table[data-table='{table}'] thead th")).len();
    let cells = page.texts(&format!("table[data-table='{table}'] tbody :is(th, td)"));
    cells.chunks(columns.max(1)).map(<[String]>::to_vec).collect()
}

/// The cells of a file, all of which are quoted.
fn file_cells(file: &Page) -> Vec<Vec<String>> {
    let line = |line: &str| {
        let inner = line.strip_prefix('"').unwrap().strip_suffix('"').unwrap();
        inner.split("\",\"").map(|cell| cell.replace("\"\"", "\"")).collect()
    };
    file.body.strip_prefix('\u{feff}').unwrap().lines().map(line).collect()
}

fn sum(rows: &[Vec<String>], column: usize) -> i64 {
    rows.iter().map(|row| row[column].replace(',', "").parse::<i64>().unwrap_or(0)).sum()
}

/// The big number of a tile.
fn tile(page: &Page, place: usize) -> i64 {
    page.text(&format!(".stat:nth-child({place}) dd")).replace(',', "").parse().unwrap()
}

both! {
    async fn an_analyst_and_an_administrator_see_insights_and_nobody_else_does(portal: Portal) {
        let admin = portal.person("admin@demo.example", &[Role::Administrator]).await;
        let others = [
            portal.person("hcp@demo.example", &[Role::Hcp]).await,
            portal.person("staff@demo.example", &[Role::Msl, Role::Editor, Role::Reviewer, Role::SafetyOfficer]).await,
        ];
        for (page, file, _) in PAGES {
            for address in [page, file] {
                assert_eq!(analyst_sees(&portal, address).await, StatusCode::OK, "{address}");
                assert_eq!(portal.signed_in(&admin).await.get(address).await.status, StatusCode::OK);
                for other in &others {
                    let status = portal.signed_in(other).await.get(address).await.status;
                    assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
                }
                let sign_in = portal.browser().get(address).await.location().unwrap();
                assert!(sign_in.starts_with("/sign-in?next="), "{sign_in}");
            }
        }
    }

    async fn words_of_fewer_than_five_people_are_counted_and_never_shown(portal: Portal) {
        let (five, four) = (people(5), people(4));
        let mut signals: Vec<Signal> = five.iter().map(|who| search(who, on(3), "shared words", 2)).collect();
        // However often: the people count, not the searches.
        for hour in 0..10 {
            let at = on(4).plus(hour * 1_000);
            signals.extend(four.iter().map(|who| search(who, at, "rare words", 0)));
        }
        store(&portal, &signals).await;
        let mut browser = analyst(&portal).await;
        for (page, file, tables) in PAGES {
            assert!(!browser.get(&format!("{page}?{MONTH}")).await.body.contains("rare words"), "{page}");
            for table in tables {
                let file = browser.get(&format!("{file}?{MONTH}&table={table}")).await;
                assert!(!file.body.contains("rare words"), "{table}");
            }
        }
        let rows = cells(&browser.get(&format!("/insights/searches?{MONTH}")).await, "words");
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0], ["shared words", "5", "5", "0"]);
        assert_eq!(rows[1][1..], ["40", "", "40"]);
    }

    async fn the_same_number_stands_in_tile_table_and_file(portal: Portal) {
        a_month(&portal).await;
        let mut browser = analyst(&portal).await;
        let overview = browser.get(&format!("/insights?{MONTH}")).await;
        let searches = browser.get(&format!("/insights/searches?{MONTH}")).await;
        assert_eq!(tile(&overview, 1), 15);
        for table in ["words", "days"] {
            assert_eq!(sum(&cells(&searches, table), 1), 15, "{table}");
        }
        assert_eq!(sum(&cells(&searches, "words"), 3), sum(&cells(&searches, "days"), 2));
        assert_eq!(cells(&searches, "days").len(), 31);
        assert_eq!(sum(&cells(&searches, "ranks"), 1), 6);
        let reading = browser.get(&format!("/insights/reading?{MONTH}")).await;
        assert_eq!(tile(&overview, 2), 9);
        assert_eq!(sum(&cells(&reading, "items"), 2), 9);
        let requests = browser.get(&format!("/insights/requests?{MONTH}")).await;
        assert_eq!(tile(&overview, 3), 4);
        for table in ["areas", "products"] {
            let rows = cells(&requests, table);
            let (all, each) = rows.split_last().unwrap();
            assert_eq!((sum(each, 1), all[1].as_str()), (4, "4"), "{table}");
        }
        assert_eq!(sum(&cells(&requests, "states"), 1), 4);
        assert_eq!(sum(&cells(&requests, "helped"), 1), 2);
    }

    async fn every_request_is_in_one_class_whatever_its_history(portal: Portal) {
        // Knuth's generator: the same histories in every run.
        let mut state = 7_u64;
        let mut below = |most: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % most
        };
        for place in 0..60 {
            let steps: Vec<(u8, i64)> = (0..below(8)).map(|_| (below(5) as u8, below(200) as i64)).collect();
            let subject = [("lipids", ""), ("lipids", "evolocumab"), ("", "")][place % 3];
            let received = on(1 + u8::try_from(place % 28).unwrap());
            let mut request = made(&portal, subject, received, None).await;
            live(&mut request, &steps);
            put(&portal, &request).await;
        }
        let mut browser = analyst(&portal).await;
        let page = browser.get(&format!("/insights/requests?{MONTH}")).await;
        for table in ["areas", "products"] {
            let shown = cells(&page, table);
            let file = browser.get(&format!("/insights/requests.csv?{MONTH}&table={table}")).await;
            for rows in [&shown, &file_cells(&file)[1..].to_vec()] {
                let (all, each) = rows.split_last().unwrap();
                assert_eq!(all[1], "60");
                for row in rows {
                    let number = |column: usize| row[column].parse::<i64>().unwrap();
                    // In time, late, open and not yet due, closed unanswered.
                    assert_eq!(number(3) + number(4) + number(5) + number(6), number(1), "{table}: {row:?}");
                }
                for (column, total) in all.iter().enumerate().take(7).skip(1) {
                    assert_eq!(sum(each, column), total.parse::<i64>().unwrap(), "{table}, column {column}");
                }
            }
            let all = shown.last().unwrap();
            assert!([3, 4, 6].into_iter().all(|column| all[column] != "0"), "the classes occur: {all:?}");
        }
    }

    async fn nothing_but_answers_in_time_makes_the_share_in_time_better(portal: Portal) {
        let (early, late) = (Some(1), Some(9));
        for answered in [early, late, None] {
            request(&portal, ("lipids", ""), on(2), answered).await;
        }
        let mut browser = analyst(&portal).await;
        let overview = browser.get(&format!("/insights?{MONTH}")).await;
        assert_eq!(in_time(&overview), 33);
        // The same three once more: the late one is followed up, the overdue one closed.
        let mut followed_up = made(&portal, ("lipids", ""), on(2), late).await;
        followed_up.follow_up(on(20));
        let mut closed = made(&portal, ("lipids", ""), on(2), None).await;
        closed.close(on(20), Some(CloseReason::Withdrawn));
        for request in [followed_up, closed, made(&portal, ("lipids", ""), on(2), early).await] {
            put(&portal, &request).await;
        }
        let overview = browser.get(&format!("/insights?{MONTH}")).await;
        assert_eq!(in_time(&overview), 33, "neither was work");
    }

    async fn a_file_holds_what_its_table_shows(portal: Portal) {
        a_month(&portal).await;
        let mut browser = analyst(&portal).await;
        for (page, file, tables) in PAGES {
            let shown = browser.get(&format!("{page}?{MONTH}")).await;
            for table in tables {
                let file = browser.get(&format!("{file}?{MONTH}&table={table}")).await;
                assert!(file.headers["content-type"].to_str().unwrap().starts_with("text/csv; charset=utf-8"));
                let mut rows = file_cells(&file);
                let headings = rows.remove(0);
                assert_eq!(headings, shown.texts(&format!("table[data-table='{table}'] thead th")), "{table}");
                assert!(!rows.is_empty(), "{table}");
                // A title that a spreadsheet would run as a formula has an apostrophe before it in the file.
                let rows: Vec<Vec<String>> = rows
                    .into_iter()
                    .map(|row| row.iter().map(|cell| cell.strip_prefix('\'').unwrap_or(cell).to_owned()).collect())
                    .collect();
                assert_eq!(rows, cells(&shown, table), "{table}");
            }
        }
        let items = browser.get(&format!("/insights/reading.csv?{MONTH}")).await;
        assert!(items.body.contains("\"'=First, with \"\"quotes\"\"\","), "{}", items.body);
    }

    async fn medians_are_of_readings_and_ratings_of_people(portal: Portal) {
        a_month(&portal).await;
        let mut browser = analyst(&portal).await;
        let reading = browser.get(&format!("/insights/reading?{MONTH}")).await;
        let items = cells(&reading, "items");
        assert_eq!(items[0], ["=First, with \"quotes\"", "Publication", "6", "6", "35", "50"]);
        assert_eq!(items[1], ["Second", "Publication", "3", "3", "7", "100"]);
        assert_eq!(cells(&reading, "ratings"), [["=First, with \"quotes\"", "5", "1"]]);
    }

    async fn somebody_who_rates_again_is_counted_once(portal: Portal) {
        let item = record(&portal, "Rated").await;
        let rated = |at, is_helpful| {
            let item = item.clone();
            move |who: &VisitorId| signal(who, at, Event::Rated { item: item.clone(), is_helpful })
        };
        let who = people(1);
        let signals: Vec<Signal> =
            who.iter().map(rated(on(3), true)).chain(who.iter().map(rated(on(4), false))).collect();
        store(&portal, &signals).await;
        let reading = analyst(&portal).await.get(&format!("/insights/reading?{MONTH}")).await;
        assert_eq!(cells(&reading, "ratings"), [["Rated", "0", "1"]]);
    }

    async fn groups_of_fewer_than_five_people_are_not_told_apart(portal: Portal) {
        let mut signals: Vec<Signal> = people(5).iter().map(|who| search(who, on(3), "x", 1)).collect();
        for who in &people(4) {
            let nurse = search(who, on(3), "x", 1);
            signals.push(Signal { country: "DE".into(), profession: "nurse".into(), ..nurse });
        }
        store(&portal, &signals).await;
        let reading = analyst(&portal).await.get(&format!("/insights/reading?{MONTH}")).await;
        // Nothing was read, so the page is whole but for its tables of items.
        let professions = cells(&reading, "professions");
        assert_eq!(professions[0], ["Physician", "5", "5"]);
        assert_eq!(professions[1][1..], ["", "4"]);
        assert!(!reading.body.contains("Nurse") && !reading.body.contains("Germany"), "{}", reading.body);
    }

    async fn a_period_begins_and_ends_with_its_days(portal: Portal) {
        let who = people(5);
        let (first, end) = (Moment::from_day("2026-03-01").unwrap(), Moment::from_day("2026-04-01").unwrap());
        let at = |at: Moment| who.iter().map(move |who| search(who, at, "edge", 1));
        let outside = at(first.plus(-1)).chain(at(end));
        let signals: Vec<Signal> = at(first).chain(at(end.plus(-1))).chain(outside).collect();
        store(&portal, &signals).await;
        let mut browser = analyst(&portal).await;
        assert_eq!(tile(&browser.get(&format!("/insights?{MONTH}")).await, 1), 10);
        let one_day = browser.get("/insights?from=2026-04-01&to=2026-04-01").await;
        assert_eq!(tile(&one_day, 1), 5);
        assert_eq!(one_day.attributes("#from", "value"), ["2026-04-01"]);
    }

    async fn what_is_found_by_now_is_no_gap(portal: Portal) {
        let who = people(5);
        let mut signals = Vec::new();
        for visitor in &who {
            signals.push(search(visitor, on(3), "answered since", 0));
            signals.push(search(visitor, on(5), "answered since", 2));
            signals.push(search(visitor, on(3), "still nothing", 0));
        }
        store(&portal, &signals).await;
        request(&portal, ("lipids", "evolocumab"), on(4), None).await;
        let overview = analyst(&portal).await.get(&format!("/insights?{MONTH}")).await;
        let gaps: Vec<String> = cells(&overview, "gaps").into_iter().map(|row| row[0].clone()).collect();
        assert_eq!(gaps[0], "still nothing");
        assert_eq!(gaps.len(), 3, "and the product and the area, on which nothing is published: {gaps:?}");
    }

    async fn no_page_tells_who_asked_or_what(portal: Portal) {
        a_month(&portal).await;
        let mut browser = analyst(&portal).await;
        for (page, _, _) in PAGES {
            let body = browser.get(&format!("{page}?{MONTH}")).await.body;
            for secret in ["unrepeatable", "asker@demo.example", "MIR-2026"] {
                assert!(!body.contains(secret), "{page} tells {secret}");
            }
        }
    }

    async fn what_was_invented_is_marked(portal: Portal) {
        let who = people(1);
        let real = search(&who[0], on(3), "x", 1);
        store(&portal, std::slice::from_ref(&real)).await;
        let mut browser = analyst(&portal).await;
        let address = format!("/insights?{MONTH}");
        assert!(!browser.get(&address).await.has(".notice-warning"));
        store(&portal, &[Signal { id: SignalId::new(), is_demo: true, ..real }]).await;
        assert!(browser.get(&address).await.has(".notice-warning"));
        assert!(!browser.get("/insights?from=2026-01-01&to=2026-01-31").await.has(".notice-warning"));
    }

    async fn the_demonstrations_month_is_loaded_once_and_fills_every_table(portal: Portal) {
        services::demo::load(&portal.context).await.unwrap();
        let signals = storage::engagement::count(&portal.context.store).await.unwrap();
        assert!(signals > 2_000, "{signals}");
        services::demo::load(&portal.context).await.unwrap();
        assert_eq!(storage::engagement::count(&portal.context.store).await.unwrap(), signals);
        let (account, _) = storage::accounts::find_by_email(&portal.context.store, "analyst@demo.example")
            .await
            .unwrap()
            .unwrap();
        let mut browser = portal.signed_in(&account).await;
        let yesterday = Moment::now().plus(-DAY);
        let month = format!("from={}&to={}", yesterday.plus(-29 * DAY).day(), yesterday.day());
        for (page, _, tables) in PAGES {
            let page = browser.get(&format!("{page}?{month}")).await;
            assert!(page.has(".notice-warning"));
            for table in tables {
                assert!(cells(&page, table).len() > 2, "{table}");
            }
        }
        let overview = browser.get(&format!("/insights?{month}")).await;
        let missed: Vec<String> = cells(&overview, "gaps").into_iter().map(|row| row[0].clone()).collect();
        let gaps: Vec<String> =
            services::content::demo_month().unwrap().gaps.into_iter().map(|search| search.words).collect();
        assert!(gaps.iter().filter(|words| missed.contains(words)).count() >= 5, "{missed:?}");
        let words = cells(&browser.get(&format!("/insights/searches?{month}")).await, "words");
        // The last row counts what is not shown.
        for row in words.iter().take(words.len() - 1) {
            let without = if gaps.contains(&row[0]) { &row[1] } else { "0" };
            assert_eq!(row[3], without, "{row:?}");
        }
        let requests = cells(&browser.get(&format!("/insights/requests?{month}")).await, "states");
        assert_eq!(sum(&requests, 1), 41);
        assert!(requests.iter().all(|row| row[1] != "0"), "every state occurs: {requests:?}");
    }

    async fn a_period_without_anything_offers_a_longer_one(portal: Portal) {
        let mut browser = analyst(&portal).await;
        for (page, _, _) in PAGES {
            let page = browser.get(page).await;
            assert_eq!(page.status, StatusCode::OK);
            assert_eq!(page.attributes(".empty-state a", "href"), ["/insights?days=90"]);
        }
    }
}

async fn analyst_sees(portal: &Portal, address: &str) -> StatusCode {
    let email = "analyst@demo.example";
    let known = storage::accounts::find_by_email(&portal.context.store, email).await.unwrap();
    let account = match known {
        Some((account, _)) => account,
        None => portal.person(email, &[Role::Analyst]).await,
    };
    portal.signed_in(&account).await.get(address).await.status
}
