//! What the buttons of a version's form do, by their values.

use domain::article::{Labelling, LabellingStatus, Reference, Step};
use domain::id::RecordId;
use domain::slug::Slug;
use services::publishing::Draft;

/// One button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    Save,
    /// Looks for records to cite.
    Find,
    Cite(RecordId),
    AddReference,
    RemoveReference(usize),
    /// Moves a reference one place up.
    RaiseReference(usize),
    AddLabelling,
    RemoveLabelling(usize),
    AddPicture,
    RemovePicture(String),
    NewVersion,
    Take(Step),
}

impl Action {
    /// The action of a button's value; saving for any other value, because that loses nothing.
    pub(crate) fn of(value: &str) -> Self {
        let (name, rest) = value.split_once(':').unwrap_or((value, ""));
        let place = rest.parse::<usize>().ok();
        match (name, place) {
            ("find", _) => Self::Find,
            ("cite", _) => Self::Cite(rest.into()),
            ("add-reference", _) => Self::AddReference,
            ("remove-reference", Some(place)) => Self::RemoveReference(place),
            ("raise-reference", Some(place)) => Self::RaiseReference(place),
            ("add-labelling", _) => Self::AddLabelling,
            ("remove-labelling", Some(place)) => Self::RemoveLabelling(place),
            ("add-picture", _) => Self::AddPicture,
            ("remove-picture", _) => Self::RemovePicture(rest.to_owned()),
            ("new-version", _) => Self::NewVersion,
            _ => Step::from_slug(name).map_or(Self::Save, Self::Take),
        }
    }

    /// What the action does to the rows of a draft.
    pub(crate) fn apply(&self, draft: &mut Draft) {
        let references = &mut draft.front.references;
        let labelling = &mut draft.front.labelling;
        match self {
            Self::Save | Self::Take(_) => references.retain(|reference| *reference != Reference::default()),
            Self::AddReference => references.push(Reference::default()),
            Self::RemoveReference(place) if *place < references.len() => _ = references.remove(*place),
            Self::RaiseReference(place) if *place > 0 && *place < references.len() => {
                references.swap(*place - 1, *place);
            }
            Self::AddLabelling => labelling.push(Labelling {
                product: draft.front.products.first().cloned().unwrap_or_default(),
                country: String::new(),
                status: LabellingStatus::Within,
                link: String::new(),
            }),
            Self::RemoveLabelling(place) if *place < labelling.len() => _ = labelling.remove(*place),
            _ => {}
        }
    }

    /// Where on the page the person goes on: a part of it, with `#`.
    pub(crate) fn anchor(&self) -> &'static str {
        match self {
            Self::Find | Self::Cite(_) | Self::AddReference | Self::RemoveReference(_) => "#references",
            Self::RaiseReference(_) => "#references",
            Self::AddLabelling | Self::RemoveLabelling(_) => "#labelling",
            Self::AddPicture | Self::RemovePicture(_) => "#pictures",
            Self::Save | Self::NewVersion | Self::Take(_) => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_button_that_is_unknown_saves() {
        assert_eq!(Action::of(""), Action::Save);
        assert_eq!(Action::of("remove-reference:x"), Action::Save);
        assert_eq!(Action::of("remove-reference:2"), Action::RemoveReference(2));
        assert_eq!(Action::of("submit"), Action::Take(Step::Submit));
    }
}
