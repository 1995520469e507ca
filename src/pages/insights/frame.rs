//! What the pages of insight share: title, parts, period.

use crate::texts::{t, t_day, t_with};
use domain::engagement::SIGNALS_LAST;
use domain::period::{LENGTHS, Period};
use domain::slug::Slug;
use domain::time::Moment;
use leptos::prelude::*;
use services::insights::{Insights, SheetName};

/// A part of insight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tab {
    Overview,
    Searches,
    Reading,
    Requests,
}

impl Tab {
    const ALL: [Self; 4] = [Self::Overview, Self::Searches, Self::Reading, Self::Requests];

    fn path(self) -> &'static str {
        match self {
            Self::Overview => "/insights",
            Self::Searches => "/insights/searches",
            Self::Reading => "/insights/reading",
            Self::Requests => "/insights/requests",
        }
    }

    /// Address of its tables as files, without the query part.
    fn file(self) -> &'static str {
        match self {
            Self::Overview => "/insights/gaps.csv",
            Self::Searches => "/insights/searches.csv",
            Self::Reading => "/insights/reading.csv",
            Self::Requests => "/insights/requests.csv",
        }
    }

    /// Locale key of the page's title.
    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Overview => "insights-title",
            Self::Searches => "insights-searches-title",
            Self::Reading => "insights-reading-title",
            Self::Requests => "insights-requests-title",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Overview => "insights-overview",
            Self::Searches => "insights-searches",
            Self::Reading => "insights-reading",
            Self::Requests => "insights-requests",
        }
    }

    /// The tables of this part.
    pub(super) fn sheets(self) -> &'static [SheetName] {
        match self {
            Self::Overview => &[SheetName::Gaps],
            Self::Searches => &[SheetName::Words, SheetName::Days, SheetName::Ranks],
            Self::Reading => {
                &[SheetName::Items, SheetName::Ratings, SheetName::Professions, SheetName::Countries]
            }
            Self::Requests => &[SheetName::Areas, SheetName::Products, SheetName::States, SheetName::Helped],
        }
    }

    /// The table that its file holds unless another is named.
    pub(super) fn first_sheet(self) -> SheetName {
        match self {
            Self::Overview => SheetName::Gaps,
            Self::Searches => SheetName::Words,
            Self::Reading => SheetName::Items,
            Self::Requests => SheetName::Areas,
        }
    }
}

/// The address of a table of this period as a file.
pub(super) fn file_address(name: SheetName, period: Period) -> String {
    let tab = Tab::ALL.into_iter().find(|tab| tab.sheets().contains(&name)).unwrap_or(Tab::Overview);
    format!("{}?{}&table={}", tab.file(), period.to_address(), name.slug())
}

/// Title, parts and period.
pub(super) fn top(tab: Tab, insights: &Insights) -> impl IntoView + use<> {
    let is_invented = insights.is_invented;
    // Requests are kept for good; what is counted of use is not.
    let kept_since = Moment::now().plus(-SIGNALS_LAST);
    let is_older = tab != Tab::Requests && insights.period.first() < kept_since;
    view! {
        <h1 class="page-title">{t(tab.title())}</h1>
        <p class="lede">{t("insights-lede")}</p>
        {tabs(tab, insights.period)}
        {period_form(tab, insights.period)}
        {is_older.then(|| {
            let text = t_with("insights-older", &[("day", t_day(kept_since).into())]);
            view! { <p class="notice notice-info">{text}</p> }
        })}
        {is_invented.then(|| view! { <p class="notice notice-warning">{t("insights-invented")}</p> })}
    }
}

fn tabs(tab: Tab, period: Period) -> impl IntoView {
    let link = |other: Tab| {
        let address = format!("{}?{}", other.path(), period.to_address());
        view! { <a href=address aria-current=(other == tab).then_some("page")>{t(other.name())}</a> }
    };
    view! {
        <nav class="tabs" aria-label=t("insights-parts")>{Tab::ALL.into_iter().map(link).collect_view()}</nav>
    }
}

fn period_form(tab: Tab, period: Period) -> impl IntoView {
    let length = |days: i64| {
        let address = format!("{}?days={days}", tab.path());
        let text = t_with("insights-last-days", &[("days", days.into())]);
        view! { <a class="button button-quiet" href=address>{text}</a> }
    };
    view! {
        <form class="period-form" method="get" action=tab.path()>
            <div class="field">
                <label for="from">{t("insights-from")}</label>
                <input type="date" id="from" name="from" value=period.first().day()/>
            </div>
            <div class="field">
                <label for="to">{t("insights-to")}</label>
                <input type="date" id="to" name="to" value=period.last().day()/>
            </div>
            <button class="button button-primary" type="submit">{t("insights-show")}</button>
            <p class="chips">{LENGTHS.into_iter().map(length).collect_view()}</p>
        </form>
    }
}

/// Shown while there is no data.
pub(super) fn empty() -> AnyView {
    view! {
        <div class="empty-state">
            <p>{t("insights-none")}</p>
            <p><a class="button" href="/insights?days=90">{t("insights-none-longer")}</a></p>
        </div>
    }
    .into_any()
}
