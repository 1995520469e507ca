//! A harvester's request, validated by the protocol's rules.

use super::listing::{ListKind, Listing};
use super::token;
use crate::visit::fields::Fields;
use domain::library::ItemKind;
use domain::time::{DAY, Moment};
use formats::oai::{ErrorCode, PREFIX};
use services::harvest::{Position, Selection};

/// A valid request.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum OaiRequest {
    Identify,
    Formats { identifier: Option<String> },
    Sets,
    Record { identifier: String },
    List { listed: ListKind, listing: Listing },
}

impl OaiRequest {
    /// Parses the arguments. `key` verifies resumption tokens.
    ///
    /// # Errors
    /// The protocol's error code for the first violation.
    pub(crate) fn read(given: &Fields, key: &[u8]) -> Result<Self, ErrorCode> {
        let mut arguments = Arguments(given.pairs().collect());
        let verb = arguments.take("verb").map_err(|_| ErrorCode::BadVerb)?.ok_or(ErrorCode::BadVerb)?;
        let request = match verb {
            "Identify" => Self::Identify,
            "ListMetadataFormats" => {
                Self::Formats { identifier: arguments.take("identifier")?.map(str::to_owned) }
            }
            "ListSets" => match arguments.take("resumptionToken")? {
                // The list of sets is never split.
                Some(_) => return arguments.over().and(Err(ErrorCode::BadResumptionToken)),
                None => Self::Sets,
            },
            "GetRecord" => {
                let identifier = arguments.take("identifier")?.ok_or(ErrorCode::BadArgument)?.to_owned();
                let prefix = arguments.take("metadataPrefix")?;
                arguments.over()?;
                check_format(prefix)?;
                Self::Record { identifier }
            }
            "ListIdentifiers" => list(&mut arguments, ListKind::Identifiers, key)?,
            "ListRecords" => list(&mut arguments, ListKind::Records, key)?,
            _ => return Err(ErrorCode::BadVerb),
        };
        arguments.over()?;
        Ok(request)
    }
}

/// Arguments that have not been read yet.
struct Arguments<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Arguments<'a> {
    /// Takes the value of an argument, which may occur once.
    fn take(&mut self, name: &str) -> Result<Option<&'a str>, ErrorCode> {
        let given: Vec<&str> = self.0.iter().filter(|(n, _)| *n == name).map(|(_, value)| *value).collect();
        self.0.retain(|(n, _)| *n != name);
        match given[..] {
            [] => Ok(None),
            [value] => Ok(Some(value)),
            _ => Err(ErrorCode::BadArgument),
        }
    }

    /// Whether all arguments have been read.
    fn over(&self) -> Result<(), ErrorCode> {
        if self.0.is_empty() { Ok(()) } else { Err(ErrorCode::BadArgument) }
    }
}

fn check_format(prefix: Option<&str>) -> Result<(), ErrorCode> {
    match prefix.ok_or(ErrorCode::BadArgument)? {
        PREFIX => Ok(()),
        _ => Err(ErrorCode::CannotDisseminateFormat),
    }
}

fn list(arguments: &mut Arguments<'_>, listed: ListKind, key: &[u8]) -> Result<OaiRequest, ErrorCode> {
    if let Some(text) = arguments.take("resumptionToken")? {
        arguments.over()?;
        let listing = token::read(text, listed, key).ok_or(ErrorCode::BadResumptionToken)?;
        return Ok(OaiRequest::List { listed, listing });
    }
    let (from, until) = (granule(arguments.take("from")?)?, granule(arguments.take("until")?)?);
    let (set, prefix) = (arguments.take("set")?, arguments.take("metadataPrefix")?);
    arguments.over()?;
    check_format(prefix)?;
    if let (Some(from), Some(until)) = (from, until)
        && (from.length != until.length || from.start > until.start)
    {
        return Err(ErrorCode::BadArgument);
    }
    let selection = Selection {
        // An unknown set is empty.
        kind: set.map(|spec| ItemKind::from_slug(spec).ok_or(ErrorCode::NoRecordsMatch)).transpose()?,
        from: from.map_or(Moment(i64::MIN), |granule| granule.start),
        before: until.map_or(Moment(i64::MAX), |granule| granule.start.plus(granule.length)),
    };
    Ok(OaiRequest::List { listed, listing: Listing { selection, after: Position::start(), before: 0 } })
}

/// A day or a second, in milliseconds.
#[derive(Debug, Clone, Copy)]
struct Granule {
    start: Moment,
    length: i64,
}

