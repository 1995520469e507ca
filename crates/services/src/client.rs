//! Where a request comes from, as far as throttles tell clients apart.

use domain::id::AccountId;
use domain::network::household;
use std::net::IpAddr;

/// A browser in which somebody has signed in before: it holds a signed cookie that says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownBrowser {
    pub account: AccountId,
    /// The browser's own random number.
    pub number: String,
}

/// The client of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// None where it cannot be told apart from others: behind a proxy that is not configured.
    pub address: Option<IpAddr>,
    pub browser: Option<KnownBrowser>,
}

impl Client {
    /// The number of the browser, if this person has signed in with it before.
    pub(super) fn number_for(&self, account: Option<&AccountId>) -> Option<&str> {
        let browser = self.browser.as_ref().filter(|browser| Some(&browser.account) == account)?;
        Some(&browser.number)
    }

    /// A name for where it is, for the keys of throttles.
    pub(super) fn place(&self) -> String {
        self.address.map_or("somewhere".to_owned(), |address| household(address).to_string())
    }
}
