//! The table itself. One line for each table of the schema, whichever migration made it.

use super::rule::{Deletion, Retention, Rule};
use domain::engagement::SIGNALS_LAST;
use domain::saved::HISTORY_LASTS;
use domain::time::DAY;

const fn kept(table: &'static str, row: &'static str, until: &'static str, why: &'static str) -> Retention {
    Retention { table, row, rule: Rule::Kept(until), why }
}

const fn deleted(table: &'static str, row: &'static str, rule: Deletion, why: &'static str) -> Retention {
    Retention { table, row, rule: Rule::Deleted(rule), why }
}

/// A row of the table with this key is deleted once `since` is `age` milliseconds ago.
const fn after(key: &'static [&'static str], since: &'static str, age: i64) -> Deletion {
    Deletion { key, since, in_words: None, age, most: None }
}

/// At once when its time is over.
const AT_ONCE: i64 = 0;
const FOR_GOOD: &str = "for good";

/// When a draft's request was finished or the draft last saved, whichever is later; null while the request is open.
const DRAFT_OVER: &str = "(select case when coalesce(closed_at, answered_at, 0) > saved_at
         then coalesce(closed_at, answered_at, 0) else saved_at end
     from requests where id = request and state in ('answered', 'closed'))";

/// How long the rows of every table live.
#[rustfmt::skip]
pub const RETENTION: [Retention; 43] = [
    // The installation
    kept("head", "the numbers of the last changes", FOR_GOOD, "One row: index, harvests and audit trail count on it."),
    kept("write_probe", "when the portal last showed that it can write", FOR_GOOD, "One row, overwritten each time."),
    kept("settings", "secrets and facts of the installation", FOR_GOOD, "A handful of rows: every cookie depends on them."),
    deleted("leases", "which node runs a worker", after(&["name"], "until", DAY),
        "A lease is over in minutes. One that lies there for a day is of a worker that no longer exists."),

    // People
    kept("accounts", "a person", "until the department deletes it",
        "Requests, approvals and the audit trail name people by their accounts."),
    deleted("tokens", "an API token", after(&["id"], "revoked_at", 90 * DAY),
        "A token lasts until it is revoked. The audit trail says when that was; the row only helps who looks for it soon after."),
    deleted("sessions", "a sign-in of a browser", after(&["id"], "expires_at", AT_ONCE), "Nobody can use it any more."),
    deleted("links", "a link in a mail: a registration, a new password", after(&["hash"], "expires_at", AT_ONCE),
        "Nobody can use it any more, and it holds what somebody said of themselves."),
    deleted("throttles", "how often something was tried", Deletion { most: Some(200_000), ..after(&["key"], "expires_at", AT_ONCE) },
        "Its window is over. A flood of different keys is bounded by their number."),
    deleted("kept_forms", "a form sent without a session, encrypted", after(&["id"], "expires_at", AT_ONCE),
        "An hour is enough to sign in. Nobody can open it any more."),

    // The library
    kept("terms", "a term of the vocabulary", "until an administrator removes it", "The library is described in these terms."),
    kept("word_groups", "words that searches take for the same", "until an administrator removes it", "The thesaurus of this portal."),
    kept("word_groups_off", "a group that is switched off", "until it is switched on", "A newer program must not switch it on."),
    kept("library_items", "that something is or was in the library", FOR_GOOD,
        "Harvesters learn from it what has left the library, however late they come."),
    kept("articles", "an article", FOR_GOOD, "Its address stays known: withdrawn is not the same as never there."),
    kept("versions", "a version of an article", FOR_GOOD, "Answers cite exact versions, which are shown years later as they were."),
    kept("version_steps", "a step on a version, with what was signed", FOR_GOOD, "Proves who approved what."),
    kept("version_writers", "who wrote in a version", FOR_GOOD, "Proves that nobody approved their own text."),
    kept("signed_texts", "the text that a step on a version was about", FOR_GOOD, "It is what an approval signs."),
    kept("version_reads", "what a reviewer read of a version", "with its version", "The next time they see what changed since."),
    kept("media", "a picture", FOR_GOOD, "Versions show it. It is stored once, however often it is used."),
    kept("version_media", "which pictures a version shows", "with its version", "A version is its text and its pictures."),
    kept("records", "a publication", "until it is merged into another", "The library."),
    kept("distinct_records", "two records found to be two publications", "with its records", "Nobody has to decide it twice."),
    kept("merged_records", "where the address of a merged record leads", FOR_GOOD, "Links to it are in mails and in other programs."),
    kept("comparison_keys", "by what a record meets those of the same publication", "until the record is merged into another", "Derived from records, and made again with them."),
    kept("likely_duplicates", "two records that are likely to be one publication", "with its records", "An editor decides on it. Derived from records, and made again with them."),
    kept("record_aliases", "an identifier of a merged record", "with its record", "The next import must not bring the record back."),
    kept("cited_works", "a work that something in the library cites", "with what cites it", "Derived from records and versions, and made again with them."),

    // Requests and safety
    kept("requests", "a question of an HCP", FOR_GOOD,
        "A record of medical information. How long the law of the place asks for it, the department knows."),
    kept("messages", "an answer, a follow-up or a note", FOR_GOOD, "Belongs to its request."),
    deleted("reply_drafts", "what somebody at the desk has written and not sent",
        Deletion { in_words: Some("its request was finished, or it was last saved"), ..after(&["request", "author"], DRAFT_OVER, 90 * DAY) },
        "A closed request can be opened again for a while. Drafts of open requests stay."),
    kept("routing_rules", "who answers what", "until an administrator removes it", "In use."),
    kept("safety_reports", "a report of an event or a product", FOR_GOOD, "The law asks for it. It is never changed."),

    // What readers keep for themselves
    kept("saved_items", "an item of somebody's reading list", "until its owner removes it", "It is theirs."),
    kept("saved_searches", "a search that somebody follows", "until its owner removes it", "It is theirs."),
    kept("digests", "that a digest was sent, with the hash of its link to unsubscribe", FOR_GOOD,
        "Old mails are found years later, and their link has to work."),
    deleted("search_history", "a search that somebody made", after(&["account", "digest"], "at", HISTORY_LASTS),
        "Helps to find a recent search again. The newest 200 of a person at most, as their page says."),

    deleted("search_texts", "a long text of a search, encrypted", Deletion { most: Some(20_000), ..after(&["id"], "used_at", 90 * DAY) },
        "Addresses of its results name it instead of holding it. Saved searches have their own. Only who has such an address can open it."),

    // What goes out, and what is counted
    deleted("outbox", "a mail", after(&["id"], "sent_at", 90 * DAY),
        "Its text is dropped when it is delivered; recipient and subject help for a while when a mail is missed. One that was not delivered stays."),
    deleted("withdrawn_visitors", "the number of a visitor who has withdrawn consent", after(&["visitor"], "at", DAY),
        "Another node writes what it still holds within minutes; until then nothing of theirs may come back."),
    kept("audit", "that something was done", FOR_GOOD, "Proves what happened: each row's hash covers the one before."),
    deleted("signals", "a search, a view or a rating of somebody who agreed to counting", after(&["id"], "at", SIGNALS_LAST),
        "Three years show how use changes from year to year. The page on privacy promises it. Whoever withdraws has theirs deleted at once."),
];
