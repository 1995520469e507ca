//! Answers of the Open Archives Initiative's protocol for metadata harvesting (OAI-PMH 2.0,
//! <https://www.openarchives.org/OAI/openarchivesprotocol.html>), with metadata as Dublin Core.

use crate::xml_writer::Document;
use domain::time::Moment;

/// The name of the one form of metadata, which the protocol asks of every repository.
pub const PREFIX: &str = "oai_dc";

const NAMESPACE: &str = "http://www.openarchives.org/OAI/2.0/";
const SCHEMA: &str = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd";
const DC_NAMESPACE: &str = "http://www.openarchives.org/OAI/2.0/oai_dc/";
const DC_SCHEMA: &str = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd";
const DC_ELEMENTS: &str = "http://purl.org/dc/elements/1.1/";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// A whole answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<'a> {
    pub answered_at: Moment,
    /// The address at which the repository is asked.
    pub base_url: &'a str,
    /// The arguments as they were asked; none where they were not understood.
    pub request: &'a [(String, String)],
    pub body: Body,
}

/// What is answered.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Why there is none, by its name and in words.
    Error(ErrorCode, String),
    Identify(Repository),
    Formats,
    Sets(Vec<Set>),
    /// Headers alone, and where the list goes on.
    Identifiers(Vec<Header>, Option<Resumption>),
    /// Items, and where the list goes on.
    Records(Vec<Item>, Option<Resumption>),
    Record(Item),
}

/// What the protocol calls a condition, with its own names. `noSetHierarchy` is not among them: there are sets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorCode {
    BadArgument,
    BadResumptionToken,
    BadVerb,
    CannotDisseminateFormat,
    IdDoesNotExist,
    NoRecordsMatch,
}

impl ErrorCode {
    /// The protocol's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::BadArgument => "badArgument",
            Self::BadResumptionToken => "badResumptionToken",
            Self::BadVerb => "badVerb",
            Self::CannotDisseminateFormat => "cannotDisseminateFormat",
            Self::IdDoesNotExist => "idDoesNotExist",
            Self::NoRecordsMatch => "noRecordsMatch",
        }
    }
}

/// What a repository says of itself. It keeps what is deleted for ever, and its times go to the second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repository {
    pub name: String,
    pub administrator: String,
    pub earliest: Moment,
}

/// A group of items by which a harvest can be narrowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    pub spec: &'static str,
    pub name: String,
}

/// Which item, since when as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    pub identifier: String,
    pub changed_at: Moment,
    pub set: &'static str,
    pub is_deleted: bool,
}

/// An item; without metadata where it is deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub header: Header,
    pub metadata: Option<DublinCore>,
}

/// Where a list that is given in parts goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resumption {
    /// Empty after the last part.
    pub token: String,
    /// How many items came before this part.
    pub before: u64,
}

/// An element of the Dublin Core metadata element set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Element {
    Title,
    Creator,
    Subject,
    Description,
    Publisher,
    Date,
    Type,
    Identifier,
    Source,
    Language,
}

impl Element {
    fn name(self) -> &'static str {
        match self {
            Self::Title => "dc:title",
            Self::Creator => "dc:creator",
            Self::Subject => "dc:subject",
            Self::Description => "dc:description",
            Self::Publisher => "dc:publisher",
            Self::Date => "dc:date",
            Self::Type => "dc:type",
            Self::Identifier => "dc:identifier",
            Self::Source => "dc:source",
            Self::Language => "dc:language",
        }
    }
}

/// What is known of an item, as Dublin Core: any element any number of times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DublinCore(Vec<(Element, String)>);

impl DublinCore {
    /// Adds an element, unless there is nothing to say.
    pub fn add(&mut self, element: Element, text: impl Into<String>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.0.push((element, text));
        }
    }
}

/// The answer as XML.
pub fn answer(answer: &Answer<'_>) -> String {
    let location = format!("{NAMESPACE} {SCHEMA}");
    let attributes = [("xmlns", NAMESPACE), ("xmlns:xsi", XSI), ("xsi:schemaLocation", location.as_str())];
    let request: Vec<(&str, &str)> =
        answer.request.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut document = Document::new();
    document.element("OAI-PMH", &attributes, |document| {
        document.text("responseDate", &[], &answer.answered_at.rfc3339_seconds());
        document.text("request", &request, answer.base_url);
        body(document, answer);
    });
    document.finish()
}

fn body(document: &mut Document, answer: &Answer<'_>) {
    match &answer.body {
        Body::Error(code, text) => document.text("error", &[("code", code.name())], text),
        Body::Identify(of) => document.element("Identify", &[], |it| repository(it, of, answer.base_url)),
        Body::Formats => document.element("ListMetadataFormats", &[], |document| {
            document.element("metadataFormat", &[], |document| {
                document.text("metadataPrefix", &[], PREFIX);
                document.text("schema", &[], DC_SCHEMA);
                document.text("metadataNamespace", &[], DC_NAMESPACE);
            });
        }),
        Body::Sets(sets) => document.element("ListSets", &[], |document| {
            for set in sets {
                document.element("set", &[], |document| {
                    document.text("setSpec", &[], set.spec);
                    document.text("setName", &[], &set.name);
                });
            }
        }),
        Body::Identifiers(headers, next) => document.element("ListIdentifiers", &[], |document| {
            headers.iter().for_each(|it| header(document, it));
            resumption(document, next.as_ref());
        }),
        Body::Records(items, next) => document.element("ListRecords", &[], |document| {
            items.iter().for_each(|it| record(document, it));
            resumption(document, next.as_ref());
        }),
        Body::Record(item) => document.element("GetRecord", &[], |document| record(document, item)),
    }
}

fn repository(document: &mut Document, repository: &Repository, base_url: &str) {
    for (name, text) in [
        ("repositoryName", repository.name.as_str()),
        ("baseURL", base_url),
        ("protocolVersion", "2.0"),
        ("adminEmail", &repository.administrator),
        ("earliestDatestamp", &repository.earliest.rfc3339_seconds()),
        ("deletedRecord", "persistent"),
        ("granularity", "YYYY-MM-DDThh:mm:ssZ"),
        ("compression", "gzip"),
    ] {
        document.text(name, &[], text);
    }
}

fn header(document: &mut Document, header: &Header) {
    let attributes: &[(&str, &str)] = if header.is_deleted { &[("status", "deleted")] } else { &[] };
    document.element("header", attributes, |document| {
        document.text("identifier", &[], &header.identifier);
        document.text("datestamp", &[], &header.changed_at.rfc3339_seconds());
        document.text("setSpec", &[], header.set);
    });
}

fn record(document: &mut Document, item: &Item) {
    document.element("record", &[], |document| {
        header(document, &item.header);
        let Some(DublinCore(elements)) = &item.metadata else { return };
        let location = format!("{DC_NAMESPACE} {DC_SCHEMA}");
        let attributes = [
            ("xmlns:oai_dc", DC_NAMESPACE),
            ("xmlns:dc", DC_ELEMENTS),
            ("xmlns:xsi", XSI),
            ("xsi:schemaLocation", location.as_str()),
        ];
        document.element("metadata", &[], |document| {
            document.element("oai_dc:dc", &attributes, |document| {
                for (element, text) in elements {
                    document.text(element.name(), &[], text);
                }
            });
        });
    });
}

fn resumption(document: &mut Document, resumption: Option<&Resumption>) {
    if let Some(Resumption { token, before }) = resumption {
        document.text("resumptionToken", &[("cursor", &before.to_string())], token);
    }
}
