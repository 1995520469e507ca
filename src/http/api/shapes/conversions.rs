//! Conversions from the domain's types.

use super::{
    Answer, ApiArticle, ApiConcept, ApiCount, ApiFacets, ApiHeading, ApiHit, ApiLine, ApiLink,
    ApiNamedRequest, ApiNotice, ApiPico, ApiQueryProblem, ApiRecord, ApiReference, ApiSection, ApiSense,
    ApiSimilar, ApiSuggestion, Item, Suggestions,
};
use domain::facet::{FacetCount, Facets};
use domain::library::{
    Expansion, Hit, ItemKind, NamedRequest, OtherSense, SearchResults, SenseChoice, StrategyLine, Suggestion,
};
use domain::pico::Pico;
use domain::query::QueryProblem;
use domain::record::{AbstractSection, MeshHeading, Notice, Record};
use domain::similarity::Similar;
use domain::slug::Slug;
use domain::time::Moment;
use services::library::{ShownArticle, ShownItem, ShownRecord, ShownReference};

impl Answer {
    /// The answer to a search for a text, and the cursor of what follows.
    pub(crate) fn of(text: &str, results: SearchResults, next: Option<String>) -> Self {
        Self {
            total: results.total,
            hits: results.hits.into_iter().map(ApiHit::of).collect(),
            next,
            facets: ApiFacets::of(results.facets),
            suggestion: results.suggestion,
            searched_instead: results.searched_instead,
            nearby: results.nearby.into_iter().map(ApiHit::of).collect(),
            nearby_for: results.nearby_for,
            concepts: results.expansions.into_iter().map(ApiConcept::of).collect(),
            problems: results.problems.iter().map(|problem| ApiQueryProblem::of(text, problem)).collect(),
            lines: results.lines.into_iter().map(|line| ApiLine::of(text, line)).collect(),
            missing: results.missing,
            requests: results.requests.into_iter().map(ApiNamedRequest::of).collect(),
        }
    }
}

impl ApiLine {
    fn of(text: &str, line: StrategyLine) -> Self {
        Self {
            number: line.number,
            text: line.text,
            count: line.count,
            is_off: line.is_off,
            is_chosen: line.is_chosen,
            problems: line.problems.iter().map(|problem| ApiQueryProblem::of(text, problem)).collect(),
        }
    }
}

impl ApiQueryProblem {
    fn of(text: &str, problem: &QueryProblem) -> Self {
        let code = problem.code.key();
        Self {
            code: code.strip_prefix("query-problem-").unwrap_or(code).to_owned(),
            text: problem.place(text).marked.to_owned(),
        }
    }
}

impl ApiNamedRequest {
    fn of(request: NamedRequest) -> Self {
        Self { address: request.address(), reference: request.reference }
    }
}

impl ApiConcept {
    fn of(expansion: Expansion) -> Self {
        let choice = expansion.choice.map(|choice| match choice {
            SenseChoice::Context => "context",
            SenseChoice::Usual => "usual",
            SenseChoice::Library => "library",
        });
        let sense = |OtherSense { name, text }: OtherSense| ApiSense { name, query: text };
        Self {
            typed: expansion.typed,
            name: expansion.name,
            key: expansion.key,
            is_off: expansion.is_off,
            words: expansion.words,
            narrower: expansion.narrower,
            choice: choice.map(str::to_owned),
            other_senses: expansion.other_senses.into_iter().map(sense).collect(),
        }
    }
}

impl ApiHit {
    fn of(hit: Hit) -> Self {
        Self {
            rank: hit.rank,
            address: hit.address(),
            id: hit.id.as_str().to_owned(),
            external_id: hit.external_id,
            kind: hit.kind.slug().to_owned(),
            title: hit.title,
            year: hit.year,
            authors: hit.authors,
            journal: hit.journal,
            evidence_level: hit.evidence_level.map(u8::from),
            certainty: hit.certainty.map(|certainty| certainty.slug().to_owned()),
            study_type: hit.study_type.map(|study| study.slug().to_owned()),
            snippet: hit.snippet.into_iter().map(|stretch| stretch.text).collect(),
            notices: hit.notices.into_iter().map(|notice| notice.slug().to_owned()).collect(),
            is_demo: hit.is_demo,
            score: hit.score,
        }
    }
}

impl ApiFacets {
    fn of(facets: Facets) -> Self {
        let counts = |list: Vec<FacetCount>| {
            list.into_iter().map(|FacetCount { value, count, .. }| ApiCount { value, count }).collect()
        };
        Self {
            kind: counts(facets.kinds),
            area: counts(facets.areas),
            product: counts(facets.products),
            topic: counts(facets.topics),
            level: counts(facets.levels),
            certainty: counts(facets.certainties),
            study: counts(facets.studies),
            year: counts(facets.years),
        }
    }
}

