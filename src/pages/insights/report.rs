//! What a page of insight shows.

use crate::error::Outcome;
use crate::visit::Visit;
use domain::period::Period;
use domain::time::Moment;
use domain::vocabulary::Vocabulary;
use services::insights::{self, Insights, Sheet, SheetName};
use services::locale::Locale;
use std::sync::Arc;

/// The data of a page, with what its tables need for names.
pub(super) struct Report {
    pub(super) insights: Insights,
    pub(super) locale: Locale,
    vocabulary: Arc<Vocabulary>,
}

impl Report {
    /// What the address asks for.
    pub(super) async fn open(visit: &Visit) -> Outcome<Self> {
        let insights = insights::of(&visit.context, &visit.asker, period(visit)).await?;
        Ok(Self { insights, locale: visit.locale.clone(), vocabulary: visit.context.vocabulary() })
    }

    /// One of its tables.
    pub(super) fn sheet(&self, name: SheetName) -> Sheet {
        self.insights.sheet(name, &self.locale, &self.vocabulary)
    }
}

fn period(visit: &Visit) -> Period {
    let fields = visit.parameters();
    Period::asked(fields.first("from"), fields.first("to"), fields.first("days"), Moment::now())
}
