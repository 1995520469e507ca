//! The table: one row for each route, one letter for each persona.
//!
//! P a page or document, E done without a page, R done and led on, F the form again with its problems, C refused for
//! being out of date, B not understood, S the sign-in first, W the way in (the declaration), U not signed in (told to
//! a program), N nothing there.

use axum::http::Method;

/// What a route answers to whom.
pub struct Row {
    pub method: Method,
    pub path: &'static str,
    /// The query part, with its `?`, or the form.
    pub sent: &'static str,
    pub expected: &'static str,
}

fn get(path: &'static str, expected: &'static str) -> Row {
    Row { method: Method::GET, path, sent: "", expected }
}

fn get_with(path: &'static str, sent: &'static str, expected: &'static str) -> Row {
    Row { method: Method::GET, path, sent, expected }
}

/// The form is one that changes nothing, wherever that is possible.
fn post(path: &'static str, sent: &'static str, expected: &'static str) -> Row {
    Row { method: Method::POST, path, sent, expected }
}

/// Every row. The letters stand for: anonymous, declared visitor; unverified HCP, HCP (whose the things are), other
/// HCP; specialist, MSL; editor, reviewer; safety officer, analyst, administrator, auditor.
#[rustfmt::skip]
pub fn rows() -> Vec<Row> {
    vec![
        // The way in                                           visit  HCPs  desk  text  others
        get("/",                                                   "WP PPP PP PP PPPP"),
        post("/declare", "country=GB",                             "RR RRR RR RR RRRR"),
        get("/sign-in",                                            "PP PPP PP PP PPPP"),
        post("/sign-in", "email={persona}&password=x",             "FF FFF FF FF FFFF"),
        post("/sign-out", "",                                      "RR RRR RR RR RRRR"),
        get("/register",                                           "PP RRR RR RR RRRR"),
        post("/register", "",                                      "FF FFF FF FF FFFF"),
        get("/register/sent",                                      "PP PPP PP PP PPPP"),
        get("/register/{secret}",                                  "PP PPP PP PP PPPP"),
        // The link works once, for whoever knows the password.
        post("/register/{secret}", "password=a long enough password", "RN NNN NN NN NNNN"),
        get("/reset-password",                                     "PP PPP PP PP PPPP"),
        post("/reset-password", "",                                "FF FFF FF FF FFFF"),
        get("/reset-password/sent",                                "PP PPP PP PP PPPP"),
        get("/reset-password/{secret}",                            "PP PPP PP PP PPPP"),
        post("/reset-password/{secret}", "password=short",         "FF FFF FF FF FFFF"),
        post("/consent", "answer=no",                              "RR RRR RR RR RRRR"),
        get("/preferences",                                        "PP PPP PP PP PPPP"),
        post("/preferences", "zone=1",                             "FF FFF FF FF FFFF"),
        get("/about",                                              "PP PPP PP PP PPPP"),
        get("/privacy",                                            "PP PPP PP PP PPPP"),
        // The library
        get("/search",                                             "WP PPP PP PP PPPP"),
        post("/search", "q=1",                                     "WR RRR RR RR RRRR"),
        get("/browse",                                             "WP PPP PP PP PPPP"),
        get("/browse/feed.atom",                                   "UP PPP PP PP PPPP"),
        get("/browse/{facet}",                                     "WP PPP PP PP PPPP"),
        get("/browse/{facet}/{slug}",                              "WP PPP PP PP PPPP"),
        get("/browse/{facet}/{slug}/feed.atom",                    "UP PPP PP PP PPPP"),
        get("/library/{slug}",                                     "WP PPP PP PP PPPP"),
        get("/library/{slug}/media/{*name}",                       "WP PPP PP PP PPPP"),
        post("/library/{slug}/rate", "helpful=yes",                "WR RRR RR RR RRRR"),
        post("/records/{id}/rate", "helpful=yes",                  "WR RRR RR RR RRRR"),
        get("/records/{id}",                                       "WP PPP PP PP PPPP"),
        get("/records/{id}/cited-by",                              "WP PPP PP PP PPPP"),
        get_with("/export", "?format=ris",                         "WP PPP PP PP PPPP"),
        get_with("/api/v1/search", "?q=1",                         "UP PPP PP PP PPPP"),
        get_with("/api/v1/export", "?format=ris",                  "UP PPP PP PP PPPP"),
        get_with("/api/v1/export/items", "?item={record}",         "UP PPP PP PP PPPP"),
        get_with("/api/v1/suggest", "?q=1",                        "UP PPP PP PP PPPP"),
        get("/api/v1/items/{id}",                                  "UP PPP PP PP PPPP"),
        get("/api/v1/openapi.json",                                "PP PPP PP PP PPPP"),
        // What is in the answer depends on who asks: tests/it/oai.rs and tests/it/discovery.rs.
        get_with("/oai", "?verb=Identify",                         "PP PPP PP PP PPPP"),
        post("/oai", "verb=Identify",                              "PP PPP PP PP PPPP"),
        get("/opensearch.xml",                                     "PP PPP PP PP PPPP"),
        get_with("/opensearch/suggestions", "?q=1",                "PP PPP PP PP PPPP"),
        get("/robots.txt",                                         "PP PPP PP PP PPPP"),
        get("/sitemap.xml",                                        "PP PPP PP PP PPPP"),
        get_with("/api/fn/suggest", "?typed=1",                    "UP PPP PP PP PPPP"),
        post("/api/fn/reading", "view=1&item=1&seconds=1&depth=1", "UP PPP PP PP PPPP"),
        // Insight
        get("/insights",                                           "SS NNN NN NN NPPN"),
        get("/insights/gaps.csv",                                  "SS NNN NN NN NPPN"),
        get("/insights/reading",                                   "SS NNN NN NN NPPN"),
        get("/insights/reading.csv",                               "SS NNN NN NN NPPN"),
        get("/insights/requests",                                  "SS NNN NN NN NPPN"),
        get("/insights/requests.csv",                              "SS NNN NN NN NPPN"),
        get("/insights/searches",                                  "SS NNN NN NN NPPN"),
        get("/insights/searches.csv",                              "SS NNN NN NN NPPN"),
        // Requests
        get("/ask",                                                "PP PPP PP PP PPPP"),
        post("/ask", "",                                           "SS FFF NN NN NNNN"),
        get("/requests",                                           "SS PPP PP PP PPPP"),
        get("/requests/{reference}",                               "SS NPN NN NN NNNN"),
        post("/requests/{reference}", "step=follow-up",            "SS NFN NN NN NNNN"),
        get("/requests/{reference}/cited/{number}",                "SS NPN NN NN NNNN"),
        get("/requests/{reference}/cited/{number}/media/{*name}",  "SS NPN NN NN NNNN"),
        get("/desk",                                               "SS NNN PP NN NNNN"),
        get("/desk/{reference}",                                   "SS NNN PP NN NNNN"),
        post("/desk/{reference}", "step=claim&version=0",          "SS NNN CC NN NNNN"),
        post("/api/fn/desk/save", r#"{"reference":"request-reference","fields":[]}"#, "UU NNN PP NN NNNN"),
        get("/desk/{reference}/cited/{number}",                    "SS NNN PP NN NNNN"),
        get("/desk/{reference}/cited/{number}/media/{*name}",      "SS NNN PP NN NNNN"),
        // Safety
        get("/report-safety",                                      "PP PPP PP PP PPPP"),
        post("/report-safety", "",                                 "FF FFF FF FF FFFF"),
        get("/report-safety/{reference}",                          "PP PPP PP PP PPPP"),
        get("/safety",                                             "SS NNN NN NN PNNN"),
        get("/safety/export.csv",                                  "SS NNN NN NN PNNN"),
        get("/safety/export.json",                                 "SS NNN NN NN PNNN"),
        get("/safety/{reference}",                                 "SS NNN NN NN PNNN"),
        post("/safety/{reference}", "",                            "SS NNN NN NN RNNN"),
        get("/safety/{reference}/export.csv",                      "SS NNN NN NN PNNN"),
        get("/safety/{reference}/export.json",                     "SS NNN NN NN PNNN"),
        // Publishing
        get("/editor",                                             "SS NNN NN PN NNNN"),
        get("/editor/new",                                         "SS NNN NN PN NNNN"),
        post("/editor/new", "",                                    "SS NNN NN FN NNNN"),
        get("/editor/duplicates",                                  "SS NNN NN PN NNNN"),
        post("/editor/duplicates", "decision=distinct",            "SS NNN NN CN NNNN"),
        get("/editor/{id}",                                        "SS NNN NN PN NNNN"),
        post("/editor/{id}", "step=publish",                       "SS NNN NN CN NNNN"),
        // No picture came along.
        post("/editor/{id}/pictures", "",                          "SS NNN NN BN NNNN"),
        // A draft's pictures are its editors' own.
        get("/editor/{id}/pictures/{*name}",                       "SS NNN NN PN NNNN"),
        get("/review",                                             "SS NNN NN NP NNNN"),
        get("/review/{id}",                                        "SS NNN NN NP NNNN"),
        post("/review/{id}", "step=approve&lock=0",                "SS NNN NN NC NNNN"),
        get("/review/{id}/pictures/{sha256}",                      "SS NNN NN NP NNNN"),
        post("/api/fn/editor/save", r#"{"version":"draft-id","fields":[]}"#, "UU NNN NN CN NNNN"),
        post("/api/fn/editor/preview", r#"{"version":"draft-id","body":"1","references":0}"#, "UU NNN NN PN NNNN"),
        // The own account
        get("/account",                                            "SS PPP PP PP PPPP"),
        post("/account", "",                                       "SS FFF FF FF FFFF"),
        post("/account/password", "",                              "SS FFF FF FF FFFF"),
        post("/account/tokens", "",                                "SS FFF FF FF FFFF"),
        post("/account/tokens/{token}/revoke", "",                 "SS NRN NN NN NNNN"),
        post("/account/sign-out-everywhere", "",                   "SS RRR RR RR RRRR"),
        // What readers keep: another's search is not there
        get("/saved",                                              "SS PPP PP PP PPPP"),
        post("/saved", "add={record}",                             "SS RRR RR RR RRRR"),
        get("/saved/searches",                                     "SS PPP PP PP PPPP"),
        post("/saved/searches", "query=q%3D1&name=1",              "SS FFF FF FF FFFF"),
        get("/saved/searches/{id}",                                "SS NRN NN NN NNNN"),
        post("/saved/searches/{id}", "step=change&name=1&frequency=weekly", "SS NRN NN NN NNNN"),
        get("/saved/history",                                      "SS PPP PP PP PPPP"),
        post("/saved/history", "remove=1",                         "SS NNN NN NN NNNN"),
        get("/unsubscribe/{secret}",                               "PP PPP PP PP PPPP"),
        post("/unsubscribe/{secret}", "List-Unsubscribe=One-Click", "PP PPP PP PP PPPP"),
        // Administration
        get("/admin",                                              "SS NNN NN NN NNPN"),
        get("/admin/people",                                       "SS NNN NN NN NNPN"),
        get("/admin/people/new",                                   "SS NNN NN NN NNPN"),
        post("/admin/people/new", "",                              "SS NNN NN NN NNFN"),
        get("/admin/people/{id}",                                  "SS NNN NN NN NNPN"),
        post("/admin/people/{id}", "step=verify&version=0",        "SS NNN NN NN NNCN"),
        get("/admin/routing",                                      "SS NNN NN NN NNPN"),
        get("/admin/routing/new",                                  "SS NNN NN NN NNPN"),
        post("/admin/routing/new", "",                             "SS NNN NN NN NNFN"),
        get("/admin/routing/{id}",                                 "SS NNN NN NN NNPN"),
        post("/admin/routing/{id}", "step=save",                   "SS NNN NN NN NNFN"),
        get("/admin/vocabulary",                                   "SS NNN NN NN NNPN"),
        post("/admin/vocabulary", "kind=product",                  "SS NNN NN NN NNFN"),
        get("/admin/vocabulary/groups",                            "SS NNN NN NN NNPN"),
        get("/admin/vocabulary/groups/new",                        "SS NNN NN NN NNPN"),
        post("/admin/vocabulary/groups/new", "",                   "SS NNN NN NN NNFN"),
        get("/admin/vocabulary/groups/{source}/{id}",              "SS NNN NN NN NNPN"),
        post("/admin/vocabulary/groups/{source}/{id}", "",         "SS NNN NN NN NNFN"),
        get("/admin/vocabulary/{kind}/{slug}",                     "SS NNN NN NN NNPN"),
        post("/admin/vocabulary/{kind}/{slug}", "",                "SS NNN NN NN NNFN"),
        get("/admin/mails",                                        "SS NNN NN NN NNPN"),
        post("/admin/mails/{id}", "step=again",                    "SS NNN NN NN NNCN"),
        get("/admin/audit",                                        "SS NNN NN NN NNPP"),
        get("/admin/audit/export.csv",                             "SS NNN NN NN NNPP"),
    ]
}