impl Suggestions {
    /// The lines of a typeahead.
    pub(crate) fn of(found: Vec<Suggestion>) -> Self {
        let line = |Suggestion { text, address, source }| ApiSuggestion { text, address, source };
        Self { suggestions: found.into_iter().map(line).collect() }
    }
}

impl Item {
    /// An item of the library, with what is similar to it.
    pub(crate) fn of(shown: ShownItem, similar: Vec<Similar>) -> Self {
        let similar = similar.into_iter().map(ApiSimilar::of).collect();
        match shown {
            ShownItem::Article(article) => Self::Article(ApiArticle::of(&article, similar)),
            ShownItem::Record(record) => Self::Record(ApiRecord::of(*record, similar)),
        }
    }
}

impl ApiArticle {
    fn of(article: &ShownArticle, similar: Vec<ApiSimilar>) -> Self {
        let front = article.front.clone();
        Self {
            id: article.id.as_str().to_owned(),
            kind: front.kind.slug().to_owned(),
            title: front.title,
            address: article.address(),
            is_demo: article.is_demo,
            summary: front.summary,
            html: article.html.clone(),
            authors: front.authors,
            version: article.number,
            approved: article.approved_at.map(Moment::day),
            approval_reference: front.approval_reference,
            review_due: article.review_due.map(|day| day.to_string()),
            evidence_level: front.evidence_level.map(u8::from),
            certainty: front.certainty.map(|certainty| certainty.slug().to_owned()),
            pico: ApiPico::of(front.pico),
            products: front.products,
            areas: front.areas,
            topics: front.topics,
            references: article.references.iter().map(ApiReference::of).collect(),
            similar,
        }
    }
}

impl ApiPico {
    fn of(Pico { population, intervention, comparator, outcome }: Pico) -> Self {
        Self { population, intervention, comparator, outcome }
    }
}

impl ApiReference {
    fn of(reference: &ShownReference) -> Self {
        Self {
            number: reference.number,
            citation: reference.citation.clone(),
            doi: reference.doi.clone(),
            pmid: reference.pmid.clone(),
            record: reference.record.as_ref().map(|id| id.as_str().to_owned()),
        }
    }
}

impl ApiLink {
    fn of(hit: Hit) -> Self {
        Self {
            id: hit.id.as_str().to_owned(),
            kind: hit.kind.slug().to_owned(),
            address: hit.address(),
            title: hit.title,
        }
    }
}

impl ApiSimilar {
    fn of(Similar { hit, reason }: Similar) -> Self {
        let (by_text, shared_references, cited_together) = (reason.by_text, reason.shared, reason.together);
        Self { item: ApiLink::of(hit), by_text, shared_references, cited_together }
    }
}

impl ApiRecord {
    fn of(shown: ShownRecord, similar: Vec<ApiSimilar>) -> Self {
        let Record { id, data, is_demo, .. } = shown.record;
        Self {
            kind: ItemKind::Record.slug().to_owned(),
            address: format!("/records/{id}"),
            id: id.as_str().to_owned(),
            is_demo,
            citation: data.citation(),
            study_type: data.study_type().slug().to_owned(),
            title: data.title,
            external_id: data.external_id,
            pmid: data.pmid,
            doi: data.doi,
            pmcid: data.pmcid,
            nct: data.nct,
            other_identifiers: data.other_identifiers,
            publication_kind: data.kind.map(|kind| kind.slug().to_owned()),
            authors: data.authors,
            journal: data.journal,
            publisher: data.publisher,
            year: data.year,
            abstract_sections: data.abstract_sections.into_iter().map(ApiSection::of).collect(),
            mesh: data.mesh.into_iter().map(ApiHeading::of).collect(),
            notices: data.notices.into_iter().map(ApiNotice::of).collect(),
            cited_by: shown.cited_by.items.into_iter().map(ApiLink::of).collect(),
            cited_by_total: shown.cited_by.total,
            cites: shown.cites.into_iter().map(ApiLink::of).collect(),
            similar,
        }
    }
}

impl ApiSection {
    fn of(AbstractSection { label, text }: AbstractSection) -> Self {
        Self { label, text }
    }
}

impl ApiHeading {
    fn of(MeshHeading { heading, ui, major, qualifiers }: MeshHeading) -> Self {
        Self { heading, ui, major, qualifiers }
    }
}

impl ApiNotice {
    fn of(Notice { kind, source, pmid }: Notice) -> Self {
        Self { kind: kind.slug().to_owned(), source, pmid }
    }
}
