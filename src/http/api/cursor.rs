//! Cursors: where a search continues. A cursor holds the number of hits before it and the search it belongs to, and
//! is signed, so that it is valid for no other. It stays valid while the index changes; items that come or go may
//! move hits from one side of it to the other.

use crate::error::{AppError, Outcome};
use crate::visit::signing;
use domain::library::SearchResults;
use domain::search_query::SearchQuery;
use services::failure::{Failure, Problems};

/// How deep a search goes, in hits: the engine has to rank this many for the last of them. Beyond it a narrower
/// search helps, or a harvest.
const DEEPEST: usize = 10_000;
/// What a cursor is signed as.
const NAME: &str = "search-cursor";
/// The form of a cursor, as a regular expression: a place, the mark of a search, and the signature of both.
pub(super) const FORM: &str = "^[0-9]{1,5}\\.[0-9a-f]{32}\\.[0-9a-f]{32}$";

/// Whether a text has the form of a cursor.
pub(super) fn has_form(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let [place, mark, signature] = parts[..] else { return false };
    (1..=5).contains(&place.len())
        && place.bytes().all(|byte| byte.is_ascii_digit())
        && is_hexadecimal(mark)
        && is_hexadecimal(signature)
}

fn is_hexadecimal(part: &str) -> bool {
    part.len() == 32 && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The cursor after the hits of a part that began after the `first` best; none after the last.
pub(super) fn after(
    first: usize,
    results: &SearchResults,
    query: &SearchQuery,
    key: &[u8],
) -> Option<String> {
    let place = first + results.hits.len();
    let is_over = usize::try_from(results.total).is_ok_and(|total| place >= total);
    if results.hits.is_empty() || is_over || place >= DEEPEST {
        return None;
    }
    Some(at(place, query, key))
}

fn at(place: usize, query: &SearchQuery, key: &[u8]) -> String {
    signing::signed(key, NAME, &format!("{place}.{}", mark(query, key)))
}

/// The fingerprint of a search.
fn mark(query: &SearchQuery, key: &[u8]) -> String {
    signing::signature(key, "search", &query.parameters())
}

/// The number of hits before the cursor.
///
/// # Errors
/// [`Failure::NotFound`] for a cursor that this portal did not sign; [`AppError::BadParameters`] for that of another
/// search.
pub(super) fn read(cursor: &str, query: &SearchQuery, key: &[u8]) -> Outcome<usize> {
    let signed = signing::verified(key, NAME, cursor).ok_or(Failure::NotFound)?;
    let (place, marked) = signed.split_once('.').ok_or(Failure::NotFound)?;
    if marked != mark(query, key) {
        return Err(AppError::BadParameters(Problems::one("cursor", "parameter-cursor-other")));
    }
    Ok(place.parse().map_err(|_| Failure::NotFound)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"0123456789abcdef";

    #[test]
    fn a_cursor_is_good_for_its_search_alone() {
        let query = SearchQuery::of("sheep");
        let cursor = at(2, &query, KEY);
        assert!(has_form(&cursor), "{cursor}");
        assert_eq!(read(&cursor, &query, KEY).ok(), Some(2));
        let other = read(&cursor, &SearchQuery::of("goats"), KEY);
        assert!(matches!(other, Err(AppError::BadParameters(_))), "{other:?}");
        for made_up in [cursor.replacen('2', "3", 1), cursor.replace('.', "0."), format!("{cursor}0")] {
            let refused = read(&made_up, &query, KEY);
            assert!(matches!(refused, Err(AppError::Failure(Failure::NotFound))), "{made_up}");
        }
    }

    #[test]
    fn after_the_last_hit_there_is_no_cursor() {
        let beyond = SearchResults { total: 3, ..SearchResults::default() };
        assert_eq!(after(5, &beyond, &SearchQuery::of("sheep"), KEY), None);
    }

    #[test]
    fn a_form_is_not_mistaken() {
        let hex = "0123456789abcdef0123456789abcdef";
        assert!(has_form(&format!("12345.{hex}.{hex}")));
        for other in ["", "..", "1.2.3", &format!("123456.{hex}.{hex}"), &format!(".{hex}.{hex}")] {
            assert!(!has_form(other), "{other}");
        }
        assert!(!has_form(&format!("1.{hex}.{hex}\n")));
        assert!(!has_form(&format!("1.{}.{hex}", hex.to_uppercase())));
    }
}