/// Parses a date or a date with time, if one is given.
fn granule(text: Option<&str>) -> Result<Option<Granule>, ErrorCode> {
    let Some(text) = text else { return Ok(None) };
    let day = Moment::from_day(text).filter(|day| day.day() == text);
    let granule = match day {
        Some(start) => Granule { start, length: DAY },
        None => {
            Granule { start: Moment::from_rfc3339_seconds(text).ok_or(ErrorCode::BadArgument)?, length: 1000 }
        }
    };
    Ok(Some(granule))
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";

    fn read(query: &str) -> Result<OaiRequest, ErrorCode> {
        OaiRequest::read(&Fields::parse(query), KEY)
    }

    fn selection(query: &str) -> Selection {
        match read(&format!("verb=ListRecords&metadataPrefix=oai_dc&{query}")) {
            Ok(OaiRequest::List { listing, .. }) => listing.selection,
            other => panic!("{query}: {other:?}"),
        }
    }

    #[test]
    fn a_verb_is_needed_once_and_has_to_be_one() {
        for query in
            ["", "verb=", "verb=identify", "verb=Nothing", "verb=Identify&verb=Identify", "VERB=Identify"]
        {
            assert_eq!(read(query), Err(ErrorCode::BadVerb), "{query}");
        }
        assert_eq!(read("verb=Identify"), Ok(OaiRequest::Identify));
    }

    #[test]
    fn an_argument_is_one_of_its_verb_and_given_once() {
        for query in [
            "verb=Identify&set=faq",
            "verb=ListSets&metadataPrefix=oai_dc",
            "verb=GetRecord&metadataPrefix=oai_dc",
            "verb=GetRecord&identifier=x",
            "verb=GetRecord&identifier=x&identifier=x&metadataPrefix=oai_dc",
            "verb=GetRecord&identifier=x&metadataPrefix=oai_dc&from=2026-01-01",
            "verb=ListRecords",
            "verb=ListRecords&metadataPrefix=oai_dc&unheard=of",
            "verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x",
            "verb=ListMetadataFormats&identifier=a&identifier=b",
        ] {
            assert_eq!(read(query), Err(ErrorCode::BadArgument), "{query}");
        }
        for query in ["verb=GetRecord&identifier=x&metadataPrefix=marc21", "verb=ListRecords&metadataPrefix="]
        {
            assert_eq!(read(query), Err(ErrorCode::CannotDisseminateFormat), "{query}");
        }
    }

    #[test]
    fn a_span_of_time_includes_both_of_its_ends() {
        let day = |text| Moment::from_day(text).unwrap();
        let of_days = selection("from=2026-11-20&until=2026-11-22");
        assert_eq!((of_days.from, of_days.before), (day("2026-11-20"), day("2026-11-23")));
        let of_seconds = selection("from=2026-11-20T00:00:00Z&until=2026-11-20T00:00:00Z");
        assert_eq!((of_seconds.from, of_seconds.before), (day("2026-11-20"), day("2026-11-20").plus(1000)));
        for wrong in [
            "from=2026-11-20&until=2026-11-22T00:00:00Z",
            "from=2026-11-22&until=2026-11-20",
            "from=2026-11",
            "from=",
            "until=2026-13-01",
            "until=2026-11-20T00:00:00",
            "until=2026-11-20T00:00:00.5Z",
        ] {
            let query = format!("verb=ListRecords&metadataPrefix=oai_dc&{wrong}");
            assert_eq!(read(&query), Err(ErrorCode::BadArgument), "{wrong}");
        }
    }

    #[test]
    fn a_set_is_a_kind_of_item() {
        assert_eq!(selection("set=record").kind, Some(ItemKind::Record));
        let unknown = read("verb=ListIdentifiers&metadataPrefix=oai_dc&set=unheard");
        assert_eq!(unknown, Err(ErrorCode::NoRecordsMatch));
    }

    #[test]
    fn a_token_that_was_not_given_out_for_this_verb_is_none() {
        let asked = read("verb=ListRecords&metadataPrefix=oai_dc&set=faq").unwrap();
        let OaiRequest::List { listing, .. } = asked else { panic!("no list") };
        let listing = Listing { after: Position { at: Moment(5), id: "abc".into() }, before: 100, ..listing };
        let token = token::of(&listing, ListKind::Records, KEY);
        let read_back = read(&format!("verb=ListRecords&resumptionToken={token}"));
        assert_eq!(read_back, Ok(OaiRequest::List { listed: ListKind::Records, listing }));
        for query in [
            format!("verb=ListIdentifiers&resumptionToken={token}"),
            format!("verb=ListRecords&resumptionToken={}", token.replace("abc", "abd")),
            "verb=ListRecords&resumptionToken=".to_owned(),
            "verb=ListRecords&resumptionToken=nonsense".to_owned(),
            "verb=ListSets&resumptionToken=x".to_owned(),
        ] {
            assert_eq!(read(&query), Err(ErrorCode::BadResumptionToken), "{query}");
        }
    }
}
