//! Who is asking: resolved once for each HTTP request, demanded by every service and query.

use super::account::{Account, DEPARTMENT, Role};
use super::id::{AccountId, VisitorId};
use serde::{Deserialize, Serialize};

/// Who reads the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Gate {
    /// Anyone.
    Open,
    /// A visitor who declared to be an HCP and of which country.
    Declared,
    /// A signed-in HCP; replies open once they are verified.
    Verified,
}

/// What a visitor declares with one tap; kept in a signed cookie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Slug of the vocabulary; may be empty.
    pub profession: String,
}

/// Who is asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asker {
    pub gate: Gate,
    pub account: Option<Account>,
    pub declaration: Option<Declaration>,
    /// Set by consent to engagement signals; without it nothing is stored.
    pub visitor: Option<VisitorId>,
    /// Under which number this browser was counted before its owner signed in, where both agreed to be counted.
    pub before_sign_in: Option<VisitorId>,
    /// Whether the question of consent was answered, either way.
    pub consent_asked: bool,
}

/// The part of the library that an asker may see. Search, pages, counts and suggestions all take this one value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum LibraryView {
    /// Nothing: the gate is closed to this asker.
    Nothing,
    /// What is meant for this reader and on-label in their country.
    Reader(Reader),
    /// All that is published, for those who answer, write and review.
    Department,
}

/// A reader as the audience rules see them. Unknown attributes are empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reader {
    pub country: String,
    pub profession: String,
    pub specialty: String,
}

impl Asker {
    /// A reader about whom nothing is known.
    pub fn anonymous(gate: Gate) -> Self {
        Self {
            gate,
            account: None,
            declaration: None,
            visitor: None,
            before_sign_in: None,
            consent_asked: false,
        }
    }

    /// Whether the asker holds this role. A disabled account never becomes an asker.
    pub fn has(&self, role: Role) -> bool {
        self.account.as_ref().is_some_and(|account| account.has(role))
    }

    /// Whether the asker holds any of these roles.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|role| self.has(*role))
    }

    /// The account's id, when signed in.
    pub fn id(&self) -> Option<&AccountId> {
        self.account.as_ref().map(|account| &account.id)
    }

    /// Whether the asker is an HCP whom the department has verified.
    pub fn is_verified_hcp(&self) -> bool {
        self.account.as_ref().is_some_and(|a| a.has(Role::Hcp) && a.verified_at.is_some())
    }

    /// The number under which this asker's engagement is stored: with consent, and never for staff, whose reading
    /// is work.
    pub fn counted(&self) -> Option<&VisitorId> {
        let is_staff = self.account.as_ref().is_some_and(Account::is_staff);
        self.visitor.as_ref().filter(|_| !is_staff)
    }

    /// The numbers under which this asker's recent activity is stored: see [`Asker::counted`].
    pub fn counted_of_late(&self) -> Vec<VisitorId> {
        let own = self.counted().into_iter();
        own.flat_map(|own| [Some(own), self.before_sign_in.as_ref()]).flatten().cloned().collect()
    }

    /// The signed-in person as a reader, whatever their roles.
    pub fn as_reader(&self) -> Option<Reader> {
        let account = self.account.as_ref()?;
        // Under the verified gate, an unverified HCP reads as one who declared, and a declaration names no specialty.
        let reads_as_declared =
            self.gate == Gate::Verified && account.has(Role::Hcp) && account.verified_at.is_none();
        let specialty = if reads_as_declared { String::new() } else { account.specialty.clone() };
        Some(Reader { country: account.country.clone(), profession: account.profession.clone(), specialty })
    }

    /// The part of the library that this asker may see.
    pub fn library_view(&self) -> LibraryView {
        if self.has_any(DEPARTMENT) {
            return LibraryView::Department;
        }
        if let Some(reader) = self.as_reader() {
            return LibraryView::Reader(reader);
        }
        match (&self.declaration, self.gate) {
            (_, Gate::Verified) | (None, Gate::Declared) => LibraryView::Nothing,
            (Some(declaration), _) => LibraryView::Reader(Reader {
                country: declaration.country.clone(),
                profession: declaration.profession.clone(),
                specialty: String::new(),
            }),
            (None, Gate::Open) => LibraryView::Reader(Reader::default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gate_decides_what_an_anonymous_visitor_sees() {
        assert_eq!(Asker::anonymous(Gate::Declared).library_view(), LibraryView::Nothing);
        assert_eq!(Asker::anonymous(Gate::Verified).library_view(), LibraryView::Nothing);
        assert_eq!(Asker::anonymous(Gate::Open).library_view(), LibraryView::Reader(Reader::default()));
    }

    #[test]
    fn a_declaration_opens_the_library_but_not_under_the_verified_gate() {
        let declared = |gate| Asker {
            declaration: Some(Declaration { country: "GB".into(), profession: String::new() }),
            ..Asker::anonymous(gate)
        };
        assert!(
            matches!(declared(Gate::Declared).library_view(), LibraryView::Reader(r) if r.country == "GB")
        );
        assert_eq!(declared(Gate::Verified).library_view(), LibraryView::Nothing);
    }
}
