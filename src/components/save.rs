//! The buttons that put library items on the reading list and take them off. All buttons of a page share one form:
//! each button names it, so that a list of hits carries no form for each. None of it needs script.

use super::markup::Markup;
use crate::texts::t;
use domain::id::ItemId;
use leptos::prelude::*;

/// Id of the form.
const FORM: &str = "save";

/// The form of a page's buttons; `next` is where they lead back to.
pub(crate) fn save_form(next: &str) -> impl IntoView + use<> {
    let next = next.to_owned();
    view! {
        <form id=FORM method="post" action="/saved" hidden>
            <input type="hidden" name="next" value=next/>
        </form>
    }
}

/// The id of an item's button, by which a page is shown again where it was.
pub(crate) fn place(item: &ItemId) -> String {
    format!("save-{item}")
}

/// Saves an item, or takes it off the list. The title is for people who do not see which item the
/// button belongs to.
pub(crate) fn save_button(item: &ItemId, title: &str, is_saved: bool) -> impl IntoView + use<> {
    let (name, key) = action(is_saved);
    button(item, title, name, key)
}

/// The same in a list whose titles have ids: `title` is the id of the item's, which says what the button belongs to
/// without repeating it, and where the page is shown again.
pub(crate) fn save_button_of(markup: &mut Markup, item: &ItemId, title: &str, is_saved: bool) {
    let (name, key) = action(is_saved);
    markup.fixed("<button class=save form=").fixed(FORM).fixed(" name=").fixed(name);
    markup.fixed(" value=\"").text(item.as_str()).fixed("#").text(title);
    markup.fixed("\" aria-describedby=").text(title).fixed(">").text(t(key)).fixed("</button>");
}

/// The item that a button names, and the id on its page to which it leads back.
pub(crate) fn named(value: &str) -> (ItemId, String) {
    let (item, title) = value.split_once('#').unwrap_or((value, ""));
    let item = ItemId::from(item);
    let is_id = title.len() <= 8 && title.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let back = if title.is_empty() || !is_id { place(&item) } else { title.to_owned() };
    (item, back)
}

/// The field that a button sends, and the key of its text.
fn action(is_saved: bool) -> (&'static str, &'static str) {
    if is_saved { ("remove", "saved-saved") } else { ("add", "saved-add") }
}

/// Takes an item off the list, on the list's own page.
pub(crate) fn remove_button(item: &ItemId, title: &str) -> impl IntoView + use<> {
    button(item, title, "remove", "saved-remove")
}

fn button(item: &ItemId, title: &str, name: &'static str, key: &'static str) -> impl IntoView + use<> {
    let (id, item, title) = (place(item), item.to_string(), title.to_owned());
    view! {
        <button class="button button-quiet save" id=id form=FORM name=name value=item type="submit">
            {t(key)}<span class="visually-hidden">": "{title}</span>
        </button>
    }
}
